import type { HiddenPart, Workflow } from '../pipeline/model.ts'

/**
 * What may push what is built although it is not seen: a hidden step, a pipeline that is not read; empty where the pipelines ship
 * nothing at all, so that something else does; undefined: nothing.
 */
export function shippedUnseen(workflows: readonly Workflow[]): string | undefined {
  const serves = (part: HiddenPart | undefined) =>
    part?.couldBe.some((kind) => ['package', 'publish', 'deploy'].includes(kind)) ?? false
  let ships = false
  for (const { jobs, hidden, read, file } of workflows) {
    if (read === false) return `the pipeline ${file}`
    const parts = [...hidden, ...jobs.flatMap((job) => job.hidden ?? [])]
    for (const act of jobs.flatMap((job) => job.steps).flatMap((step) => step.acts)) {
      if (act.hidden) parts.push(act.hidden)
      ships ||= act.kinds.includes('deploy') || act.kinds.includes('publish')
    }
    const part = parts.find(serves)
    if (part) return part.value.what
  }
  // where nothing is shipped by what is seen, all of it is shipped by something else
  return ships ? undefined : ''
}
