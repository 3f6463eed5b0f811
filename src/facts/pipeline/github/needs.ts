import type { DataNode } from '../../../documents/tree.ts'
import { type Edge, type Edges, reach } from '../dialect/order.ts'
import type { Problem } from '../model.ts'
import { type If, requirement } from './conditions.ts'
import type { Frame } from './scope.ts'

/** A job as far as its order is concerned. */
export interface Ordered {
  readonly key: string
  readonly node: DataNode
  readonly condition: If | undefined
  readonly frame: Frame
}

/**
 * Reads `needs:`. A job whose condition asks for success() is also stopped by what failed or was skipped further back,
 * though a job between went on with always(): "a failure or skip applies to all jobs in the dependency chain from the
 * point of failure or skip onwards" (docs.github.com, "Workflow syntax", jobs.<job_id>.needs; actions/runner#491). Such
 * needs are added where the direct ones do not say so already.
 */
export function edgesOf(jobs: readonly Ordered[], problems: Problem[]): Edges {
  const keys = new Set(jobs.map((job) => job.key))
  const edges = new Map<string, Map<string, Edge>>()
  for (const { key, node, condition, frame } of jobs) {
    const direct = new Map<string, Edge>()
    for (const item of node.get('needs')?.asList ?? []) {
      const name = item.text
      if (name !== undefined && keys.has(name))
        direct.set(name, { ...requirement(condition, frame, name, true), place: item.place })
      else
        problems.push({
          place: item.place,
          message: `the job ${key} needs ${name ?? 'something'} that does not exist`,
          unreadable: false,
        })
    }
    edges.set(key, direct)
  }
  const loose = behindLoose(jobs, edges)
  const inherited = jobs.map(({ key, node, condition, frame }) => {
    if (!loose.has(key)) return []
    const held = reach(key, edges, (edge) => edge.requires === 'success' && !edge.evenIfSkipped)
    const place = node.keyPlace('needs')
    return [...reach(key, edges, () => true)].flatMap((ancestor) => {
      if (held.has(ancestor) || ancestor === key || edges.get(key)?.has(ancestor)) return []
      const edge = requirement(condition, frame, ancestor, false)
      return edge.requires === 'success' ? [{ key, ancestor, edge: { ...edge, place } }] : []
    })
  })
  for (const { key, ancestor, edge } of inherited.flat()) edges.get(key)?.set(ancestor, edge)
  return edges
}

/** Jobs behind a need that does not hold them by itself: only they can inherit one from further back. */
function behindLoose(jobs: readonly Ordered[], edges: Edges): ReadonlySet<string> {
  const dependants = new Map<string, string[]>()
  const found = new Set<string>()
  for (const { key } of jobs) {
    for (const [need, edge] of edges.get(key) ?? []) {
      const list = dependants.get(need)
      if (list) list.push(key)
      else dependants.set(need, [key])
      if (edge.requires !== 'success' || edge.evenIfSkipped) found.add(key)
    }
  }
  for (const key of found) for (const next of dependants.get(key) ?? []) found.add(next)
  return found
}

/** Jobs after those they need; those of a circle come last, in the order of the file. */
export function needsFirst<T extends Ordered>(jobs: readonly T[], edges: Edges): T[] {
  const waiting = new Map(jobs.map((job) => [job.key, edges.get(job.key)?.size ?? 0]))
  const dependants = new Map<string, string[]>()
  for (const [key, needs] of edges)
    for (const need of needs.keys()) {
      const list = dependants.get(need)
      if (list) list.push(key)
      else dependants.set(need, [key])
    }
  const byKey = new Map(jobs.map((job) => [job.key, job]))
  const queue = jobs.filter((job) => waiting.get(job.key) === 0)
  for (const job of queue) {
    for (const key of dependants.get(job.key) ?? []) {
      const left = (waiting.get(key) ?? 0) - 1
      waiting.set(key, left)
      const next = byKey.get(key)
      if (left === 0 && next) queue.push(next)
    }
  }
  const done = new Set(queue)
  return [...queue, ...jobs.filter((job) => !done.has(job))]
}
