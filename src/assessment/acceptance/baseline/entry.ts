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
 * What a baseline may do with a finding: hold it; or not, since an exception covers it, since one covered it and is over, or
 * since it is a note that decides nothing.
 */
type Kind = 'held' | 'excepted' | 'lapsed' | 'noted'

/** The findings of a kind, each with its entry. `textOf` gives the texts of the files that they stand in. */
export function entriesOf(
  results: readonly Result[],
  kind: Kind,
  textOf: (file: string) => Text | undefined,
): ReadonlyMap<Result, Entry> {
  const wanted = results.filter((one) => one.verdict === 'fail' && kindOf(one) === kind)
  const prints = contentPrints(wanted, textOf)
  return new Map(
    wanted.map((result, i) => {
      const { requirement, place, message } = result
      const print = short(prints[i] as string)
      return [result, { requirement, file: place.file, print, words: clip(flat(message), WORDS) }]
    }),
  )
}

/** What the entries of results would be called if these stood on any line of a text: some stand on a part of their subject. */
export function printsAnywhere(results: readonly Result[], text: Text | undefined): ReadonlySet<string> {
  const starts = new Map<string, number>()
  let start = 0
  for (const line of text?.content.split('\n') ?? []) {
    starts.set(line.trim(), start)
    start += line.length + 1
  }
  const placed = results.flatMap((result) =>
    [...starts.values()].map((at) => ({ ...result, place: { file: result.place.file, start: at, end: at + 1 } })),
  )
  return new Set(contentPrints(placed, () => text).map(short))
}

const short = (print: string) => print.slice(0, 20)

function kindOf({ counts, suppression, lapsed }: Result): Kind {
  if (!counts) return 'noted'
  if (suppression) return 'excepted'
  return lapsed ? 'lapsed' : 'held'
}
