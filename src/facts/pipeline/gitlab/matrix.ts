import type { DataNode } from '../../../documents/tree.ts'
import { namesEnvironment, tellsEnvironment } from '../dialect/words.ts'
import { textsOf } from './nodes.ts'

/** A leg of `parallel: matrix`, or several that differ in nothing that matters. */
export interface Leg {
  /** empty where there is only one */
  readonly label: string
  readonly variables: ReadonlyMap<string, string>
}

/** GitLab allows 200. */
const mostLegs = 200

/**
 * The legs that must be told apart: those that differ in a variable that `uses` says the job's environment or commands
 * take, and that tells an environment; or that differ in the program to run.
 */
export function legsOf(parallel: DataNode | undefined, telling: (name: string) => boolean): Leg[] {
  const all = combinations(parallel?.get('matrix'))
  if (all.length === 0) return [{ label: '', variables: new Map() }]
  const names = [...new Set(all.flatMap((leg) => [...leg.keys()]))]
  const valuesOf = (name: string) => new Set(all.map((leg) => leg.get(name) ?? ''))
  const keys = names.filter((name) => {
    const values = [...valuesOf(name)]
    if (values.length < 2) return false
    return telling(name) || values.every(tellsEnvironment) || (namesEnvironment(name) && values.some(tellsEnvironment))
  })
  const shared = names.filter((name) => valuesOf(name).size === 1)
  const legs = new Map<string, Leg>()
  for (const leg of all) {
    const label = keys.map((key) => leg.get(key) ?? '').join(', ')
    if (legs.has(label)) continue
    const known = [...keys, ...shared].flatMap((name) =>
      leg.has(name) ? [[name, leg.get(name) as string] as const] : [],
    )
    legs.set(label, { label, variables: new Map(known) })
  }
  return [...legs.values()]
}

function combinations(matrix: DataNode | undefined): ReadonlyMap<string, string>[] {
  const found: ReadonlyMap<string, string>[] = []
  for (const part of matrix?.items ?? []) {
    let legs: Map<string, string>[] = [new Map()]
    for (const { key, value } of part.entries) {
      const next: Map<string, string>[] = []
      for (const text of textsOf(value)) {
        for (const leg of legs) if (next.length < mostLegs) next.push(new Map(leg).set(key, text))
      }
      legs = next
    }
    found.push(...legs)
    if (found.length >= mostLegs) break
  }
  return found
}
