import { type DataNode, walk } from '../../../documents/tree.ts'
import type { Job } from '../model.ts'
import { textsOf } from './nodes.ts'
import type { Variables } from './variables.ts'

/** Runners that GitLab.com keeps for everybody, which are gone after a job (docs.gitlab.com, "Hosted runners"). */
const hosted =
  /^(saas-.*|gitlab-org.*|shared(-windows)?|docker|linux|windows|east-c|gce|git-annex|mongo|mysql|postgres|ruby)$/

/**
 * The machine of a job that a runner of one's own takes: one that is picked by a tag of one's own. With a daemon of Docker
 * beside the job, what it starts is gone with it.
 * @param key a key of the job, or what stands for it in `default`
 */
export function machineOf(
  key: (name: string) => DataNode | undefined,
  variables: Variables,
  stage: string,
): Job['machine'] {
  const tags = textsOf(key('tags'))
  if (!tags.some((tag) => !hosted.test(tag))) return undefined
  const services = [...(key('services') ? walk(key('services') as DataNode) : [])]
  if (services.some(({ text }) => /\bdind\b|\bdocker:/.test(text ?? '')) || variables.has('DOCKER_HOST'))
    return undefined
  return { stays: true, stage }
}
