import type { DataNode } from '../../documents/tree.ts'

/** Plain data, as a validator takes it. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** A document as plain data. What an alias shares stays shared, so that it costs nothing here. */
export function plainOf(root: DataNode): Plain {
  const known = new Map<DataNode, Plain>()
  const of = (node: DataNode): Plain => {
    if (node.kind === 'scalar') return node.value
    const before = known.get(node)
    if (before !== undefined) return before
    const made: Plain =
      node.kind === 'list'
        ? node.items.map(of)
        : Object.assign(Object.create(null), Object.fromEntries(node.entries.map(({ key, value }) => [key, of(value)])))
    known.set(node, made)
    return made
  }
  return of(root)
}

const isMap = (value: Plain | undefined): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values over those of a chart, as Helm lays them (helm.sh/docs/chart_template_guide/values_files): null takes a key away. */
export function laidOver(over: Plain, base: Plain): Plain {
  if (!isMap(over) || !isMap(base)) return over
  const made: { [key: string]: Plain } = Object.assign(Object.create(null), base)
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete made[key]
    else made[key] = isMap(value) ? laidOver(value, made[key] ?? {}) : value
  }
  return made
}

/** The node at a JSON pointer, as far as it goes, and whether that is to its end. */
export function nodeAt(root: DataNode, pointer: string): { readonly node: DataNode; readonly whole: boolean } {
  let node = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const next = node.kind === 'list' ? node.items[Number(key)] : node.get(key)
    if (!next) return { node, whole: false }
    node = next
  }
  return { node, whole: true }
}
