import { isAscii } from 'node:buffer'
import type { Candidate, FileClass } from '../finder.ts'
import type { Search } from '../search.ts'
import { textBytes } from '../text.ts'
import { Units } from '../units.ts'
import { decodeRun, mayBeText } from './decode.ts'
import { BACKSLASH, escaped, PERCENT, percentEncoded, type Unescaped } from './escapes.ts'
import { nextRun, type Run, wrappedFrom } from './runs.ts'

/** A file that is searched for what it holds encoded. */
export interface Carrier {
  readonly file: string
  /** UTF-8 without a mark; of a binary: anything */
  readonly bytes: Uint8Array
  readonly class: FileClass
  /** bytes that are no text: each is a unit */
  readonly binary: boolean
}

/** What is found in encoded texts; `whole` is false where it was too much work. */
export interface Encoded {
  readonly candidates: readonly Candidate[]
  readonly whole: boolean
}

/** Base64 in Base64, as Kubernetes keeps Helm's releases, and no deeper. */
const deepest = 2
/** Steps that encoded texts are worth, besides a share of the length: hostile ones may hold nothing but keywords. */
const work = 64 << 20

/**
 * Secrets in what a file holds in Base64, hexadecimal, URL encoding or escapes: each stretch is decoded and searched like a
 * file. Places are those of the encoded text. What is decoded is shorter than what was written, so all stays linear.
 */
export function encodedIn(carrier: Carrier, search: Search, depth = 1, spent = { steps: 0 }): Encoded {
  const found: Candidate[] = []
  if (carrier.class === 'lock' || carrier.class === 'minified') return { candidates: found, whole: true }
  const bytes = Buffer.from(carrier.bytes.buffer, carrier.bytes.byteOffset, carrier.bytes.byteLength)
  const limit = work + bytes.length * 32
  const kind = carrier.class === 'text' ? 'text' : 'vendored'
  const inner = (name: string, content: Buffer): readonly Candidate[] => {
    const { bytes: searched, decode, binary } = textBytes(content)
    if (binary) return []
    const text = decode()
    const { candidates, steps } = search.run(name, searched, kind, () => text)
    spent.steps += steps
    if (depth >= deepest) return candidates
    const next = { file: name, bytes: searched, class: kind, binary } as const
    return [...candidates, ...encodedIn(next, search, depth + 1, spent).candidates]
  }

  let behind = 0
  for (let run = nextRun(bytes, 0); run; run = nextRun(bytes, run.end + 1)) {
    if (spent.steps > limit) break
    if (run.start < behind || isPartOfToken(bytes, run)) continue
    if (!mayBeText(bytes.toString('latin1', run.start, run.start + 24))) continue
    const lines = wrappedFrom(bytes, run)
    // also where it is none: the lines of a list of hashes are not begun with one by one
    behind = lines.at(-1)?.end ?? run.end
    const decoded = decodeRun(lines.map(({ start, end }) => bytes.toString('latin1', start, end)).join(''))
    if (!decoded) continue
    const text = decoded.bytes
    const exact = decoded.encoding !== 'base64+gzip' && text.indexOf(0) < 0
    const ratio = decoded.encoding === 'hexadecimal' ? 2 : 4 / 3
    for (const one of inner(nameOf(carrier.file, bytes, run.start, text), text)) {
      const from = exact ? Math.floor((byteAt(text, one.start) * ratio) / 4) * 4 : 0
      const to = exact ? Math.ceil((byteAt(text, one.end) * ratio) / 4) * 4 : Number.POSITIVE_INFINITY
      found.push(moved(one, placeIn(lines, from), placeIn(lines, to, true), decoded.encoding.split('+')))
    }
  }
  if (carrier.class === 'text') {
    for (const stretch of both(bytes)) {
      if (spent.steps > limit) break
      for (const one of inner(`${carrier.file}/decoded.${suffixOf(stretch.text)}`, Buffer.from(stretch.text)))
        if (isChanged(stretch, one)) found.push(unescapedPlace(stretch, one))
    }
  }
  const units = found.length && !carrier.binary && !isAscii(bytes) ? inUnits(found, bytes) : found
  return { candidates: units, whole: spent.steps <= limit }
}

/** What is escaped in either way; most files hold neither sign, which costs nothing to see. */
function* both(bytes: Buffer): Generator<Unescaped> {
  if (bytes.includes(PERCENT)) yield* percentEncoded(bytes)
  if (bytes.includes(BACKSLASH)) yield* escaped(bytes)
}

/** A part of a JSON web token, which is looked at as a whole; or of a name with dots. */
function isPartOfToken(bytes: Buffer, { start, end }: Run): boolean {
  return bytes[start - 1] === DOT || (bytes[end] === DOT && bytes.toString('latin1', start, start + 3) === 'eyJ')
}
const DOT = 46

/** What the decoded text is called: by the key before it where that is a file's name, else by how it begins. */
function nameOf(file: string, bytes: Buffer, start: number, text: Buffer): string {
  const before = bytes.toString('latin1', Math.max(0, start - 100), start)
  const name = /([\w.-]{1,60})["']?[ \t]{0,8}[:=][ \t]{0,8}(?:[|>][-+]?\s{1,40})?["']?$/.exec(before)?.[1]
  return name?.includes('.') ? `${file}/${name}` : `${file}/decoded.${suffixOf(text.toString('latin1', 0, 400))}`
}

function suffixOf(text: string): string {
  const start = text.trimStart()
  if (/^[{[]/.test(start)) return 'json'
  if (start.startsWith('<')) return 'xml'
  return /^[\w.-]+:(?:\s|$)/m.test(start) ? 'yaml' : 'env'
}

function byteAt(text: Buffer, unit: number): number {
  // most are ASCII; of others the place within the run is a guess that covers the value
  return Math.min(text.length, unit)
}

/** The offset of a character of a wrapped text, by its number; one that ends something stands on the line before. */
function placeIn(lines: readonly Run[], number: number, ends = false): number {
  let rest = number
  for (const { start, end } of lines) {
    if (rest < end - start || (ends && rest === end - start)) return start + rest
    rest -= end - start
  }
  return lines.at(-1)?.end ?? 0
}

const moved = (one: Candidate, start: number, end: number, through: readonly string[]): Candidate => ({
  ...one,
  start,
  end,
  through: [...through, ...one.through],
})

/** A value that reads the same undecoded was found where it stands; but not one whose name was encoded. */
function isChanged({ text, at }: Unescaped, { start, end, rank }: Candidate): boolean {
  const whole = text.length === at.length - 1
  return !whole || rank < 2 || (at[end] as number) - (at[start] as number) !== end - start
}

function unescapedPlace({ encoding, text, at, end }: Unescaped, one: Candidate): Candidate {
  const exact = text.length === at.length - 1
  const first = at[0] as number
  return moved(one, exact ? (at[one.start] as number) : first, exact ? (at[one.end] as number) : end, [encoding])
}

/** Offsets of bytes as units of the text. */
function inUnits(found: readonly Candidate[], bytes: Uint8Array): Candidate[] {
  const places = [...new Set(found.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const units = new Units(bytes)
  const known = new Map(places.map((place) => [place, units.at(place)]))
  return found.map((one) => ({ ...one, start: known.get(one.start) as number, end: known.get(one.end) as number }))
}
