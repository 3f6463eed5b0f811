import type { DataNode } from '../../../documents/tree.ts'
import type { Names } from './dialect.ts'
import { textWith } from './values.ts'

/** An item of `withItems` or `withParam`, by the names that it is known by. */
export interface Leg {
  readonly label: string
  readonly values: Names
}

const single: readonly Leg[] = [{ label: '', values: new Map() }]

/** More items than this are one job of an unknown item. */
const mostItems = 64

/** The legs of a step or task: one for each item that is written out; a list that is computed is one of an unknown item. */
export function legsOf(node: DataNode, names: Names): readonly Leg[] {
  const items = node.get('withItems')
  if (items?.kind === 'list') {
    if (items.items.length === 0 || items.items.length > mostItems) return single
    return items.items.map((item) => legOf(item, names))
  }
  const text = node.get('withParam')?.text ?? items?.text
  if (text === undefined) return single
  const values = listIn(textWith(text, names))
  if (!values.length || values.length > mostItems) return single
  return values.map((value) => ofValue(value))
}

function legOf(item: DataNode, names: Names): Leg {
  if (item.kind !== 'map') return ofValue(textWith(item.text ?? '', names))
  const entries = item.entries.map(({ key, value }) => [key, textWith(value.text ?? '', names)] as const)
  return ofEntries(entries)
}

function ofValue(value: unknown): Leg {
  if (typeof value === 'object' && value !== null)
    return ofEntries(Object.entries(value).map(([key, one]) => [key, String(one)] as const))
  return { label: String(value), values: new Map([['item', String(value)]]) }
}

function ofEntries(entries: readonly (readonly [string, string])[]): Leg {
  return {
    label: entries.map(([, value]) => value).join(', '),
    values: new Map(entries.map(([key, value]) => [`item.${key}`, value])),
  }
}

/** A list in JSON; empty where it is none. */
function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
