import type { HandedOn } from '../model.ts'
import { fieldOf } from './expand.ts'
import type { Bound } from './scope.ts'
import { written } from './text.ts'

const takes = /(^|\.)Download(Pipeline|Build)Artifacts?@/i
const gives = /(^|\.)Publish(Pipeline|Build)Artifacts?@/i

/**
 * The artifact of the run that a step publishes, or downloads by its name and fails without
 * (learn.microsoft.com/azure/devops/pipelines/artifacts/pipeline-artifacts). What another pipeline made is none.
 */
export function artifactIn(item: Bound): HandedOn | undefined {
  const context = { scope: item.scope, directory: '' }
  const of = (bound: Bound | undefined, ...names: readonly string[]) =>
    bound && names.map((name) => written(fieldOf(bound, name), context)).find((value) => value !== undefined)
  const download = of(item, 'download')
  const own = of(item, 'artifact')
  if (download !== undefined) return own !== undefined && /^current$/i.test(download) ? { takes: own } : undefined
  if (of(item, 'publish') !== undefined) return own === undefined ? undefined : { gives: own }
  const task = of(item, 'task') ?? ''
  const [inputs] = fieldOf(item, 'inputs')
  const name = of(inputs, 'artifact', 'artifactName', 'ArtifactName')
  if (gives.test(task)) return { gives: name ?? 'drop' }
  const source = of(inputs, 'buildType', 'source') ?? 'current'
  return takes.test(task) && name !== undefined && /^current$/i.test(source) ? { takes: name } : undefined
}
