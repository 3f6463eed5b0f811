import type { Part } from './ast.ts'
import { type Cursor, deepest, find, peek, startsWith } from './cursor.ts'
import { literal, readDouble } from './words.ts'

/**
 * What begins with `$`: a variable, a substitution, arithmetic, `$'…'`, `${{ … }}` of GitHub and Azure, or the sign
 * itself. Usually one part; `$"…"` gives those of its string.
 */
export function readDollar(cursor: Cursor, quoted: boolean): readonly Part[] {
  const start = cursor.at
  const next = peek(cursor, 1)
  if (next === '{') return [startsWith(cursor, '${{') ? readExpression(cursor) : readBraces(cursor, quoted)]
  if (next === '(') return [readSubstitution(cursor, quoted)]
  if (next === "'" && !quoted) return [readAnsi(cursor)]
  if (next === '"' && !quoted) {
    const parts: Part[] = []
    cursor.at++
    readDouble(cursor, parts)
    return parts
  }
  const name = plainName(cursor, start + 1)
  if (name) {
    cursor.at = start + 1 + name.length
    return [{ kind: 'variable', name, operator: '', operand: '', quoted, span: { start, end: cursor.at } }]
  }
  cursor.at++
  return [literal('$', quoted, start, cursor.at, true)]
}

function plainName(cursor: Cursor, at: number): string {
  const pattern = /[A-Za-z_]\w*|[0-9@*#?$!-]/y
  pattern.lastIndex = at
  const found = pattern.exec(cursor.text)?.[0] ?? ''
  return at + found.length <= cursor.end ? found : ''
}

/** `${{ … }}`: opaque; strings inside (one quote, doubled to stand for itself) may hold the closing braces. */
function readExpression(cursor: Cursor): Part {
  const start = cursor.at
  cursor.at += 3
  let inString = false
  while (cursor.at < cursor.end) {
    if (peek(cursor) === "'") inString = !inString
    else if (!inString && startsWith(cursor, '}}')) {
      cursor.at += 2
      return { kind: 'opaque', quoted: true, span: { start, end: cursor.at } }
    } else if (peek(cursor) === '\n') break
    cursor.at++
  }
  // An odd quote: the first closing braces will do.
  const found = find(cursor, '}}', start + 3)
  cursor.at = found < 0 ? Math.min(Math.max(cursor.at, start + 3), cursor.end) : found + 2
  return { kind: 'opaque', quoted: true, span: { start, end: cursor.at } }
}

/** `${name}`, `${name:-word}`, `${#name}`, `${!name}`; the operand is kept as it is written. */
function readBraces(cursor: Cursor, quoted: boolean): Part {
  const start = cursor.at
  cursor.at = closingBrace(cursor)
  const inside = cursor.text.slice(start + 2, Math.max(start + 2, cursor.at - 1))
  const match = /^([#!]?)([A-Za-z_]\w*|[0-9]+|[@*#?$!-])([\s\S]*)$/.exec(inside)
  const span = { start, end: cursor.at }
  if (!match) return { kind: 'opaque', quoted, span }
  const [, prefix = '', name = '', rest = ''] = match
  if (prefix && name) return { kind: 'variable', name, operator: prefix, operand: rest, quoted, span }
  const operator = /^(:?[-=+?]|##?|%%?|\/[/#%]?|\^\^?|,,?|:|@|\[)?/.exec(rest)?.[0] ?? ''
  return { kind: 'variable', name, operator, operand: rest.slice(operator.length), quoted, span }
}

/** The place behind the brace that closes `${`, over nested braces and strings. */
function closingBrace(cursor: Cursor): number {
  const { text } = cursor
  let depth = 0
  for (let at = cursor.at + 1; at < cursor.end && cursor.credit > 0; at++, cursor.credit--) {
    const c = text[at]
    if (c === '\\') at++
    else if (c === '{') depth++
    else if (c === '}' && --depth === 0) return at + 1
    else if (c === "'" && depth > 0) {
      // An apostrophe in the middle of a message opens no string.
      const brace = find(cursor, '}', at + 1)
      const end = find(cursor, "'", at + 1)
      if (end > 0 && brace > end) at = end
    }
  }
  const line = find(cursor, '\n', cursor.at)
  return line < 0 ? cursor.end : line
}

function readSubstitution(cursor: Cursor, quoted: boolean): Part {
  const start = cursor.at
  if (startsWith(cursor, '$((')) {
    const end = arithmeticEnd(cursor, start + 1)
    if (end) {
      cursor.at = end
      return { kind: 'opaque', quoted, span: { start, end } }
    }
  }
  cursor.at += 2
  if (cursor.depth >= deepest) {
    cursor.at = cursor.end
    return { kind: 'opaque', quoted, span: { start, end: cursor.at } }
  }
  const list = cursor.substituted(cursor)
  if (peek(cursor) === ')') cursor.at++
  return { kind: 'substitution', list, process: false, quoted, span: { start, end: cursor.at } }
}

/** The place behind the `))` that closes the `((` at `from`; 0 where none does, so that it is a subshell in a subshell. */
export function arithmeticEnd(cursor: Cursor, from: number): number {
  let depth = 0
  for (let at = from; at < cursor.end && cursor.credit > 0; at++, cursor.credit--) {
    const c = cursor.text[at]
    if (c === '(') depth++
    else if (c === ')') {
      depth--
      if (depth === 1) return cursor.text[at + 1] === ')' && at + 1 < cursor.end ? at + 2 : 0
      if (depth <= 0) return 0
    } else if (c === '#' && /\s/.test(cursor.text[at - 1] ?? '')) return 0
  }
  return 0
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', 0: '' }

function readAnsi(cursor: Cursor): Part {
  const start = cursor.at + 2
  let value = ''
  cursor.at = start
  while (cursor.at < cursor.end && peek(cursor) !== "'") {
    if (peek(cursor) === '\\') {
      const next = peek(cursor, 1)
      value += escapes[next] ?? next
      cursor.at += 2
    } else {
      value += peek(cursor)
      cursor.at++
    }
  }
  const end = Math.min(cursor.at, cursor.end)
  cursor.at = Math.min(end + 1, cursor.end)
  return literal(value, true, start, end, value.length === end - start)
}
