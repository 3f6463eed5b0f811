import { isQuote } from './text.ts'

/** A name as it stands in the text. */
export interface Name {
  readonly start: number
  readonly end: number
  readonly text: string
  /** dashes in front: an option of a command */
  readonly dashes: number
  /** the quote that closes right behind it, with the backslashes that escape it; '' where none does */
  readonly closing: string
}

const MOST = 100

/** The name around a hit: letters, digits and what joins them, and what stands in one pair of quotes with it. */
export function nameAt(content: string, hit: number): Name | undefined {
  let start = hit
  const least = Math.max(0, hit - MOST)
  while (start > least && joins(content.charCodeAt(start - 1))) start--
  let end = hit
  const last = Math.min(content.length, hit + MOST)
  while (end < last && joins(content.charCodeAt(end))) end++
  // `\u0026token=` in JSON: the sign before the name is written with letters
  if (content[start - 1] === '\\' && escaped.test(content.slice(start, end))) start += 5
  if (end - start >= MOST || end === start) return undefined
  let dashes = 0
  while (start < end && !letter(content.charCodeAt(start))) {
    if (content[start] === '-') dashes++
    start++
  }
  while (end > start && !letter(content.charCodeAt(end - 1))) end--
  if (end === start) return undefined
  return quoted(content, start, end, dashes)
}

const escaped = /^u[\da-f]{4}(?=\w)/i

/** `"Jwt:Secret"`, `'Admin password'`: the whole of what is quoted is the name. */
function quoted(content: string, start: number, end: number, dashes: number): Name {
  let at = end
  while (at < end + 4 && content[at] === '\\') at++
  const quote = content[at]
  const plain = { start, end, text: content.slice(start, end), dashes, closing: '' }
  if (!isQuote(quote)) return plain
  const closing = content.slice(end, at + 1)
  if (content[start - 1 - dashes] === quote) return { ...plain, closing }
  for (let back = start - 1; back > start - 60 && back >= 0; back--) {
    const character = content[back] as string
    if (character === quote) {
      return { start: back + 1, end, text: content.slice(back + 1, end), dashes, closing }
    }
    if (character === '\n' || character === '=' || character === '{' || character === ',' || isQuote(character)) break
  }
  return plain
}

/** letters, digits, `_`, `-`, `.`, and what is no ASCII */
function joins(code: number): boolean {
  return letter(code) || code === 46 || code === 45
}

function letter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    (code >= 0xc0 && !isWidePunctuation(code))
  )
}

/** `，`, `：`, `（` and the like, which stand between words of Chinese and Japanese. */
const isWidePunctuation = (code: number) => (code >= 0x3000 && code < 0x3040) || (code >= 0xff00 && code < 0xfff0)
