import { DataNode, type Entry } from '../../../documents/tree.ts'
import type { Hidden } from '../../hidden.ts'
import { OpenMap, Unseen } from '../unseen.ts'
import { hiddenBecause } from './value.ts'

/** An object, and what decides whether it is made, where that is hidden. */
export interface Merged {
  readonly root: DataNode
  readonly condition: Hidden | undefined
}

/** What is the same in all worlds is certain; a part that differs is hidden, and an object that is in some may be there. */
export function mergedWorlds(worlds: readonly (readonly DataNode[])[]): Merged[] {
  const [first] = worlds
  if (worlds.length === 1) return (first ?? []).map((root) => ({ root, condition: undefined }))
  const byKey = new Map<string, DataNode[]>()
  for (const objects of worlds) {
    const taken = new Map<string, number>()
    for (const root of objects) {
      const name = `${root.get('kind')?.text ?? '?'} ${root.at('metadata', 'name')?.text ?? '?'}`
      const times = taken.get(name) ?? 0
      taken.set(name, times + 1)
      const key = `${name} ${times}`
      byKey.set(key, [...(byKey.get(key) ?? []), root])
    }
  }
  return [...byKey.values()].map((found) => {
    const [root] = found as [DataNode, ...DataNode[]]
    const condition =
      found.length < worlds.length ? hiddenBecause(`whether ${root.file} makes this`, root.file) : undefined
    return { root: merged(found), condition }
  })
}

function merged(nodes: readonly DataNode[]): DataNode {
  const [first] = nodes as readonly [DataNode, ...DataNode[]]
  const unseen = nodes.find((node) => node instanceof Unseen)
  if (unseen) return unseen
  if (nodes.every((node) => node === first)) return first
  const differs = () => new Unseen(hiddenBecause(`what ${first.file} writes here`, first.file), first.place)
  if (nodes.some(({ kind }) => kind !== first.kind)) return differs()
  if (first.kind === 'scalar') return nodes.every(({ value }) => value === first.value) ? first : differs()
  if (first.kind === 'list') {
    const items = nodes.some(({ items }) => items.length !== first.items.length) ? byName(nodes) : byIndex(nodes, first)
    return items ? new DataNode('list', first.file, first.span, null, items, [], first.tag, '') : differs()
  }
  return mergedMaps(nodes, first)
}

const byIndex = (nodes: readonly DataNode[], { items }: DataNode) =>
  items.map((_, i) => merged(nodes.map((node) => node.items[i] as DataNode)))

/** Items that have names (containers, ports, variables): those of all worlds are there, the others may be. */
function byName(nodes: readonly DataNode[]): readonly DataNode[] | undefined {
  const found = new Map<string, DataNode[]>()
  for (const { items } of nodes) {
    for (const item of items) {
      const name = item.get('name')?.text
      if (name === undefined || item instanceof Unseen) return undefined
      found.set(name, [...(found.get(name) ?? []), item])
    }
  }
  return [...found.values()].map((items) => {
    const [one] = items as [DataNode, ...DataNode[]]
    if (items.length === nodes.length) return merged(items)
    return new Unseen(hiddenBecause(`whether ${one.file} writes an item here`, one.file), one.place)
  })
}

function mergedMaps(nodes: readonly DataNode[], first: DataNode): DataNode {
  const entries = new Map<string, { entry: Entry; values: DataNode[] }>()
  let open: Hidden | undefined
  for (const node of nodes) {
    if (node instanceof OpenMap) open ??= node.hidden
    for (const entry of node.entries) {
      const known = entries.get(entry.key)
      if (known) known.values.push(entry.value)
      else entries.set(entry.key, { entry, values: [entry.value] })
    }
  }
  const made = [...entries.values()].map(({ entry, values }): Entry => {
    if (values.length === nodes.length) return { ...entry, value: merged(values) }
    const { value } = entry
    return {
      ...entry,
      value: new Unseen(hiddenBecause(`whether ${value.file} writes ${entry.key}`, value.file), value.place),
    }
  })
  return open
    ? new OpenMap(open, first.place, made)
    : new DataNode('map', first.file, first.span, null, [], made, first.tag, '')
}
