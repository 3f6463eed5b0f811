import type { Place } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import type { Node } from './node.ts'
import { isList, isMap, keysOf, mapOf, textOf, type Value, type ValueMap } from './value.ts'

/*
 * Resources of other languages under the names of Terraform's providers: a table says how their parts are called there, and
 * the part that is asked for is looked up under its own name.
 */

/** A part of a template of another language, behind the choices that are made in it; computed when it is asked for. */
export interface Part {
  readonly kind: 'map' | 'list' | 'value'
  readonly place: Place
  /** what it comes to as plain data; undefined where it is as if it were left out */
  value(): Value | undefined
  /** of a map, its keys */
  keys(): readonly string[]
  /** of a map, what stands under a key, with the key in its place; undefined where nothing does */
  entry(key: string): Part | undefined
  /** of a list, the items that come to something */
  items(): readonly Part[]
}

/** What a part that is no map and no list holds of such. */
export const noParts: Pick<Part, 'keys' | 'entry' | 'items'> = {
  keys: () => [],
  entry: () => undefined,
  items: () => [],
}

/** A value as a part, undefined where it is null: what is computed stands where it is computed. */
export function partOfValue(value: Value, place: Place): Part | undefined {
  if (value === null) return undefined
  if (isList(value))
    return {
      ...noParts,
      kind: 'list',
      place,
      value: () => value,
      items: () => value.flatMap((item) => partOfValue(item, place) ?? []),
    }
  if (!isMap(value)) return { ...noParts, kind: 'value', place, value: () => value }
  const entry = (key: string) => (Object.hasOwn(value, key) ? partOfValue(value[key] as Value, place) : undefined)
  return { ...noParts, kind: 'map', place, value: () => value, keys: () => keysOf(value), entry }
}

/**
 * Where something stands that Terraform's provider calls otherwise: a path of the template's names (an empty one is the
 * part itself), with the names below it; or a value, or a part that stands elsewhere.
 */
export type Alias = string | Path | { readonly value: Value } | { readonly node: Node | undefined }

interface Path {
  readonly path: string
  readonly names?: Names
  /** a list of pairs that is a map: what key and value are called in it */
  readonly pairs?: readonly [key: string, value: string]
  /** of these pairs the one that is meant */
  readonly key?: string
  /** of a list only the items that say so: `['type', 'Liveness']`; or all but these */
  readonly where?: readonly [key: string, value: string]
  readonly except?: readonly [key: string, value: string]
  /** what texts mean to Terraform: `{Enabled: true}` */
  readonly means?: Readonly<Record<string, Value>>
  /** what holds where nothing is written */
  readonly otherwise?: Value
}

/** How parts are called by Terraform’s provider. */
export type Names = Readonly<Record<string, Alias>>

/** Names are the same but for their case and underscores: `DesiredCount`, `desired_count`, `desiredCount`. */
const plainly = (name: string) => name.replaceAll('_', '').toLowerCase()

/** A part of a template in the form in which parts of Terraform's resources are read. */
export function namedTree(part: Part, names: Names = {}): Node {
  if (part.kind === 'value') return { kind: 'value', value: part.value() ?? null, place: part.place }
  const of = {
    child: (name: string) => childOf(part, name, names),
    value: () => (Object.keys(names).length > 0 ? renamed(part, names) : part.value()),
  }
  return { kind: 'foreign', of, place: part.place }
}

function childOf(part: Part, name: string, names: Names): Node | undefined {
  if (/^\d+$/.test(name)) {
    const item = part.kind === 'list' ? part.items()[Number(name)] : name === '0' ? part : undefined
    return item && there(namedTree(item, names))
  }
  // a block that stands several times is its first one
  if (part.kind === 'list') {
    const [first] = part.items()
    return first && there(namedTree(first, names), (inner) => (inner.kind === 'foreign' ? inner.of.child(name) : inner))
  }
  const alias = Object.hasOwn(names, name) ? names[name] : undefined
  if (alias !== undefined) return aliased(part, alias)
  const wanted = plainly(name)
  const keys = part.keys()
  const key = keys.includes(name) ? name : keys.find((one) => plainly(one) === wanted)
  return key === undefined ? undefined : under(part, key, {})
}

function under(part: Part, key: string, names: Names): Node | undefined {
  const found = part.entry(key)
  return found && there(namedTree(found, names))
}

function there(node: Node, then: (node: Node) => Node | undefined = (same) => same): Node | undefined {
  return node.kind === 'value' && node.value === null ? undefined : then(node)
}

function aliased(part: Part, alias: Alias): Node | undefined {
  if (typeof alias === 'string') return aliased(part, { path: alias })
  if ('value' in alias) return { kind: 'value', value: alias.value, place: part.place }
  if ('node' in alias) return alias.node
  const { path, names = {}, pairs, key, where, except, means, otherwise } = alias
  const found = followed(part, path)
  const value = found?.kind === 'value' ? found.value() : undefined
  if (!found || value === null || (found.kind === 'value' && value === undefined))
    return otherwise === undefined ? undefined : { kind: 'value', value: otherwise, place: part.place }
  if (means && typeof value === 'string') {
    const meant = Object.entries(means).find(([text]) => text.toLowerCase() === value.toLowerCase())
    return { kind: 'value', value: meant ? meant[1] : value, place: found.place }
  }
  if (where && found.kind === 'list') return chosen(found, where, true, names)
  if (except && found.kind === 'list') return chosen(found, except, false, names)
  if (!pairs || found.kind === 'value') return there(namedTree(found, names))
  const map = paired(found, pairs)
  const one = key === undefined ? map : map[key]
  return one === undefined ? undefined : { kind: 'value', value: one, place: found.place }
}

/** The items of a list that say what is wanted of them, or do not; undefined where none is left. */
function chosen(list: Part, [key, word]: readonly [string, string], wanted: boolean, names: Names): Node | undefined {
  const items = list.items().filter((item) => {
    const value = entryLike(item, key)?.value()
    // an item that may be the one is taken for it: what is asked of it is hidden with it
    return isHidden(value) || (typeof value === 'string' && value.toLowerCase() === word.toLowerCase()) === wanted
  })
  if (items.length === 0) return undefined
  return namedTree({ ...list, items: () => items, value: () => items.map((item) => item.value() ?? null) }, names)
}

/** What stands at the end of a path; undefined where nothing does, the value where something on the way is hidden. */
function followed(part: Part, path: string): Part | undefined {
  let found: Part | undefined = part
  for (const key of path === '' ? [] : path.split('.')) {
    if (found.kind === 'value') return isHidden(found.value()) ? found : undefined
    if (found.kind === 'list') found = found.items()[0]
    const next: Part | undefined = found?.entry(key) ?? entryLike(found, key)
    if (!next) return undefined
    found = next
  }
  return found
}

function entryLike(part: Part | undefined, key: string): Part | undefined {
  const wanted = key.toLowerCase()
  const found = part?.keys().find((one) => one.toLowerCase() === wanted)
  return found === undefined ? undefined : part?.entry(found)
}

/** A list of `{Name, Value}` as the map that it stands for. */
function paired(list: Part, [key, value]: readonly [string, string]): ValueMap {
  return mapOf(
    list.items().flatMap((item): (readonly [string, Value])[] => {
      const name = textOf(item.entry(key)?.value() ?? null)
      const found = item.entry(value)?.value()
      return name === undefined || found === undefined ? [] : [[name, found]]
    }),
  )
}

/** A whole part under Terraform's names, so far as these are told apart. */
function renamed(part: Part, names: Names): Value | undefined {
  const own = part.value()
  if (part.kind !== 'map' || own === undefined || isHidden(own)) return own
  const more = Object.entries(names).flatMap(([name, alias]): (readonly [string, Value])[] => {
    const found = aliased(part, alias)
    const value =
      found && (found.kind === 'foreign' ? found.of.value() : found.kind === 'value' ? found.value : undefined)
    return value === undefined || value === null ? [] : [[name, value]]
  })
  return mapOf([...Object.entries(own as Record<string, Value>), ...more])
}
