import type { Job } from '../model.ts'
import { fieldOf } from './expand.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound } from './scope.ts'

/** Pools that Microsoft keeps, and jobs without an agent (learn.microsoft.com, "Create and manage agent pools"). */
const hosted = /^(azure pipelines|hosted\b.*|server)$/i

/**
 * The machine of a job that runs on one of the machines of its environment, or on an agent of a pool of one's own.
 * @param pools those of the stages around it, the nearest last
 */
export function machineOf(job: Bound, pools: readonly Bound[], stage: string): Job['machine'] {
  const text = (bounds: readonly Bound[]) => settled((run) => textIn(bounds, run), job.scope.runs) ?? ''
  const resource = fieldOf(job, 'environment').flatMap((bound) =>
    bound.node.kind === 'map' ? fieldOf(bound, 'resourceType') : [],
  )
  if (/^virtualmachine$/i.test(text(resource))) return { stays: true, stage }
  const pool = [...pools, ...fieldOf(job, 'pool')].at(-1)
  if (!pool || (pool.node.kind === 'map' && fieldOf(pool, 'vmImage').length > 0)) return undefined
  const name = text(pool.node.kind === 'map' ? fieldOf(pool, 'name') : [pool]).trim()
  return name === '' || hosted.test(name) ? undefined : { stays: true, stage }
}
