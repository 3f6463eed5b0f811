import type { Edges } from '../dialect/order.ts'
import type { Job, Need, Run } from '../model.ts'

/** The jobs of one key, and how others wait for them. */
export interface Expansion {
  readonly jobs: readonly Placed[]
  readonly targets: readonly Target[]
}

/** A job to wait for: with the group where one of several is enough, and the starts in which it runs. */
export interface Target {
  readonly id: string
  readonly group: string | undefined
  readonly runs: readonly Run[]
}

/** A job and the starts in which it may run. */
export interface Placed {
  readonly job: Job
  readonly runs: readonly Run[]
}

/**
 * The needs of a job that runs in these starts. Of the uses of a needed job, those that never run together with it are
 * no needs: the production use waits for the production use.
 */
export function needsOf(
  key: string,
  prefix: string,
  edges: Edges,
  expanded: ReadonlyMap<string, Expansion>,
  runs: readonly Run[],
): Need[] {
  return [...(edges.get(key) ?? [])].flatMap(([needed, edge]) => {
    // In a circle it is not expanded yet; the graph sees the circle by the need.
    const all = expanded.get(needed)?.targets ?? [{ id: prefix + needed, group: undefined, runs }]
    const together = all.filter((target) => target.runs.some((run) => runs.includes(run)))
    const targets = together.length ? together : all
    return targets.map(({ id, group }) => {
      const split = group !== undefined && targets.filter((other) => other.group === group).length > 1
      return { job: id, ...edge, ...(split && { group }) }
    })
  })
}
