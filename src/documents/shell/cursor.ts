import type { Span } from '../place.ts'
import type { HereDocument, List, Unparsed } from './ast.ts'

/** A here-document whose body follows the next line end. */
export interface Pending {
  readonly delimiter: string
  readonly quoted: boolean
  readonly stripTabs: boolean
  /** called with the body's span once it is read */
  readonly settle: (document: HereDocument) => void
}

/** The state of one parse: where it stands in the text, and what waits for the next line end. */
export interface Cursor {
  readonly text: string
  at: number
  /** the end of what is read; less than the text's length inside backquotes */
  readonly end: number
  depth: number
  /** steps that looking ahead may still cost, so that no input takes more than linear time */
  credit: number
  pending: Pending[]
  /** parses a list up to the closing bracket of a substitution; given here so that words and commands need not import one another */
  readonly substituted: (cursor: Cursor) => List
  /** where comments stand, for who asks; one may be met more than once */
  readonly comments?: Span[]
}

/** How deep commands and substitutions may nest; what people write stays under 20. */
export const deepest = 100

/** Whether a character parts words. */
export const isSpace = (c: string | undefined): boolean => c === ' ' || c === '\t'

/** The characters that end a word. */
export const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>'])

/** The character that stands here, or so many behind it; empty at the end. */
export function peek(cursor: Cursor, ahead = 0): string {
  const index = cursor.at + ahead
  return index < cursor.end ? (cursor.text[index] as string) : ''
}

/** Whether a text stands here. */
export function startsWith(cursor: Cursor, what: string): boolean {
  return cursor.at + what.length <= cursor.end && cursor.text.startsWith(what, cursor.at)
}

/**
 * Where a string stands next, at or behind `from`; -1 where it does not, or where so much was searched already that
 * the text would take more than linear time.
 */
export function find(cursor: Cursor, what: string, from: number): number {
  if (cursor.credit <= 0) return -1
  const found = cursor.text.indexOf(what, from)
  const stop = found < 0 || found + what.length > cursor.end ? cursor.end : found
  cursor.credit -= Math.max(1, stop - from)
  return stop === cursor.end ? -1 : found
}

/** A stretch that the parser does not read. */
export function unparsed(start: number, end: number): Unparsed {
  return { kind: 'unparsed', span: { start, end } }
}

/** Whether a line ends here, and in how many characters; 0 where none does. */
export function lineEndAt(cursor: Cursor, at = cursor.at): number {
  if (at >= cursor.end) return 0
  if (cursor.text[at] === '\n') return 1
  return cursor.text[at] === '\r' && cursor.text[at + 1] === '\n' && at + 1 < cursor.end ? 2 : 0
}

/** Skips blanks and joined lines (a backslash before the line end), not line ends. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const c = peek(cursor)
    if (isSpace(c)) cursor.at++
    else if (c === '\\' && lineEndAt(cursor, cursor.at + 1)) cursor.at += 1 + lineEndAt(cursor, cursor.at + 1)
    else if (c === '\r' && !lineEndAt(cursor)) cursor.at++
    else if (c === '#' && wordMayStart(cursor)) skipComment(cursor)
    else if (c === '{' && peek(cursor, 1) === '%') skipTemplateStatement(cursor)
    else return
  }
}

function wordMayStart(cursor: Cursor): boolean {
  const before = cursor.at === 0 ? '\n' : (cursor.text[cursor.at - 1] as string)
  return metacharacters.has(before) || before === '\r' || before === '`'
}

function skipComment(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at)
  const stop = end < 0 ? cursor.end : Math.min(end, cursor.end)
  const start = cursor.at
  cursor.at = stop > start && cursor.text[stop - 1] === '\r' ? stop - 1 : stop
  cursor.comments?.push({ start, end: cursor.at })
}

/** `{% if … %}` of Jinja and Liquid: says nothing to the shell. */
function skipTemplateStatement(cursor: Cursor): void {
  const end = find(cursor, '%}', cursor.at + 2)
  cursor.at = end < 0 ? Math.min(cursor.at + 2, cursor.end) : end + 2
}

/** Goes over one line end and the here-documents that wait for it. False where no line ends. */
export function takeLineEnd(cursor: Cursor): boolean {
  const length = lineEndAt(cursor)
  if (!length) return false
  cursor.at += length
  if (cursor.pending.length) readHereDocuments(cursor)
  return true
}

function readHereDocuments(cursor: Cursor): void {
  const waiting = cursor.pending
  cursor.pending = []
  for (const { delimiter, quoted, stripTabs, settle } of waiting) {
    const start = cursor.at
    let end = cursor.end
    while (cursor.at < cursor.end) {
      const from = cursor.at
      const found = cursor.text.indexOf('\n', from)
      const lineEnd = found < 0 ? cursor.end : Math.min(found, cursor.end)
      cursor.at = Math.min(lineEnd + 1, cursor.end)
      let line = cursor.text.slice(from, lineEnd)
      if (line.endsWith('\r')) line = line.slice(0, -1)
      if (stripTabs) line = line.replace(/^\t+/, '')
      if (line === delimiter) {
        end = from
        // The line end behind the delimiter also ends the command that asked for the document.
        break
      }
      end = cursor.at
    }
    settle({ span: { start, end }, quoted, stripTabs })
  }
}
