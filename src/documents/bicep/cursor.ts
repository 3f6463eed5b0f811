import type { Span } from '../place.ts'

/** The state of one parse: Bicep is read straight from its characters. */
export interface Cursor {
  readonly text: string
  at: number
  depth: number
}

/** Ends the statement that is read; caught where statements are listed, never outside of this folder. */
export class Failure {
  constructor(
    readonly message: string,
    readonly span: Span,
  ) {}
}

/** How deep expressions may stand in one another; what people write stays under 30. */
const deepest = 150

/** How many operators or members may follow one another: trees that are walked must not be deep. */
export const longest = 300

/** @throws Failure, at the character where reading stopped */
export function fail(cursor: Cursor, message: string): never {
  throw new Failure(message, { start: cursor.at, end: Math.min(cursor.text.length, cursor.at + 1) })
}

/** The character that stands here; empty at the end. */
export const peek = ({ text, at }: Cursor) => text.charAt(at)

/** Goes past blanks and comments; past line ends too where they are asked for. */
export function skip(cursor: Cursor, lines: boolean): void {
  const { text } = cursor
  for (;;) {
    const c = text[cursor.at]
    if (c === ' ' || c === '\t' || c === '\r' || c === '\ufeff' || (lines && c === '\n')) cursor.at++
    else if (c === '/' && text[cursor.at + 1] === '/') toLineEnd(cursor)
    else if (c === '#' && /^#(disable|restore)/.test(text.slice(cursor.at, cursor.at + 9))) toLineEnd(cursor)
    else if (c === '/' && text[cursor.at + 1] === '*') {
      const end = text.indexOf('*/', cursor.at + 2)
      cursor.at = end < 0 ? text.length : end + 2
    } else return
  }
}

/** Goes to the end of the line, which is left. */
export function toLineEnd(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at)
  cursor.at = end < 0 ? cursor.text.length : end
}

/** Takes a sign if it stands here, or behind line ends where these may come before it. */
export function accept(cursor: Cursor, sign: string, lines = false): boolean {
  const before = cursor.at
  skip(cursor, lines)
  if (cursor.text.startsWith(sign, cursor.at)) {
    cursor.at += sign.length
    return true
  }
  cursor.at = before
  return false
}

/** @throws Failure where the sign is missing */
export function expect(cursor: Cursor, sign: string, lines = false): void {
  if (!accept(cursor, sign, lines)) {
    skip(cursor, lines)
    fail(cursor, `\`${sign}\` is missing`)
  }
}

const identifier = /[A-Za-z_]\w*/y

/** The identifier that stands here, taken; undefined where none does. */
export function word(cursor: Cursor): string | undefined {
  skip(cursor, false)
  identifier.lastIndex = cursor.at
  const found = identifier.exec(cursor.text)?.[0]
  if (found) cursor.at += found.length
  return found
}

/** @throws Failure where no identifier stands */
export const needWord = (cursor: Cursor): string => word(cursor) ?? fail(cursor, 'a name is missing')

/** Goes one level deeper for as long as `read` runs. */
export function deeper<T>(cursor: Cursor, read: () => T): T {
  if (cursor.depth >= deepest) fail(cursor, `nested too deeply: expressions may stand in one another ${deepest} times`)
  cursor.depth++
  const value = read()
  cursor.depth--
  return value
}
