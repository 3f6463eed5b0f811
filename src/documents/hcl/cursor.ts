import type { Span } from '../place.ts'
import type { HclExpression } from './ast.ts'

/*
 * HCL is read straight from its characters: what a line end or a quote means hangs on where it stands, so that tokens
 * would need the parser's knowledge anyway.
 */

/** The state of one parse. */
export interface Cursor {
  readonly text: string
  at: number
  /** where reading ends: of a template that stands in a heredoc, before the end of the file */
  end: number
  /** how many brackets are open in which line ends are space */
  brackets: number
  depth: number
  /** read an expression: handed around so that the files of this folder need not import one another in a circle */
  readonly expression: (cursor: Cursor) => HclExpression
}

/** How deep brackets and blocks may nest; what people write stays under 30. */
const deepest = 150

/** How many operators or accesses may follow one another: trees that are walked must not be deep. */
export const longest = 400

/** Ends the item that is read; caught where items of a body are listed, never outside of this folder. */
export class Failure {
  constructor(
    readonly message: string,
    readonly span: Span,
  ) {}
}

/** @throws Failure, at the character where reading stopped */
export function fail(cursor: Cursor, message: string, start = cursor.at): never {
  throw new Failure(message, { start, end: Math.min(cursor.text.length, Math.max(start + 1, cursor.at)) })
}

/** Goes past space and comments; past line ends only where brackets are open. */
export function skipSpace(cursor: Cursor): void {
  const { text } = cursor
  while (cursor.at < cursor.end) {
    const c = text.charCodeAt(cursor.at)
    if (c === 32 || c === 9 || c === 13) cursor.at++
    else if (c === 10) {
      if (cursor.brackets === 0) return
      cursor.at++
    } else if (c === 35 || c === 47) {
      if (!skipComment(cursor)) return
    } else return
  }
}

/** Goes past line ends too. */
export function skipLines(cursor: Cursor): void {
  cursor.brackets++
  skipSpace(cursor)
  cursor.brackets--
}

/** `# …`, `// …` up to the end of the line, `/* … *\/` whole. */
function skipComment(cursor: Cursor): boolean {
  const { text, at } = cursor
  if (text[at] === '#' || text[at + 1] === '/') {
    const end = text.indexOf('\n', at)
    cursor.at = end < 0 || end > cursor.end ? cursor.end : end
    return true
  }
  if (text[at + 1] !== '*') return false
  const end = text.indexOf('*/', at + 2)
  if (end < 0 || end > cursor.end) fail(cursor, 'this comment does not end')
  cursor.at = end + 2
  return true
}

const identifier = /[\p{L}_][\p{L}\p{N}_-]*/uy

/** The identifier that stands here, taken; undefined where none does. */
export function word(cursor: Cursor): string | undefined {
  const start = cursor.at
  const { text } = cursor
  let c = text.charCodeAt(start)
  if (!isLetter(c)) {
    if (!(c > 127)) return undefined
    identifier.lastIndex = start
    const found = identifier.exec(text)?.[0]
    if (found) cursor.at += found.length
    return found
  }
  let at = start + 1
  for (c = text.charCodeAt(at); isLetter(c) || isDigit(c) || c === 45; c = text.charCodeAt(at)) at++
  if (c > 127) {
    identifier.lastIndex = start
    at = start + (identifier.exec(text)?.[0].length ?? at - start)
  }
  cursor.at = Math.min(at, cursor.end)
  return text.slice(start, cursor.at)
}

const isLetter = (c: number) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95
/** Whether a character code is that of a digit. */
export const isDigit = (c: number) => c >= 48 && c <= 57

/** The character that stands here; empty at the end. */
export function peek(cursor: Cursor): string {
  return cursor.at < cursor.end ? (cursor.text[cursor.at] as string) : ''
}

/** Takes a sign if it stands here. */
export function accept(cursor: Cursor, sign: string): boolean {
  if (!cursor.text.startsWith(sign, cursor.at) || cursor.at + sign.length > cursor.end) return false
  cursor.at += sign.length
  return true
}

/** @throws Failure where the sign is missing */
export function expect(cursor: Cursor, sign: string): void {
  if (!accept(cursor, sign)) fail(cursor, `\`${sign}\` is missing`)
}

/** Goes one level deeper for as long as `read` runs. */
export function deeper<T>(cursor: Cursor, read: () => T): T {
  if (cursor.depth >= deepest) fail(cursor, `nested too deeply: brackets may stand in one another ${deepest} times`)
  cursor.depth++
  const value = read()
  cursor.depth--
  return value
}

/** Reads what stands in brackets, in which line ends are space. The opening one is taken already. */
export function bracketed<T>(cursor: Cursor, read: () => T): T {
  return deeper(cursor, () => {
    cursor.brackets++
    const value = read()
    cursor.brackets--
    return value
  })
}
