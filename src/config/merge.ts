import { compareText, type Place } from '../documents/place.ts'
import { DataNode, type Entry } from '../documents/tree.ts'
import { locksOf } from './policy.ts'

/** An attempt to say otherwise what a policy holds fast. */
export interface Override {
  readonly place: Place
  readonly message: string
}

/** A value with the keys that lead to it. */
export interface Leaf {
  readonly path: readonly string[]
  readonly entry: Entry
}

/**
 * Puts configurations over one another, the nearest first: maps are joined key by key, any other value of a nearer one
 * takes the place of a farther one's. What a farther one locks stays as it says, or as it would be if nobody said it; a
 * nearer one that says something else is told.
 */
export function merge(roots: readonly DataNode[]): {
  readonly root: DataNode | undefined
  readonly overrides: readonly Override[]
} {
  const overrides: Override[] = []
  let merged: DataNode | undefined
  for (const root of [...roots].reverse()) {
    const far = roots.slice(roots.indexOf(root) + 1)
    const locks = far.flatMap((one) => locksOf(one))
    const allowed = locks.length ? withoutLocked(root, locks, merged, overrides) : root
    merged = merged ? over(allowed, merged) : allowed
  }
  overrides.sort((a, b) => compareText(a.place.file, b.place.file) || (a.place.start ?? 0) - (b.place.start ?? 0))
  return { root: merged, overrides }
}

/** The values of a configuration: what is no map, with its keys. */
export function* leavesOf(node: DataNode, path: readonly string[] = []): Generator<Leaf> {
  for (const entry of node.entries) {
    const below = [...path, entry.key]
    if (entry.value.kind === 'map') yield* leavesOf(entry.value, below)
    else yield { path: below, entry }
  }
}

/** Whether a lock holds a path fast: it names it, or what it stands in. */
export function isLocked(lock: string, path: readonly string[]): boolean {
  const written = path.join('.')
  return written === lock || written.startsWith(`${lock}.`)
}

function withoutLocked(
  root: DataNode,
  locks: readonly DataNode[],
  below: DataNode | undefined,
  overrides: Override[],
): DataNode {
  const locked = new Set<Entry>()
  for (const { path, entry } of leavesOf(root)) {
    const lock = locks.find((one) => isLocked(one.text ?? '', path))
    if (!lock) continue
    locked.add(entry)
    const held = below?.at(...path)
    if (held && plain(held) === plain(entry.value)) continue
    const what = held ? `as ${short(plain(held))}` : 'as it is by default'
    const { start, end } = entry.keySpan
    overrides.push({
      place: { file: root.file, start, end },
      message: `${path.join('.')} is locked by ${lock.file} and stays ${what}; delete it here`,
    })
  }
  return locked.size ? without(root, locked) : root
}

function without(node: DataNode, entries: ReadonlySet<Entry>): DataNode {
  const kept = node.entries.flatMap((entry) => {
    if (entries.has(entry)) return []
    return entry.value.kind === 'map' ? [{ ...entry, value: without(entry.value, entries) }] : [entry]
  })
  return mapOf(node, kept)
}

/** `policy` speaks of a file's own demands, and `extends` of where it goes on: neither is handed down. */
const ownKeys = new Set(['policy', 'extends', '$schema'])

function over(near: DataNode, far: DataNode, isRoot = true): DataNode {
  const entries = new Map<string, Entry>()
  for (const entry of far.entries) if (!isRoot || !ownKeys.has(entry.key)) entries.set(entry.key, entry)
  for (const entry of near.entries) {
    const other = entries.get(entry.key)
    const both = other?.value.kind === 'map' && entry.value.kind === 'map'
    entries.set(entry.key, both ? { ...entry, value: over(entry.value, other.value, false) } : entry)
  }
  return mapOf(near, [...entries.values()])
}

function mapOf(like: DataNode, entries: readonly Entry[]): DataNode {
  return new DataNode('map', like.file, like.span, null, [], entries, '', '')
}

/** A value as one line of JSON. */
export function plain(node: DataNode): string {
  const data = (one: DataNode): unknown =>
    one.kind === 'list'
      ? one.items.map(data)
      : one.kind === 'map'
        ? Object.fromEntries(one.entries.map(({ key, value }) => [key, data(value)]))
        : one.value
  return JSON.stringify(data(node))
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
