import { isAbsolute, relative } from 'node:path'
import type { Result } from '../../assessment/assessment.ts'
import { byDigits } from '../by-digits.ts'
import { UsageError } from '../errors.ts'
import type { Judged } from '../judge.ts'

/** How somebody names a finding: by its fingerprint or the first digits, or by where it stands. */
export type Named =
  | { readonly by: 'fingerprint'; readonly digits: string }
  | { readonly by: 'line'; readonly file: string; readonly line: number }

/**
 * Reads a word as the name of a finding: at least six digits of a fingerprint, or `file:line` (a column behind it, as
 * reports write it, is passed over). Undefined for any other, such as the id of a requirement.
 */
export function namedBy(word: string, folder: string): Named | undefined {
  if (/^[0-9a-f]{6,64}$/i.test(word)) return { by: 'fingerprint', digits: word.toLowerCase() }
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(word) ?? []
  if (!path) return undefined
  const own = isAbsolute(path) ? relative(folder, path) : path
  return { by: 'line', file: own.replaceAll('\\', '/').replace(/^(\.\/)+/, ''), line: Number(line) }
}

/**
 * The results that a name means: one for a fingerprint, all that stand in a line. Passes are meant by their fingerprint
 * alone. Throws a {@link UsageError} that names what is near where there is none.
 */
export function findingsOf(named: Named, judged: Judged): readonly Result[] {
  if (named.by === 'line') return byLine(named, judged)
  return byDigits(named.digits, judged.assessment.results, judged.textOf)
}

/** What begins in the line; else what reaches over it. */
function byLine({ file, line }: Named & { by: 'line' }, { assessment, textOf }: Judged): readonly Result[] {
  const text = textOf(file)
  const inFile = assessment.results
    .filter(({ verdict, place }) => place.file === file && (verdict === 'fail' || verdict === 'unknown'))
    .map((result) => {
      const { start = 0, end = start } = result.place
      const first = text?.position(start).line ?? 1
      return { result, first, last: text?.position(Math.max(start, end - 1)).line ?? first }
    })
  const here = inFile.filter(({ first }) => first === line)
  const meant = here.length ? here : inFile.filter(({ first, last }) => first <= line && line <= last)
  if (meant.length) return meant.map(({ result }) => result)
  const lines = [...new Set(inFile.map(({ first }) => first))].sort(
    (a, b) => Math.abs(a - line) - Math.abs(b - line) || a - b,
  )
  const near = lines.length ? `; the nearest are in line ${lines.slice(0, 3).join(', ')}` : ' nor anywhere in this file'
  throw new UsageError(`nothing fails or is unknown at ${file}:${line}${near}`)
}
