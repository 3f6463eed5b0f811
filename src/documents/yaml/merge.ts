import type { Span } from '../place.ts'
import type { DataNode, Entry } from '../tree.ts'
import type { Conversion } from './convert.ts'

/** A `<<` of a map, with what it names. */
export interface Merge {
  readonly keySpan: Span
  readonly value: DataNode
}

/** How many entries merge keys may copy in one file: thousands of times what people write, and no bomb. */
const maximumMerged = 200_000

/**
 * Adds what `<<` names to a map's own entries (yaml.org/type/merge.html): own keys win, then the map named first. The
 * entries keep the places at which they stand. A `<<` that names no map stays an ordinary key, with a note.
 *
 * @param open maps that are not finished yet: merging one of them would merge it into itself
 */
export function mergeInto(
  entries: Entry[],
  merges: readonly Merge[],
  open: ReadonlySet<DataNode>,
  to: Conversion,
): void {
  const seen = new Set(entries.map(({ key }) => key))
  // Of two `<<` in one map the last one wins, as with any key that stands twice.
  for (const merge of merges.toReversed()) {
    const sources = sourcesOf(merge.value)
    if (!sources) {
      entries.push({ key: '<<', keySpan: merge.keySpan, value: merge.value })
      to.notes.push({ message: 'the merge key << names no map; it is left as it is', span: merge.keySpan })
      continue
    }
    // A long list that many maps merge costs its length each time, even where it names one map over and over.
    if (!afford(sources.length, merge, to)) return
    for (const source of new Set(sources)) {
      if (open.has(source)) to.problem ??= { message: 'a map is merged into itself', span: merge.keySpan }
      else copy(source, entries, seen, merge, to)
      if (to.problem) return
    }
  }
}

function copy(source: DataNode, entries: Entry[], seen: Set<string>, merge: Merge, to: Conversion): void {
  if (!afford(source.entries.length, merge, to)) return
  for (const entry of source.entries) {
    if (seen.has(entry.key)) continue
    seen.add(entry.key)
    entries.push(entry)
  }
}

function sourcesOf(value: DataNode): readonly DataNode[] | undefined {
  if (value.kind === 'map') return [value]
  if (value.kind === 'list' && value.items.every((item) => item.kind === 'map')) return value.items
  return undefined
}

function afford(entries: number, merge: Merge, to: Conversion): boolean {
  to.merged += entries
  if (to.merged <= maximumMerged) return true
  to.problem ??= { message: `merge keys expand to more than ${maximumMerged} entries`, span: merge.keySpan }
  return false
}
