import { groupBy } from '../../../documents/group.ts'
import type { Text } from '../../../documents/text.ts'
import type { Result } from '../../assessment.ts'
import { doubtsOn, isJudgedIn, isPartOf } from '../../doubts.ts'
import { type Entry, entriesOf, printsAnywhere } from './entry.ts'
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
  /** accepted, found no more, and not fixed for all that is known: nothing judges it now */
  readonly unjudged: readonly Unjudged[]
  /** accepted, and found no more */
  readonly fixed: readonly Entry[]
}

/** An entry of which nobody can tell whether it is fixed. */
export interface Unjudged {
  readonly entry: Entry
  /**
   * `run`: another run of the same files would see it, with the forge or the history; `unknown`: what its requirement asks
   * for cannot be seen any more; `left-out`: its file or its requirement is left out, or no rule judges it; `past`: only what
   * is recent is judged, and it grew old as it was; `noted`: it is found, and decides nothing any more
   */
  readonly why: 'run' | 'unknown' | 'left-out' | 'past' | 'noted'
}

/** What a run can see of the repository. */
export interface Sight {
  /** the texts of the files that findings stand in */
  readonly textOf: (file: string) => Text | undefined
  /** whether a file is in the repository */
  readonly exists: (file: string) => boolean
  /** whether a rule judges a requirement, and assay.yaml does not leave it out */
  readonly judges: (requirement: string) => boolean
  /** whether of a requirement only what is recent is judged */
  readonly isOfRecent: (requirement: string) => boolean
  /** whether a file that exists is read: it is neither left out nor unreadable */
  readonly reads: (file: string) => boolean
}

/** Compares what fails with the entries of a baseline. */
export function standingOf(results: readonly Result[], accepted: readonly Entry[], sight: Sight): Standing {
  const { textOf, exists } = sight
  const found = entriesOf(results, 'held', textOf)
  const lapsed = entriesOf(results, 'lapsed', textOf)
  const { known, fixed: absent } = match(found, accepted, exists)
  const { fixed: uncovered } = match(entriesOf(results, 'excepted', textOf), absent, exists)
  const { fixed: gone } = match(lapsed, uncovered, exists)
  const vanished = new Set(match(entriesOf(results, 'noted', textOf), gone, exists).fixed)
  const whyUnjudged = unjudgedBy(results, sight)
  const unjudged = gone.flatMap((entry) => {
    const why = vanished.has(entry) ? whyUnjudged(entry) : 'noted'
    return why ? [{ entry, why }] : []
  })
  const open = new Set(unjudged.map(({ entry }) => entry))
  return {
    found,
    known,
    lapsed,
    excepted: absent.filter((one) => !uncovered.includes(one)),
    unjudged,
    fixed: gone.filter((one) => !open.has(one)),
  }
}

/** What settles an unknown that another run of the same files may not have: the word of the forge, and history. */
const ofTheRun: ReadonlySet<string | undefined> = new Set(['permission', 'clone'])

/** Why nobody can tell whether an entry that is found no more is fixed; undefined where it is. */
function unjudgedBy(
  results: readonly Result[],
  { textOf, exists, judges, isOfRecent, reads }: Sight,
): (entry: Entry) => Unjudged['why'] | undefined {
  const byRequirement = groupBy(results, ({ requirement }) => requirement)
  return ({ requirement, file, print }) => {
    if (!judges(requirement) || (file && exists(file) && !reads(file))) return 'left-out'
    const all = byRequirement.get(requirement) ?? []
    const doubts = doubtsOn(all, file)
    if (doubts.length === 0)
      return isOfRecent(requirement) && exists(file) && !isAskedStill(all, file, print, textOf) ? 'past' : undefined
    return doubts.some(({ hidden }) => ofTheRun.has(hidden?.settle.kind)) ? 'run' : 'unknown'
  }
}

/**
 * Whether what an entry of a file speaks of is still judged. Of a file that holds several (a change log) some may have grown
 * old: then it is judged only if it is one of those that are found there now, on whatever line.
 */
function isAskedStill(all: readonly Result[], file: string, print: string, textOf: Sight['textOf']): boolean {
  const parts = all.filter(({ counts, place, subject }) => counts && place.file === file && isPartOf(subject.id, file))
  if (parts.length === 0) return isJudgedIn(all, file)
  return printsAnywhere(parts, textOf(file)).has(print)
}
