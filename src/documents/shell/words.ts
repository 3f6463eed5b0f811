import type { List, Literal, Part, Word } from './ast.ts'
import { type Cursor, deepest, find, lineEndAt, metacharacters, peek, startsWith } from './cursor.ts'
import { readDollar } from './dollar.ts'

/**
 * How a word is read: as an argument; between `[[` and `]]`, where `(`, `<` and `|` stand for themselves; or between the
 * brackets of an element, which end it.
 */
export type Mode = 'argument' | 'test' | 'subscript'

/** Reads one word; undefined where none begins. Never reads past the cursor's end. */
export function readWord(cursor: Cursor, mode: Mode = 'argument'): Word | undefined {
  const start = cursor.at
  const parts: Part[] = []
  while (cursor.at < cursor.end) {
    const c = peek(cursor)
    if (c === "'") parts.push(readSingle(cursor))
    else if (c === '"') readDouble(cursor, parts)
    else if (c === '`') parts.push(readBackquoted(cursor, false))
    else if (c === '$') parts.push(...readDollar(cursor, false))
    else if (c === '\\' && lineEndAt(cursor, cursor.at + 1)) cursor.at += 1 + lineEndAt(cursor, cursor.at + 1)
    else if (opensTemplate(cursor)) parts.push(readTemplate(cursor))
    else if ((c === '<' || c === '>') && peek(cursor, 1) === '(' && mode === 'argument') {
      parts.push(readProcess(cursor))
    } else if (opensPattern(cursor)) readPattern(cursor, parts)
    else if (metacharacters.has(c) && (mode !== 'test' || endsTestWord(c))) break
    else if (mode === 'subscript' && c === ']') break
    else if (c === '\r' && lineEndAt(cursor)) break
    else readPlain(cursor, parts, mode)
  }
  if (cursor.at === start) return undefined
  return { parts, span: { start, end: cursor.at } }
}

const endsTestWord = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === ';'

const stops = new Set([...metacharacters, "'", '"', '`', '$', '\\', '\r'])

/** Plain characters up to the next that means something; an escaped one is a quoted literal. */
function readPlain(cursor: Cursor, parts: Part[], mode: Mode): void {
  const start = cursor.at
  if (peek(cursor) === '\\') {
    const value = peek(cursor, 1)
    cursor.at = Math.min(cursor.at + 2, cursor.end)
    parts.push(literal(value, true, start + value.length, cursor.at, true))
    return
  }
  cursor.at++
  while (cursor.at < cursor.end) {
    const c = peek(cursor)
    if (stops.has(c) && !(mode === 'test' && metacharacters.has(c) && !endsTestWord(c))) break
    if (mode === 'subscript' && c === ']') break
    if (c === '{' && peek(cursor, 1) === '{') break
    if (extended.has(c) && peek(cursor, 1) === '(') break
    cursor.at++
  }
  parts.push(literal(cursor.text.slice(start, cursor.at), false, start, cursor.at, true))
}

/** A literal part of a word. */
export function literal(value: string, quoted: boolean, start: number, end: number, exact: boolean): Literal {
  return { kind: 'literal', value, quoted, exact, span: { start, end } }
}

function readSingle(cursor: Cursor): Literal {
  const start = cursor.at + 1
  const found = cursor.text.indexOf("'", start)
  const end = found < 0 || found >= cursor.end ? cursor.end : found
  cursor.at = Math.min(end + 1, cursor.end)
  return literal(cursor.text.slice(start, end), true, start, end, true)
}

/** `"…"`: literals, variables and substitutions; an unclosed one goes to the end of what is read. */
export function readDouble(cursor: Cursor, parts: Part[]): void {
  cursor.at++
  let from = cursor.at
  const empty = parts.length
  const flush = (end: number) => {
    if (end > from) parts.push(literal(cursor.text.slice(from, end), true, from, end, true))
  }
  while (cursor.at < cursor.end && peek(cursor) !== '"') {
    const c = peek(cursor)
    if (c === '\\') {
      flush(cursor.at)
      const end = lineEndAt(cursor, cursor.at + 1)
      const next = peek(cursor, 1)
      if (end) cursor.at += 1 + end
      else if ('$`"\\'.includes(next) && next !== '') {
        parts.push(literal(next, true, cursor.at + 1, cursor.at + 2, true))
        cursor.at += 2
      } else {
        parts.push(literal('\\', true, cursor.at, cursor.at + 1, true))
        cursor.at++
      }
      from = cursor.at
    } else if (c === '$' || c === '`' || opensTemplate(cursor)) {
      flush(cursor.at)
      if (c === '$') parts.push(...readDollar(cursor, true))
      else if (c === '`') parts.push(readBackquoted(cursor, true))
      else parts.push(readTemplate(cursor))
      from = cursor.at
    } else cursor.at++
  }
  flush(cursor.at)
  if (parts.length === empty) parts.push(literal('', true, cursor.at, cursor.at, true))
  if (peek(cursor) === '"') cursor.at++
}

/** `{{ … }}` of Jinja, Helm and Go, and `<< parameters.x >>` of CircleCI. */
function opensTemplate(cursor: Cursor): boolean {
  if (startsWith(cursor, '{{')) return templateEnd(cursor) > 0
  return startsWith(cursor, '<<') && circle(cursor) > 0
}

function circle(cursor: Cursor): number {
  const pattern = /<<\s*[A-Za-z][\w.-]*\s*>>/y
  pattern.lastIndex = cursor.at
  return pattern.test(cursor.text) && pattern.lastIndex <= cursor.end ? pattern.lastIndex : 0
}

function templateEnd(cursor: Cursor): number {
  const found = find(cursor, '}}', cursor.at + 2)
  if (found < 0) return 0
  const line = find(cursor, '\n', cursor.at)
  return line >= 0 && line < found ? 0 : found + 2
}

function readTemplate(cursor: Cursor): Part {
  const start = cursor.at
  cursor.at = peek(cursor) === '{' ? templateEnd(cursor) : circle(cursor)
  return { kind: 'opaque', quoted: true, span: { start, end: cursor.at } }
}

/** Backquotes. Their content is parsed where it stands; escaped inner ones are left as they are written. */
function readBackquoted(cursor: Cursor, quoted: boolean): Part {
  const start = cursor.at
  let end = start + 1
  while (end < cursor.end && cursor.text[end] !== '`') end += cursor.text[end] === '\\' ? 2 : 1
  end = Math.min(end, cursor.end)
  const inner: Cursor = { ...cursor, at: start + 1, end, depth: cursor.depth + 1, pending: [] }
  const list: List = inner.depth > deepest ? { items: [], span: { start: start + 1, end } } : cursor.substituted(inner)
  cursor.at = Math.min(end + 1, cursor.end)
  return { kind: 'substitution', list, process: false, quoted, span: { start, end: cursor.at } }
}

function readProcess(cursor: Cursor): Part {
  const start = cursor.at
  cursor.at += 2
  const list = cursor.substituted(cursor)
  if (peek(cursor) === ')') cursor.at++
  return { kind: 'substitution', list, process: true, quoted: true, span: { start, end: cursor.at } }
}

const extended = new Set(['?', '*', '+', '@', '!'])

/** `@(a|b)`, `!(x)`: patterns of bash, taken as they are written. At the front of a command, `!(` was a negation before. */
function opensPattern(cursor: Cursor): boolean {
  return extended.has(peek(cursor)) && peek(cursor, 1) === '('
}

function readPattern(cursor: Cursor, parts: Part[]): void {
  const start = cursor.at
  let depth = 0
  for (cursor.at++; cursor.at < cursor.end; cursor.at++) {
    const c = peek(cursor)
    if (c === '\n') break
    if (c === '(') depth++
    else if (c === ')' && --depth === 0) {
      cursor.at++
      break
    }
  }
  parts.push(literal(cursor.text.slice(start, cursor.at), false, start, cursor.at, true))
}
