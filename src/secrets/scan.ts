import { isAscii } from 'node:buffer'
import { archiveOf } from './archives.ts'
import { builtin } from './builtin.generated.ts'
import { classOfPath, isMinified } from './classify.ts'
import type { PackedDetector } from './detector.ts'
import { encodedIn } from './encodings/index.ts'
import type { FileClass } from './finder.ts'
import { finders } from './finders.ts'
import type { Hit } from './hit.ts'
import { kindsFinder } from './kinds.ts'
import { Search } from './search.ts'
import { settle } from './settle.ts'
import { textBytes } from './text.ts'

/** What a scan looks for, if not for everything. */
export interface ScanOptions {
  /** in place of ours */
  readonly detectors?: readonly PackedDetector[]
}

/** What a scan of a file gave. */
export interface FileScan {
  readonly hits: readonly Hit[]
  readonly class: FileClass
  /** false where the work that one file is worth did not suffice to search it to its end */
  readonly whole: boolean
  /** why what it holds could not be searched, though its bytes were: an archive that is not opened */
  readonly unread?: { readonly reason: 'archive'; readonly why: string }
  /** characters looked at past the one pass over the bytes: what tests count */
  readonly steps: number
}

let ours: Search | undefined
const others = new WeakMap<readonly PackedDetector[], Search>()

/**
 * Searches the bytes of one file for secrets. UTF-16 is known by its mark; a binary is searched for what has a form of its
 * own. The cost is linear in the length, and nearly all of it is one pass over the bytes.
 */
export function scanFile(file: string, bytes: Uint8Array, options: ScanOptions = {}): FileScan {
  const { bytes: searched, binary, decode } = textBytes(bytes)
  const byPath = classOfPath(file)
  const kind = binary ? 'binary' : byPath === 'text' && isMinified(file, searched) ? 'minified' : byPath
  const search = searchFor(options)
  const { candidates, whole, steps } = search.run(file, searched, kind, decode)
  const byBytes = binary || isAscii(searched)
  const encoded = encodedIn({ file, bytes: searched, class: kind, byBytes }, search)
  const archive = binary ? archiveOf(bytes) : undefined
  const unread = archive && { reason: 'archive' as const, why: `a ${archive} archive` }
  const hits = settle(encoded.candidates.length ? [...candidates, ...encoded.candidates] : candidates)
  return { hits, class: kind, whole: whole && encoded.whole, steps, ...(unread && { unread }) }
}

/** The secrets in the bytes of one file, by where they stand in its text. */
export function scanBytes(file: string, bytes: Uint8Array, options: ScanOptions = {}): readonly Hit[] {
  return scanFile(file, bytes, options).hits
}

/** The secrets in the text of one file. */
export function scanText(file: string, content: string, options: ScanOptions = {}): readonly Hit[] {
  return scanBytes(file, Buffer.from(content, 'utf8'), options)
}

function searchFor({ detectors }: ScanOptions): Search {
  if (!detectors) {
    ours ??= new Search(finders())
    return ours
  }
  let search = others.get(detectors)
  if (!search) {
    search = new Search(finders(detectors))
    others.set(detectors, search)
  }
  return search
}

let forms: Search | undefined

/**
 * A text with `***` in the place of all that has a vendor's form, for what is about to be written: a report may quote a
 * command that holds a token. Names beside values are not looked at, since a report is full of them.
 */
export function coverTokens(text: string): string {
  forms ??= new Search([kindsFinder(builtin)])
  const { bytes, decode } = textBytes(Buffer.from(text, 'utf8'))
  const parts: string[] = []
  let at = 0
  for (const { start, end } of settle(forms.run('', bytes, 'text', decode).candidates)) {
    parts.push(text.slice(at, start), '***')
    at = end
  }
  return at === 0 ? text : parts.join('') + text.slice(at)
}
