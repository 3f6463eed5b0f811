import { groupBy } from '../../../documents/group.ts'
import type { Text } from '../../../documents/text.ts'
import type { Result } from '../../assessment.ts'
import { type Entry, entriesOf } from './entry.ts'
import { match } from './match.ts'

/** How all that fails stands to what was accepted. */
export interface Standing {
  /** what a baseline can hold */
  readonly found: ReadonlyMap<Result, Entry>
  /** of these, what was accepted */
  readonly known: ReadonlySet<Result>
  /** fails whose waiver is over: whoever answered for them is asked again, and no baseline takes their place */
  readonly lapsed: ReadonlyMap<Result, Entry>
  /** accepted, and covered by an exception now */
  readonly excepted: readonly Entry[]
  /** accepted, and not to be seen in this run: the forge was not asked, or history is not at hand */
  readonly unseen: readonly Entry[]
  /** accepted, and found no more */
  readonly fixed: readonly Entry[]
}

/**
 * Compares what fails with the entries of a baseline.
 *
 * @param textOf the texts of the files that findings stand in
 * @param exists whether a file is in the repository
 */
export function standingOf(
  results: readonly Result[],
  accepted: readonly Entry[],
  textOf: (file: string) => Text | undefined,
  exists: (file: string) => boolean,
): Standing {
  const found = entriesOf(results, 'held', textOf)
  const lapsed = entriesOf(results, 'lapsed', textOf)
  const { known, fixed: absent } = match(found, accepted, exists)
  const { fixed: uncovered } = match(entriesOf(results, 'excepted', textOf), absent, exists)
  const { fixed: gone } = match(lapsed, uncovered, exists)
  const isUnseen = unseenBy(results, exists)
  return {
    found,
    known,
    lapsed,
    excepted: absent.filter((one) => !uncovered.includes(one)),
    unseen: gone.filter(isUnseen),
    fixed: gone.filter((one) => !isUnseen(one)),
  }
}

/** What settles an unknown that another run of the same files may not have: the word of the forge, and history. */
const ofTheRun: ReadonlySet<string | undefined> = new Set(['permission', 'clone'])

/** Whether an entry may hold still: its requirement is unknown, for a reason of this run, where it was found. */
function unseenBy(results: readonly Result[], exists: (file: string) => boolean): (entry: Entry) => boolean {
  const hidden = groupBy(
    results.filter(({ verdict, hidden: by }) => verdict === 'unknown' && ofTheRun.has(by?.settle.kind)),
    ({ requirement }) => requirement,
  )
  return ({ requirement, file }) =>
    (!file || exists(file)) &&
    (hidden.get(requirement) ?? []).some(({ place }) => !file || !place.file || place.file === file)
}
