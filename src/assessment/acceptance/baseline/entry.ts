import { clip, flat } from '../../../documents/line.ts'
import type { Text } from '../../../documents/text.ts'
import type { Result } from '../../assessment.ts'
import { contentPrints } from '../../fingerprint.ts'

/** One accepted finding: a line of the baseline. */
export interface Entry {
  readonly requirement: string
  /** from the root of the repository; empty for what stands in no file */
  readonly file: string
  /** what the finding is, wherever its file lies: 20 hexadecimal digits of its content print */
  readonly print: string
  /** for people: the message, in one short line; nothing is matched by it */
  readonly words: string
}

/** Columns of a message that a review needs. */
const WORDS = 100

/**
 * The findings that a baseline can hold, each with its entry: fails that count and that no exception covers. `textOf`
 * gives the texts of the files that they stand in.
 */
export function entriesOf(
  results: readonly Result[],
  textOf: (file: string) => Text | undefined,
): ReadonlyMap<Result, Entry> {
  return entries(results, textOf, ({ suppression }) => !suppression)
}

/** The findings that an exception covers, as a baseline would hold them: what was accepted before and is excepted now is not fixed. */
export function exceptedEntriesOf(
  results: readonly Result[],
  textOf: (file: string) => Text | undefined,
): ReadonlyMap<Result, Entry> {
  return entries(results, textOf, ({ suppression }) => suppression !== undefined)
}

function entries(
  results: readonly Result[],
  textOf: (file: string) => Text | undefined,
  isWanted: (result: Result) => boolean,
): ReadonlyMap<Result, Entry> {
  const held = results.filter((one) => one.verdict === 'fail' && one.counts && isWanted(one))
  const prints = contentPrints(held, textOf)
  return new Map(
    held.map((result, i) => {
      const { requirement, place, message } = result
      const print = (prints[i] as string).slice(0, 20)
      return [result, { requirement, file: place.file, print, words: clip(flat(message), WORDS) }]
    }),
  )
}
