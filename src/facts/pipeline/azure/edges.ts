import type { Place } from '../../../documents/place.ts'
import { type Edge, type Edges, reach } from '../dialect/order.ts'
import type { Run } from '../model.ts'
import { type If, requirement } from './conditions.ts'

/** A job or stage as far as its order is concerned. */
export interface Ordered {
  readonly key: string
  readonly place: Place
  readonly waitsFor: readonly { readonly key: string; readonly place: Place }[]
  readonly condition: If | undefined
  readonly runs: readonly Run[]
}

/**
 * Reads the order. One whose condition asks for success is also stopped by what failed or was skipped further back,
 * though one between went on regardless: the requirement is "computed recursively" (learn.microsoft.com, "Pipeline
 * conditions").
 */
export function edgesOf(nodes: readonly Ordered[]): Edges {
  const edges = new Map<string, Map<string, Edge>>()
  for (const { key, waitsFor, condition, runs } of nodes) {
    const own = new Map<string, Edge>()
    for (const { key: needed, place } of waitsFor) own.set(needed, { ...requirement(condition, runs, needed), place })
    edges.set(key, own)
  }
  const inherited = nodes.flatMap(({ key, condition, runs, place }) => {
    const own = [...(edges.get(key) ?? [])]
    // Usually everything on the way stops at a failure, and nothing is to be added.
    if (own.every(([needed]) => holdsThroughout(needed, edges))) return []
    const held = reach(key, edges, (edge) => edge.requires === 'success' && !edge.evenIfSkipped)
    return [...reach(key, edges, () => true)].flatMap((ancestor) => {
      if (held.has(ancestor) || ancestor === key || edges.get(key)?.has(ancestor)) return []
      const edge = requirement(condition, runs, '')
      return edge.requires === 'success' ? [{ key, ancestor, edge: { ...edge, place } }] : []
    })
  })
  for (const { key, ancestor, edge } of inherited) edges.get(key)?.set(ancestor, edge)
  return edges
}

function holdsThroughout(from: string, edges: Edges): boolean {
  const held = reach(from, edges, (edge) => edge.requires === 'success' && !edge.evenIfSkipped)
  return held.size === reach(from, edges, () => true).size
}
