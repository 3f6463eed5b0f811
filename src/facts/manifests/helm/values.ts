import type { DataNode } from '../../../documents/tree.ts'
import { written } from './traced.ts'
import { bare, copied, type Dict, isDict, type Val } from './value.ts'

const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/
const no = /^(?:n|N|no|No|NO|off|Off|OFF)$/

/**
 * A tree as Helm reads it (sigs.k8s.io/yaml): numbers are float64, `yes` and `on` are true, each scalar knows its place.
 * @param isPlaced whether the places are of use
 */
export function fromTree(node: DataNode, isPlaced = true, shared = new Map<DataNode, Val>()): Val {
  const known = shared.get(node)
  // a copy: templates may change what they hold
  if (known !== undefined) return copied(known)
  if (node.kind === 'scalar') {
    const value = scalarOf(node)
    return isPlaced ? written(value, node.place) : value
  }
  const made: Val =
    node.kind === 'list'
      ? node.items.map((item) => fromTree(item, isPlaced, shared))
      : new Map(node.entries.map(({ key, value }) => [keyOf(key), fromTree(value, isPlaced, shared)]))
  shared.set(node, made)
  return made
}

const keyOf = (key: string) => (yes.test(key) ? 'true' : no.test(key) ? 'false' : key)

function scalarOf(node: DataNode): string | number | boolean | null {
  const { value, source } = node
  if (typeof value !== 'string' || node.tag !== '') {
    // octal by a leading zero, as YAML 1.1 has it
    if (typeof value === 'number' && /^[-+]?0[0-7]+$/.test(source)) return Number.parseInt(source, 8)
    return value
  }
  if (source !== value) return value
  if (yes.test(value)) return true
  if (no.test(value)) return false
  if (/^[-+]?\d[\d_]*$/.test(value) && value.includes('_')) return Number(value.replaceAll('_', ''))
  return value
}

const isNothing = (value: Val | undefined) => value !== undefined && bare(value) === null

/**
 * Lays values over others as Helm does: maps key by key, all else as a whole, and what is null takes the other away
 * (`keepsNull`: not yet). What is hidden hides what is under it.
 */
export function laidOver(upper: Dict, lower: Dict, keepsNull = false): Dict {
  const made: Dict = new Map(upper)
  for (const [key, below] of lower) {
    const above = upper.get(key)
    if (above === undefined) made.set(key, copied(below))
    else if (isDict(above) && isDict(below)) made.set(key, laidOver(above, below, keepsNull))
    else if (isNothing(above) && !keepsNull && !isNothing(below)) made.delete(key)
  }
  return made
}

/** Files of values, the later over the earlier (`-f a -f b`): null stays, for it takes away what the chart presets. */
export function inOrder(files: readonly Dict[]): Dict {
  return files.reduce((lower, upper) => laidOver(upper, lower, true), new Map() as Dict)
}

/** Puts a value at a path of keys, making the maps on the way. */
export function put(into: Dict, path: readonly string[], value: Val): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    into.set(key, value)
    return
  }
  const there = into.get(key)
  const inner: Dict = there !== undefined && isDict(there) ? there : new Map()
  into.set(key, inner)
  put(inner, rest, value)
}

/** What stands at a path of keys. */
export function valueAt(from: Dict, path: readonly string[]): Val | undefined {
  let value: Val | undefined = from
  for (const key of path) value = value !== undefined && isDict(value) ? value.get(key) : undefined
  return value
}
