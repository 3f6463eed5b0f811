import type { Place } from '../../documents/place.ts'
import { DataNode, type Entry, type Scalar } from '../../documents/tree.ts'
import { OpenMap, Unseen } from './unseen.ts'

/** A scalar that something else than its own file writes, with the place of that. */
export function scalar(value: Scalar, { file, start = 0, end = start }: Place): DataNode {
  return new DataNode('scalar', file, { start, end }, value, [], [], '', typeof value === 'string' ? '' : String(value))
}

/** A map with other entries, in the place of the old one. */
export function withEntries(map: DataNode, entries: readonly Entry[]): DataNode {
  if (map instanceof OpenMap) return new OpenMap(map.hidden, map.place, entries)
  return new DataNode('map', map.file, map.span, null, [], entries, map.tag, '')
}

/** A list with other items, in the place of the old one. */
export function withItems(list: DataNode, items: readonly DataNode[]): DataNode {
  return new DataNode('list', list.file, list.span, null, items, [], list.tag, '')
}

/** An empty map at a place. */
export function emptyMap({ file, start = 0, end = start }: Place): DataNode {
  return new DataNode('map', file, { start, end }, null, [], [], '', '')
}

/** A map with a value under a key; without the key where the value is undefined. */
export function withKey(map: DataNode, key: string, value: DataNode | undefined): DataNode {
  if (map instanceof Unseen) return map
  const rest = map.entries.filter((entry) => entry.key !== key)
  if (!value) return withEntries(map, rest)
  const known = map.entries.find((entry) => entry.key === key)
  if (known)
    return withEntries(
      map,
      map.entries.map((entry) => (entry === known ? { ...entry, value } : entry)),
    )
  return withEntries(map, [...rest, { key, keySpan: value.span, value }])
}

/** Changes what stands at a path of keys; makes the maps on the way where `creates`, else leaves what lacks them. */
export function changedAt(
  node: DataNode,
  path: readonly string[],
  change: (node: DataNode | undefined) => DataNode | undefined,
  creates = false,
): DataNode {
  const [key, ...rest] = path
  if (key === undefined) return change(node) ?? node
  if (node.kind !== 'map') return node
  // an unseen part stays unseen
  const entry = node.entries.find((one) => one.key === key)
  if (!entry && node instanceof OpenMap) return node
  if (!entry && !creates) return node
  if (rest.length === 0) {
    const made = change(entry?.value)
    return made === entry?.value ? node : withKey(node, key, made)
  }
  const isEmpty =
    !entry || (entry.value.kind === 'scalar' && entry.value.value === null && !(entry.value instanceof Unseen))
  if (isEmpty && !creates) return node
  const inner = isEmpty ? emptyMap(node.place) : entry.value
  const made = changedAt(inner, rest, change, creates)
  return made === inner && entry ? node : withKey(node, key, made)
}

/** Changes every item of a list of maps. */
export function eachItem(list: DataNode | undefined, change: (item: DataNode) => DataNode): DataNode | undefined {
  if (list?.kind !== 'list') return list
  let isChanged = false
  const items = list.items.map((item) => {
    const made = change(item)
    if (made !== item) isChanged = true
    return made
  })
  return isChanged ? withItems(list, items) : list
}
