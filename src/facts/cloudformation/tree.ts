import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import type { Node } from '../infrastructure/node.ts'
import { mapOf, type Value, type ValueMap } from '../infrastructure/value.ts'
import { branchOf, callIn, evaluate } from './evaluate.ts'
import type { Scope } from './scope.ts'

/**
 * Where something stands that Terraform's provider calls otherwise: a path of CloudFormation's names (an empty one is the
 * node itself), with the names below it; or a value.
 */
export type Alias = string | Path | { readonly value: Value }

interface Path {
  readonly path: string
  readonly names?: Names
  /** a list of pairs that is a map: what key and value are called in it */
  readonly pairs?: readonly [key: string, value: string]
  /** of these pairs the one that is meant */
  readonly key?: string
  /** what holds where nothing is written */
  readonly otherwise?: Value
}

/** How properties of CloudFormation are called by Terraform’s provider. */
export type Names = Readonly<Record<string, Alias>>

/** Names are the same but for their case and underscores: `DesiredCount`, `desired_count`, `desiredCount`. */
const plainly = (name: string) => name.replaceAll('_', '').toLowerCase()

/** A part of a template in the form in which parts of Terraform's resources are read. */
export function treeOf(data: DataNode, scope: Scope, names: Names = {}, place: Place = data.place): Node {
  const found = resolved(data, scope)
  if (!found) return { kind: 'value', value: null, place }
  if ('value' in found) return { kind: 'value', value: found.value, place }
  const { node } = found
  const of = {
    child: (name: string) => childOf(node, name, scope, names, place),
    value: () => (Object.keys(names).length > 0 ? renamed(node, scope, names, place) : evaluate(node, scope)),
  }
  return { kind: 'foreign', of, place }
}

/** What a node is behind the choices that are made in it; a value where a function makes it. */
function resolved(data: DataNode, scope: Scope): { node: DataNode } | { value: Value } | undefined {
  let node = data
  for (let levels = 0; levels < 20; levels++) {
    const call = callIn(node)
    if (!call) return { node }
    if (call.name !== 'If') {
      const value = evaluate(node, scope)
      return value === undefined ? undefined : { value }
    }
    const branch = branchOf(call.argument, scope)
    if (isHidden(branch)) return { value: branch }
    if (!branch) return undefined
    node = branch
  }
  return { node }
}

function childOf(node: DataNode, name: string, scope: Scope, names: Names, place: Place): Node | undefined {
  if (/^\d+$/.test(name)) {
    const item = node.kind === 'list' ? itemsOf(node, scope)[Number(name)] : name === '0' ? node : undefined
    return item && there(treeOf(item, scope, names))
  }
  // a block that stands several times is its first one
  if (node.kind === 'list') {
    const [first] = itemsOf(node, scope)
    return (
      first && there(treeOf(first, scope, names), (inner) => (inner.kind === 'foreign' ? inner.of.child(name) : inner))
    )
  }
  const alias = Object.hasOwn(names, name) ? names[name] : undefined
  if (alias !== undefined) return aliased(node, alias, scope, place)
  const wanted = plainly(name)
  const entry = node.entry(name) ? undefined : node.entries.find(({ key }) => plainly(key) === wanted)
  const key = node.entry(name)?.key ?? entry?.key
  return key === undefined ? undefined : under(node, key, scope, {})
}

/** The items of a list that come to something. */
const itemsOf = (list: DataNode, scope: Scope) => list.items.filter((item) => resolved(item, scope) !== undefined)

/** What stands under a key, with the key in its place; undefined where it comes to nothing. */
function under(node: DataNode, key: string, scope: Scope, names: Names): Node | undefined {
  const found = node.entry(key)
  if (!found) return undefined
  const place = { file: node.file, start: found.keySpan.start, end: found.value.span.end }
  return there(treeOf(found.value, scope, names, place))
}

function there(node: Node, then: (node: Node) => Node | undefined = (same) => same): Node | undefined {
  return node.kind === 'value' && node.value === null ? undefined : then(node)
}

function aliased(node: DataNode, alias: Alias, scope: Scope, place: Place): Node | undefined {
  if (typeof alias === 'string') return aliased(node, { path: alias }, scope, place)
  if ('value' in alias) return { kind: 'value', value: alias.value, place }
  const { path, names = {}, pairs, key, otherwise } = alias
  const found = followed(node, path, scope, names, place)
  if (!found) return otherwise === undefined ? undefined : { kind: 'value', value: otherwise, place }
  if (!pairs || found.kind === 'value') return found
  const map = paired(found.data, pairs, scope)
  const value = key === undefined ? map : map[key]
  return value === undefined ? undefined : { kind: 'value', value, place: found.place }
}

type Followed = (Node & { readonly kind: 'value' }) | (Extract<Node, { kind: 'foreign' }> & { readonly data: DataNode })

function followed(from: DataNode, path: string, scope: Scope, names: Names, place: Place): Followed | undefined {
  const keys = path === '' ? [] : path.split('.')
  let found = treeOf(from, scope, keys.length === 0 ? names : {}, place) as Node | undefined
  let data = from
  for (const [i, key] of keys.entries()) {
    found = under(data, key, scope, i === keys.length - 1 ? names : {})
    const inner = found && resolved(data.get(key) as DataNode, scope)
    if (inner && 'node' in inner) data = inner.node
  }
  if (found?.kind === 'foreign') return { ...found, data }
  return found?.kind === 'value' ? found : undefined
}

/** A list of `{Name, Value}` as the map that it stands for. */
function paired(list: DataNode, [key, value]: readonly [string, string], scope: Scope): ValueMap {
  return mapOf(
    list.items.flatMap((item): (readonly [string, Value])[] => {
      const inner = resolved(item, scope)
      if (!inner || 'value' in inner) return []
      const name = inner.node.get(key)?.text
      const held = inner.node.get(value)
      const found = held && evaluate(held, scope)
      return name === undefined || found === undefined ? [] : [[name, found]]
    }),
  )
}

/** A whole part under Terraform's names, so far as these are told apart. */
function renamed(node: DataNode, scope: Scope, names: Names, place: Place): Value | undefined {
  const own = evaluate(node, scope)
  if (node.kind !== 'map' || own === undefined || isHidden(own)) return own
  const more = Object.entries(names).flatMap(([name, alias]): (readonly [string, Value])[] => {
    const found = aliased(node, alias, scope, place)
    const value =
      found && (found.kind === 'foreign' ? found.of.value() : found.kind === 'value' ? found.value : undefined)
    return value === undefined || value === null ? [] : [[name, value]]
  })
  return mapOf([...Object.entries(own as Record<string, Value>), ...more])
}
