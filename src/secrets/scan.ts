import { isArchive } from './archives/open.ts'
import { type Member, scanArchive, scanEntries } from './archives/scan.ts'
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
  /** false: an archive is named as one, and not opened */
  readonly opening?: false
}

/** What a scan of a file gave. */
export interface FileScan {
  readonly hits: readonly Hit[]
  readonly class: FileClass
  /** false where the work that one file is worth did not suffice to search it to its end */
  readonly whole: boolean
  /** of an archive or an image: the files in it that hold some */
  readonly inside: readonly Member[]
  /** why not all that it holds could be searched, though its bytes were: an archive that cannot be opened */
  readonly unread?: { readonly reason: 'archive'; readonly why: string }
  /** an archive that was not opened because nobody wanted it */
  readonly closed?: true
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
  const scan = scanContent(file, bytes, options)
  if (scan.class !== 'binary') return scan
  if (options.opening === false) return isArchive(bytes) ? { ...scan, closed: true } : scan
  const opened = scanArchive(file, bytes, (path, member) => scanContent(path, member, options))
  if (!opened) return scan
  // what is compressed holds nothing by itself, and a tar holds what its members do
  return { ...scan, hits: [], inside: opened.members, ...unreadOf(opened.refused) }
}

/** Searches an OCI image layout that lies in a folder: its files by their paths in there. */
export function scanLayout(file: string, files: readonly { path: string; bytes: Uint8Array }[]): FileScan {
  const entries = files.map(({ path, bytes }) => ({ path, bytes: bufferOf(bytes) }))
  const { members, refused } = scanEntries(file, entries, (path, member) => scanContent(path, member, {}))
  return { hits: [], inside: members, class: 'binary', whole: true, steps: 0, ...unreadOf(refused) }
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function unreadOf([first, ...others]: readonly string[]): Pick<FileScan, 'unread'> {
  if (first === undefined) return {}
  const why = others.length ? `${first}, and ${others.length} more` : first
  return { unread: { reason: 'archive', why } }
}

/** One file that is taken as it is. */
function scanContent(file: string, bytes: Uint8Array, options: ScanOptions): FileScan {
  const { bytes: searched, binary, decode } = textBytes(bytes)
  const byPath = classOfPath(file)
  const kind = binary ? 'binary' : byPath === 'text' && isMinified(file, searched) ? 'minified' : byPath
  const search = searchFor(options)
  const { candidates, whole, steps } = search.run(file, searched, kind, decode)
  const encoded = encodedIn({ file, bytes: searched, class: kind, binary }, search)
  const hits = settle(encoded.candidates.length ? [...candidates, ...encoded.candidates] : candidates)
  return { hits, inside: [], class: kind, whole: whole && encoded.whole, steps }
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
