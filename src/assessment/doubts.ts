import type { Conclusion, Suppression } from './assessment.ts'
import { conclude } from './requirement.ts'

/** What is read of a result, or of one as it is written. */
interface Judging {
  readonly verdict: Exclude<Conclusion, 'waived'>
  readonly counts: boolean
  readonly place: { readonly file: string }
  readonly suppression?: Suppression | object | undefined
}

/**
 * The unknown results for which nobody can tell whether a fail that is found no more was mended; none where it was. An
 * unknown stands in the way where it stands in the same file, or in none; and in another file only if nothing of this one is
 * judged, and the requirement as a whole is unknown: then what failed may have moved there.
 * @param all the results of the requirement
 * @param file where the fail stood; empty: nowhere
 */
export function doubtsOn<Found extends Judging>(all: readonly Found[], file: string): readonly Found[] {
  const counted = all.filter(({ counts }) => counts)
  const here = counted.filter(({ place }) => !file || !place.file || place.file === file)
  const isMoved = here.length === 0 && conclude(counted) === 'unknown'
  return (isMoved ? counted : here).filter(({ verdict }) => verdict === 'unknown')
}

/** Whether something in a file decides the requirement. `all`: the results of that. */
export function isJudgedIn(all: readonly Judging[], file: string): boolean {
  return all.some(({ counts, place }) => counts && place.file === file)
}

/** Whether a subject is one of several in a file: a change set of a change log. */
export const isPartOf = (subject: string, file: string) => subject.startsWith(`${file}#`)
