import type { Place } from '../../../documents/place.ts'
import { DataNode, type Entry } from '../../../documents/tree.ts'

/** A map made of entries that may come from several files; it stands where `at` stands. */
export function mapOf(at: DataNode, entries: readonly Entry[]): DataNode {
  return new DataNode('map', at.file, at.span, null, [], entries, '', '')
}

/** A list of items that may come from several files; it stands where `at` stands. */
export function listOf(at: DataNode, items: readonly DataNode[]): DataNode {
  return new DataNode('list', at.file, at.span, null, items, [], '', '')
}

/** Plain data as a tree; all of it stands at one place. */
export function nodeOf(value: unknown, at: Place): DataNode {
  const span = { start: at.start ?? 0, end: at.end ?? 0 }
  if (Array.isArray(value)) {
    return new DataNode(
      'list',
      at.file,
      span,
      null,
      value.map((item) => nodeOf(item, at)),
      [],
      '',
      '',
    )
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => ({ key, keySpan: span, value: nodeOf(inner, at) }))
    return new DataNode('map', at.file, span, null, [], entries, '', '')
  }
  const scalar = value as string | number | boolean | null
  const source = scalar === null ? '' : String(scalar)
  return new DataNode('scalar', at.file, span, scalar, [], [], '', source, () => span.start)
}

/** What two maps came to: aliases can name the same two in any number of places. */
const pairs = new WeakMap<DataNode, WeakMap<DataNode, DataNode>>()

/**
 * GitLab's deep merge of `extends` and `include`: maps are merged key by key, anything else is replaced
 * (docs.gitlab.com/ci/yaml/yaml_optimization, "Merge details").
 */
export function merged(base: DataNode | undefined, over: DataNode): DataNode {
  if (base?.kind !== 'map' || over.kind !== 'map') return over
  const known = pairs.get(over)?.get(base)
  if (known) return known
  const entries = new Map<string, Entry>(base.entries.map((entry) => [entry.key, entry]))
  for (const entry of over.entries) {
    const below = entries.get(entry.key)
    entries.set(entry.key, below ? { ...entry, value: merged(below.value, entry.value) } : entry)
  }
  const result = mapOf(over, [...entries.values()])
  const made = pairs.get(over) ?? new WeakMap<DataNode, DataNode>()
  pairs.set(over, made.set(base, result))
  return result
}

/** More items than this are no list that somebody wrote. */
const mostItems = 5_000

/** The texts of a scalar or a list of scalars; lists in lists are flattened, as GitLab does for scripts. */
export function textsOf(node: DataNode | undefined): string[] {
  return scalarsOf(node).flatMap((item) => item.text ?? [])
}

/**
 * The scalars of a list, lists in it flattened (GitLab allows ten levels); a lone scalar is a list of itself. What is
 * left of references that cannot be resolved stands in it as it is.
 */
export function scalarsOf(node: DataNode | undefined): DataNode[] {
  const found: DataNode[] = []
  let left = mostItems
  const take = (one: DataNode, depth: number) => {
    if (left-- <= 0 || depth > 10) return
    if (one.tag === '!reference') found.push(one)
    else if (one.kind === 'list') for (const item of one.items) take(item, depth + 1)
    else if (one.kind === 'scalar' && one.value !== null) found.push(one)
  }
  if (node) take(node, 0)
  return found
}
