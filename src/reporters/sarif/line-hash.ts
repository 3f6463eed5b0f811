import type { Text } from '../../documents/text.ts'

const BASE = 37
const WINDOW = 100

/**
 * GitHub's `primaryLocationLineHash` for every line of a text, as codeql-action computes it (src/fingerprints.ts): a
 * 64-bit rolling hash over the next 100 UTF-16 units from the start of the line, spaces and tabs skipped, CR and CRLF
 * taken as LF, 0xFFFF at the end; in lower-case hexadecimal without padding, `:n` for the n-th line with that hash.
 * The 64 bits are kept as two 32-bit halves: BigInt costs ten times as much.
 * @returns the hash of line n at index n - 1
 */
export function lineHashes(text: Text): string[] {
  const { units, starts } = normalised(text.content)
  const hashes: string[] = []
  const seen = new Map<string, number>()
  const drop = power(BASE, WINDOW)
  let high = 0
  let low = 0
  let line = 0
  const old = new Uint16Array(WINDOW)
  for (let i = 0; i < units.length + WINDOW; i++) {
    // The window that starts at `i - WINDOW` is complete once unit `i - 1` has entered.
    while (line < starts.length && (starts[line] as number) + WINDOW === i) {
      hashes.push(numbered(high, low, seen))
      line++
    }
    const unit = units[i] ?? 0
    const slot = i % WINDOW
    const gone = old[slot] as number
    old[slot] = unit
    ;[high, low] = multiplyAdd(high, low, BASE, unit)
    if (gone) [high, low] = subtractProduct(high, low, drop, gone)
  }
  while (line < starts.length) {
    hashes.push(numbered(high, low, seen))
    line++
  }
  return hashes
}

function numbered(high: number, low: number, seen: Map<string, number>): string {
  const hex = high ? (high >>> 0).toString(16) + (low >>> 0).toString(16).padStart(8, '0') : (low >>> 0).toString(16)
  const count = (seen.get(hex) ?? 0) + 1
  seen.set(hex, count)
  return `${hex}:${count}`
}

/** The units that count, and where among them each line starts. */
function normalised(content: string): { units: number[]; starts: number[] } {
  const units: number[] = []
  const starts = [0]
  for (let i = 0; i < content.length; i++) {
    let c = content.charCodeAt(i)
    if (c === 32 || c === 9) continue
    if (c === 13) {
      if (content.charCodeAt(i + 1) === 10) continue
      c = 10
    }
    units.push(c)
    if (c === 10) starts.push(units.length)
  }
  units.push(0xffff)
  return { units, starts }
}

type Word = readonly [high: number, low: number]

/** (high:low) × factor + term, modulo 2^64; factor and term below 2^16. */
function multiplyAdd(high: number, low: number, factor: number, term: number): Word {
  const l = low >>> 0
  const part0 = (l & 0xffff) * factor + term
  const part1 = (l >>> 16) * factor + Math.floor(part0 / 0x10000)
  const newLow = ((part1 & 0xffff) << 16) | (part0 & 0xffff)
  const carry = Math.floor(part1 / 0x10000)
  return [(Math.imul(high, factor) + carry) | 0, newLow | 0]
}

/** (high:low) − word × factor, modulo 2^64; factor below 2^16. */
function subtractProduct(high: number, low: number, word: Word, factor: number): Word {
  const [ph, pl] = multiplyAdd(word[0], word[1], factor, 0)
  const difference = (low >>> 0) - (pl >>> 0)
  return [(high - ph - (difference < 0 ? 1 : 0)) | 0, difference | 0]
}

function power(base: number, exponent: number): Word {
  let word: Word = [0, 1]
  for (let i = 0; i < exponent; i++) word = multiplyAdd(word[0], word[1], base, 0)
  return word
}
