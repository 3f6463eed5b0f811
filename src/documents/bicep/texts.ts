import type { Expression } from './ast.ts'
import { type Cursor, fail } from './cursor.ts'

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Reads a text in quotes with what is put into it, or one in three quotes, which is as it stands. */
export function readText(cursor: Cursor, expression: (cursor: Cursor) => Expression): Expression {
  const start = cursor.at
  const { text } = cursor
  if (text.startsWith("'''", start)) {
    const end = text.indexOf("'''", start + 3)
    if (end < 0) fail(cursor, 'this text does not end')
    cursor.at = end + 3
    const value = text.slice(start + 3, end).replace(/^\r?\n/, '')
    return { kind: 'literal', value, span: { start, end: cursor.at } }
  }
  cursor.at++
  const parts: (string | Expression)[] = []
  let plain = ''
  for (;;) {
    const c = text[cursor.at]
    if (c === undefined || c === '\n') fail(cursor, 'this text does not end')
    if (c === "'") break
    if (c === '\\') plain += escaped(cursor)
    else if (c === '$' && text[cursor.at + 1] === '{') {
      parts.push(plain)
      plain = ''
      cursor.at += 2
      parts.push(expression(cursor))
      if (text[cursor.at] !== '}') fail(cursor, '`}` is missing')
      cursor.at++
    } else {
      plain += c
      cursor.at++
    }
  }
  cursor.at++
  const span = { start, end: cursor.at }
  if (parts.length === 0) return { kind: 'literal', value: plain, span }
  return { kind: 'text', parts: [...parts, plain].filter((part) => part !== ''), span }
}

function escaped(cursor: Cursor): string {
  const code = /^\\u\{([0-9a-fA-F]{1,6})\}/.exec(cursor.text.slice(cursor.at, cursor.at + 12))
  if (code) {
    cursor.at += code[0].length
    const point = Number.parseInt(code[1] as string, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : '?'
  }
  const c = cursor.text.charAt(cursor.at + 1)
  cursor.at += 2
  return escapes[c] ?? c
}
