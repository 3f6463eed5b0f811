import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { noParts, type Part, partOfValue } from '../infrastructure/named.ts'
import { callIn, evaluate, structureOf } from './evaluate.ts'
import type { Scope } from './scope.ts'
import { singulars } from './words.ts'

/** Attributes that are read as JSON: what is hidden in them hides no more than itself. */
const json = /definitions|body|json|config$/i

/** A node of a program as a part of a resource; blocks are found by Terraform's names for them too. */
export function partOf(node: DataNode, scope: Scope, place: Place = node.place, key = ''): Part | undefined {
  if (callIn(node)) {
    const structure = json.test(key) ? structureOf(node, scope) : undefined
    return partOfValue(structure ?? evaluate(node, scope), place)
  }
  const value = () => evaluate(node, scope)
  if (node.kind === 'list') {
    const items = () => node.items.flatMap((item) => partOf(item, scope) ?? [])
    return { ...noParts, kind: 'list', place, value, items }
  }
  if (node.kind === 'scalar') return partOfValue(value(), place)
  const called = new Map(node.entries.map((entry) => [entry.key, entry]))
  for (const entry of node.entries)
    for (const name of singulars(entry.key)) if (!called.has(name)) called.set(name, entry)
  return {
    ...noParts,
    kind: 'map',
    place,
    value,
    keys: () => [...called.keys()],
    entry(name) {
      const entry = called.get(name)
      if (!entry) return undefined
      const at = { file: node.file, start: entry.keySpan.start, end: entry.value.span.end }
      return partOf(entry.value, scope, at, entry.key)
    },
  }
}
