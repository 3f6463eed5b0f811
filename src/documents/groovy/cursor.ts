import type { Span } from '../place.ts'
import type { Block, Expression } from './ast.ts'
import type { Token } from './lexer.ts'

/** What parsing calls back, so that the files of this folder need not import one another in a circle. */
export interface Grammar {
  expression(cursor: Cursor): Expression
  /** an expression that may be a call without brackets */
  command(cursor: Cursor): Expression
  block(cursor: Cursor): Block
}

/** The state of one parse. */
export interface Cursor {
  readonly tokens: readonly Token[]
  at: number
  depth: number
  readonly grammar: Grammar
  readonly report: (message: string, start: number, end: number, lost?: Span) => void
}

/** How deep brackets may nest; what people write stays under 40. */
export const deepest = 150

/** How many signs in a row an expression may have (`a + b + …`, `a.b.c…`): trees that are walked must not be deep. */
export const longest = 400

/** Ends the statement that is parsed; caught where statements are listed, never outside of this folder. */
export class Failure {
  constructor(
    readonly message: string,
    readonly token: Token,
  ) {}
}

const endToken: Token = { type: 'end', text: '', start: 0, end: 0, newline: true, spaced: true }

/** The token that stands here, or so many behind it; at the end the last one. */
export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.at + ahead] ?? cursor.tokens.at(-1) ?? endToken
}

/** Takes the token that stands here; the last one stays. */
export function next(cursor: Cursor): Token {
  const token = peek(cursor)
  if (cursor.at < cursor.tokens.length - 1) cursor.at++
  return token
}

/** Whether a token is one of these signs. */
export function isSign(token: Token, ...texts: readonly string[]): boolean {
  return token.type === 'sign' && texts.includes(token.text)
}

/** Whether a token is one of these names, or a name at all. */
export function isName(token: Token, ...texts: readonly string[]): boolean {
  return token.type === 'name' && (texts.length === 0 || texts.includes(token.text))
}

/** Takes a sign if it is there. */
export function accept(cursor: Cursor, ...texts: readonly string[]): boolean {
  if (!isSign(peek(cursor), ...texts)) return false
  next(cursor)
  return true
}

/** Takes a sign that must stand here. */
export function expect(cursor: Cursor, text: string): Token {
  const token = peek(cursor)
  if (!isSign(token, text)) fail(`\`${text}\` is missing`, token)
  return next(cursor)
}

/** Gives up on what is being read, at a token. */
export function fail(message: string, token: Token): never {
  throw new Failure(message, token)
}

/** The end of the token before. */
export function endBefore(cursor: Cursor): number {
  return cursor.tokens[cursor.at - 1]?.end ?? peek(cursor).start
}

/** Goes one bracket deeper for as long as `read` runs. */
export function deeper<T>(cursor: Cursor, read: () => T): T {
  if (cursor.depth >= deepest)
    fail(`nested too deeply: brackets may stand in one another ${deepest} times`, peek(cursor))
  cursor.depth++
  try {
    return read()
  } finally {
    cursor.depth--
  }
}
