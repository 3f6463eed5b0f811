import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import { isList, isMap, mapOf, textOf, type Value, type ValueMap } from '../infrastructure/value.ts'

/*
 * The body of a dashboard as plain data, whether it stands in a file, in a text of a manifest or in what Terraform computes:
 * each form of dashboard is read by one reader.
 */

/** Where the maps and lists of a body stand. */
export type Places = WeakMap<object, Place>

/**
 * A body, with where its parts stand. Parts that aliases share stay shared.
 * @param offset where a sign of a text in a file stands in that file
 */
export function bodyOf(node: DataNode, places: Places, offset = (sign: number) => sign): Value {
  const made = new Map<DataNode, Value>()
  const partOf = (one: DataNode): Value => {
    if (one.kind === 'scalar') return one.value
    const known = made.get(one)
    if (known !== undefined) return known
    const value: Value =
      one.kind === 'list'
        ? one.items.map(partOf)
        : mapOf(one.entries.map((entry) => [entry.key, partOf(entry.value)] as const))
    made.set(one, value)
    const { file, start = 0, end = 0 } = one.get('title') ? one.keyPlace('title') : one.place
    places.set(value as object, { file, start: offset(start), end: offset(end) })
    return value
  }
  return partOf(node)
}

/** What stands under keys, one below the other; undefined where nothing does. */
export function at(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  let found = value
  for (const key of keys) {
    if (found === undefined || isHidden(found)) return found
    found = isList(found) ? found[Number(key)] : isMap(found) ? found[key] : undefined
  }
  return found ?? undefined
}

/** The text under keys; hidden where it is. */
export function seenTextAt(value: Value | undefined, ...keys: readonly string[]): Seen<string> | undefined {
  const found = at(value, ...keys)
  return found === undefined || isHidden(found) ? found : textOf(found)
}

/** The text under keys; empty where there is none, or none that can be seen. */
export function textAt(value: Value | undefined, ...keys: readonly string[]): string {
  const found = seenTextAt(value, ...keys)
  return typeof found === 'string' ? found : ''
}

/** The maps in a list; of a map with numbers for keys (Azure's lenses) what it holds; one map stands for itself. */
export function mapsAt(value: Value | undefined, ...keys: readonly string[]): readonly ValueMap[] {
  const found = at(value, ...keys)
  if (found === undefined || isHidden(found)) return []
  if (isList(found)) return found.filter((item) => isMap(item))
  if (!isMap(found)) return []
  const numbered = Object.keys(found).length > 0 && Object.keys(found).every((key) => /^\d+$/.test(key))
  return numbered ? Object.values(found).filter((item) => isMap(item)) : [found]
}

/** What hides a list itself, rather than something in it. */
export function hiddenAt(value: Value | undefined, ...keys: readonly string[]): Hidden | undefined {
  const found = at(value, ...keys)
  if (isHidden(found)) return found
  return found !== undefined && isList(found) ? found.find((item) => isHidden(item)) : undefined
}

/** How many parts of a body are looked at, and how deep they may lie: the rest is written by nobody. */
const most = 20_000
const deepest = 40

/** All maps in a body, itself first. */
export function* mapsIn(root: Value | undefined): Generator<ValueMap> {
  const stack: [Value, number][] = root === undefined ? [] : [[root, 0]]
  for (let left = most; left > 0; left--) {
    const next = stack.pop()
    if (!next) return
    const [value, depth] = next
    if (isHidden(value) || typeof value !== 'object' || value === null || depth > deepest) continue
    if (isMap(value)) yield value
    const inner = isList(value) ? value : Object.values(value)
    for (let i = inner.length - 1; i >= 0; i--) stack.push([inner[i] as Value, depth + 1])
  }
}

/** All texts under some keys, wherever they lie. */
export function textsUnder(root: Value | undefined, keys: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  for (const map of mapsIn(root)) {
    for (const [key, value] of Object.entries(map)) if (typeof value === 'string' && keys.has(key)) found.push(value)
  }
  return found
}
