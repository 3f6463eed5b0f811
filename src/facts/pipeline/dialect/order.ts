import type { Place } from '../../../documents/place.ts'
import type { Need } from '../model.ts'

/** That a job or stage waits for another, and what must have become of that one. */
export type Edge = Pick<Need, 'requires' | 'evenIfSkipped'> & { readonly place: Place }

/** For each job or stage: those it waits for. */
export type Edges = ReadonlyMap<string, ReadonlyMap<string, Edge>>

/** All that one waits for, directly or through others, along the edges that `through` lets pass. */
export function reach(from: string, edges: Edges, through: (edge: Edge) => boolean): Set<string> {
  const found = new Set<string>()
  const queue = [from]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const [next, edge] of edges.get(key) ?? []) {
      if (found.has(next) || !through(edge)) continue
      found.add(next)
      queue.push(next)
    }
  }
  return found
}
