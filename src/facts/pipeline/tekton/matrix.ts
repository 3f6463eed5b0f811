import type { DataNode } from '../../../documents/tree.ts'
import { isOpen } from '../dialect/open-text.ts'
import { itemsOf, type Params } from './params.ts'

/** A leg of a matrix: its values by parameter, and what tells it from the others. */
export interface Leg {
  readonly label: string
  readonly values: ReadonlyMap<string, string>
}

const single: readonly Leg[] = [{ label: '', values: new Map() }]

/** More legs than this are one job of unknown values. */
const mostLegs = 64

/**
 * The legs of `matrix:` (tekton.dev, Matrix): every combination of `params`, with those of `include` added to the ones
 * that they fit or as legs of their own. One of unknown values is one leg that knows nothing.
 */
export function legsOf(node: DataNode | undefined, params: Params): readonly Leg[] {
  if (!node) return single
  let legs: ReadonlyMap<string, string>[] = [new Map()]
  const varied = (node.kind === 'list' ? node : node.get('params'))?.asList ?? []
  for (const one of varied) {
    const name = one.get('name')?.text ?? ''
    const value = one.get('value')
    const values = value?.asList.flatMap((item) => itemsOf(item, params)) ?? []
    if (!values.length || values.some(isOpen) || legs.length * values.length > mostLegs) return single
    legs = legs.flatMap((leg) => values.map((each) => new Map([...leg, [name, each]])))
  }
  const included = node.get('include')?.asList ?? []
  if (included.length > mostLegs) return single
  const own = varied.length ? legs : []
  const all = included.reduce<ReadonlyMap<string, string>[]>((before, one) => include(before, one, params), own)
  return all.length ? all.map((values) => ({ label: [...values.values()].join(', '), values })) : single
}

function include(legs: ReadonlyMap<string, string>[], one: DataNode, params: Params): ReadonlyMap<string, string>[] {
  const added = new Map<string, string>()
  for (const param of one.get('params')?.asList ?? []) {
    const value = param.get('value')
    if (value) added.set(param.get('name')?.text ?? '', itemsOf(value, params).join(' '))
  }
  const fits = (leg: ReadonlyMap<string, string>) =>
    [...added].some(([name, value]) => leg.get(name) === value) &&
    [...added].every(([name, value]) => !leg.has(name) || leg.get(name) === value)
  if (!legs.some(fits)) return [...legs, added]
  return legs.map((leg) => (fits(leg) ? new Map([...leg, ...added]) : leg))
}
