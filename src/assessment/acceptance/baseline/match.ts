import type { Entry } from './entry.ts'

/** How what is found now stands to what was accepted. */
export interface Match<Found> {
  readonly known: ReadonlySet<Found>
  /** accepted, and found no more */
  readonly fixed: readonly Entry[]
}

/**
 * Compares findings with the entries of a baseline. An entry accepts one finding: a second one of the same kind is new.
 * What was accepted in a file that is gone is known in the file that has it now, since git renames keep content: one
 * finding for one entry, of a file that the baseline does not know.
 *
 * @param found each finding with its entry
 * @param exists whether a file is in the repository
 */
export function match<Found>(
  found: ReadonlyMap<Found, Entry>,
  accepted: readonly Entry[],
  exists: (file: string) => boolean,
): Match<Found> {
  const open = new Map<string, Entry[]>()
  for (const entry of accepted) add(open, keyOf(entry), entry)
  const known = new Set<Found>()
  for (const [one, entry] of found) if (open.get(keyOf(entry))?.pop()) known.add(one)

  const moved = new Map<string, Entry[]>()
  const left = [...open.values()].flat()
  for (const entry of left) if (entry.file && !exists(entry.file)) add(moved, contentOf(entry), entry)
  const named = new Set(accepted.map(({ file }) => file))
  const followed = new Set<Entry>()
  for (const [one, entry] of found) {
    if (known.has(one) || named.has(entry.file)) continue
    const before = moved.get(contentOf(entry))?.pop()
    if (!before) continue
    followed.add(before)
    known.add(one)
  }
  return { known, fixed: left.filter((entry) => !followed.has(entry)) }
}

const keyOf = (entry: Entry) => `${contentOf(entry)} ${entry.file}`
const contentOf = ({ requirement, print }: Entry) => `${requirement} ${print}`

function add(groups: Map<string, Entry[]>, key: string, entry: Entry): void {
  const group = groups.get(key)
  if (group) group.push(entry)
  else groups.set(key, [entry])
}
