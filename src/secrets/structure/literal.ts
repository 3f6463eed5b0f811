import { matchAt, skipSpace } from './text.ts'

/** A string as it is written in some language. */
export interface Literal {
  readonly value: string
  readonly start: number
  readonly end: number
  /** behind the closing quote */
  readonly after: number
  readonly quoted: boolean
  /** something that is no literal is added to it */
  readonly composed: boolean
}

/** A value without quotes, as it stands at a place. */
export function bareLiteral(value: string, start: number, end = start + value.length): Literal {
  return { value, start, end, after: end, quoted: false, composed: false }
}

const MOST = 4096
const MOST_PARTS = 24

/** `f"`, `b'`, `@"`, `r#"`: what languages write before a string. */
const opening = /(?:[rRbBuUfFlL]{1,2}|[$@]{1,2})?(\\{0,3})(["'`])/y

/**
 * The string that begins at `at`, with those that are joined to it: `"abc" + "def"`, `'abc' . 'def'`, `"abc" \ "def"`,
 * `"abc"` on the lines after. `code` says whether strings are joined at all here.
 */
export function literalAt(content: string, at: number, code: boolean): Literal | undefined {
  const first = one(content, at)
  if (first === undefined || !code) return first
  let whole = first
  for (let parts = 1; parts < MOST_PARTS && whole.value.length < MOST; parts++) {
    const join = joinAt(content, whole.after)
    if (join === undefined) break
    const next = one(content, join.at)
    if (next === undefined) return join.sure ? { ...whole, composed: true } : whole
    whole = { ...next, value: whole.value + next.value, start: whole.start }
  }
  return whole
}

/** What a token is written with, as far as it is looked through for the end of its part. */
const token = /[\w.~+/=-]{1,200}/y

/** A line of a shell that goes on in the next. */
const broken = /\\\r?\n[ \t]{0,80}(?=[\w.~+/=-])/y

/**
 * A text that begins in the middle of a string at `at`, with the strings that are joined to it, or with the lines in which it
 * goes on; undefined where nothing is joined to it. `end` is where its last part ends.
 */
export function joinedFrom(content: string, at: number): { readonly text: string; readonly end: number } | undefined {
  let text = matchAt(token, content, at)?.[0] ?? ''
  let end = at + text.length
  for (let parts = 0; ; parts++) {
    const next = text === '' || parts === MOST_PARTS || text.length > MOST ? undefined : goesOn(content, end)
    if (next === undefined) return parts === 0 ? undefined : { text, end }
    text += next.text
    end = next.end
  }
}

function goesOn(content: string, end: number): { readonly text: string; readonly end: number } | undefined {
  const line = matchAt(broken, content, end)
  if (line !== null) {
    const rest = matchAt(token, content, end + line[0].length)?.[0] ?? ''
    return { text: rest, end: end + line[0].length + rest.length }
  }
  const quote = content[end] as string
  const join = quote === '"' || quote === "'" || quote === '`' ? joinAt(content, end + 1) : undefined
  const next = join === undefined ? undefined : one(content, join.at)
  return next === undefined ? undefined : { text: next.value, end: next.end }
}

/** Where the next part of a string begins, if something joins one: `sure` if it must be one. */
function joinAt(content: string, after: number): { readonly at: number; readonly sure: boolean } | undefined {
  const operator = matchAt(
    /[ \t\r]{0,20}(?:\n[ \t]{0,80})?(?:(\+(?!=)|\.\.|\.(?=[ \t]*["'$])|&(?!&)|~(?=[ \t]*["']))|%(?=[ \t]*[(\w])|(\.format\b|\.replace\b|\.concat\b|\[))/y,
    content,
    after,
  )
  if (operator !== null) {
    return {
      at: operator[1] === undefined ? content.length : skipSpace(content, after + operator[0].length, 1),
      sure: true,
    }
  }
  // adjacent strings on lines of their own are one in Python, C and Ruby's backslash
  const line = matchAt(/[ \t]{0,20}\\?\r?\n[ \t]{0,80}(?=["'])/y, content, after)
  return line === null ? undefined : { at: after + line[0].length, sure: false }
}

function one(content: string, at: number): Literal | undefined {
  const open = matchAt(opening, content, at)
  if (open === null) return undefined
  const [prefix, slashes = '', quote = '"'] = open
  const start = at + prefix.length
  if (slashes === '' && quote !== '`' && content.startsWith(quote + quote, start)) {
    const length = content.slice(start + 2, start + MOST).indexOf(quote.repeat(3))
    const end = start + 2 + length
    if (length < 0) return { value: '', start, end: start, after: start + 1, quoted: true, composed: false }
    return {
      value: content.slice(start + 2, end),
      start: start + 2,
      end,
      after: end + 3,
      quoted: true,
      composed: false,
    }
  }
  const end = closingAt(content, start, slashes, quote)
  if (end === undefined) return undefined
  const written = quote === "'" ? content.slice(start, end).replaceAll("''", "'") : content.slice(start, end)
  const value = slashes === '' ? unescaped(written) : unescaped(written.replaceAll('\\\\', '\\'))
  return { value, start, end, after: end + slashes.length + 1, quoted: true, composed: false }
}

/** Where the string ends; one that goes on past its line (but for backticks) or is longer than any secret has no end. */
function closingAt(content: string, start: number, slashes: string, quote: string): number | undefined {
  const last = Math.min(content.length, start + MOST)
  for (let at = start; at < last; at++) {
    const character = content[at]
    if (character === '\n' && quote !== '`') return undefined
    if (slashes !== '') {
      if (character === quote)
        return at - slashes.length >= start && content.startsWith(slashes, at - slashes.length)
          ? at - slashes.length
          : undefined
    } else if (character === '\\') at++
    else if (character === quote) {
      if (quote === "'" && content[at + 1] === "'") at++
      else return at
    }
  }
  return undefined
}

const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }

/** The text that is meant. Unknown escapes stand for the character after the backslash, as in most languages. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/gs,
    (_, long?: string, short?: string, other?: string) => {
      const code = long ?? short
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      return simple[other as string] ?? (other as string)
    },
  )
}
