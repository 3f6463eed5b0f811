import type { CaseArm, If, List, Loop, Node, Word } from './ast.ts'
import { type Cursor, peek, skipBlanks, startsWith, takeLineEnd } from './cursor.ts'
import { arithmeticEnd } from './dollar.ts'
import { readList, reservedAt, skipLines } from './parse.ts'
import { readBody, readRedirects } from './simple.ts'
import { readWord } from './words.ts'

/** A compound command; undefined where none begins. What should close it and is missing ends it all the same. */
export function readCompound(cursor: Cursor): Node | undefined {
  const start = cursor.at
  if (peek(cursor) === '(') return readBracket(cursor)
  const word = reservedAt(cursor)
  switch (word) {
    case 'if':
      return readIf(cursor)
    case 'for':
    case 'select':
      return readFor(cursor, word)
    case 'while':
    case 'until':
      return readWhile(cursor, word)
    case 'case':
      return readCase(cursor)
    case '{': {
      cursor.at++
      const body = readList(cursor)
      expect(cursor, '}')
      const redirects = readRedirects(cursor)
      return { kind: 'group', subshell: false, body, redirects, span: { start, end: cursor.at } }
    }
    case '[[':
      return readTest(cursor)
    case 'function': {
      cursor.at += word.length
      skipBlanks(cursor)
      const name = readWord(cursor)
      skipBlanks(cursor)
      if (startsWith(cursor, '(')) {
        cursor.at++
        skipBlanks(cursor)
        if (peek(cursor) === ')') cursor.at++
      }
      const written = name ? cursor.text.slice(name.span.start, name.span.end) : ''
      return readBody(cursor, written, start)
    }
    default:
      return undefined
  }
}

/** Goes over a reserved word if it stands here. */
function expect(cursor: Cursor, word: string): boolean {
  if (reservedAt(cursor) !== word) return false
  cursor.at += word.length
  return true
}

function readBracket(cursor: Cursor): Node {
  const start = cursor.at
  if (peek(cursor, 1) === '(') {
    const end = arithmeticEnd(cursor, start)
    if (end) {
      cursor.at = end
      const redirects = readRedirects(cursor)
      return { kind: 'arithmetic', redirects, span: { start, end } }
    }
  }
  cursor.at++
  const body = readList(cursor)
  if (peek(cursor) === ')') cursor.at++
  const redirects = readRedirects(cursor)
  return { kind: 'group', subshell: true, body, redirects, span: { start, end: cursor.at } }
}

function readIf(cursor: Cursor): If {
  const start = cursor.at
  cursor.at += 2
  const branches: { test: List; body: List }[] = []
  let otherwise: List | undefined
  do {
    const test = readList(cursor)
    expect(cursor, 'then')
    branches.push({ test, body: readList(cursor) })
  } while (expect(cursor, 'elif'))
  if (expect(cursor, 'else')) otherwise = readList(cursor)
  expect(cursor, 'fi')
  const redirects = readRedirects(cursor)
  return { kind: 'if', branches, otherwise, redirects, span: { start, end: cursor.at } }
}

function readFor(cursor: Cursor, keyword: 'for' | 'select'): Loop {
  const start = cursor.at
  cursor.at += keyword.length
  skipBlanks(cursor)
  let variable = ''
  let words: Word[] | undefined
  if (startsWith(cursor, '((')) cursor.at = arithmeticEnd(cursor, cursor.at) || cursor.at + 2
  else {
    const name = readWord(cursor)
    variable = name ? cursor.text.slice(name.span.start, name.span.end) : ''
    skipLines(cursor)
    if (expect(cursor, 'in')) {
      words = []
      for (;;) {
        skipBlanks(cursor)
        const word = readWord(cursor)
        if (!word) break
        words.push(word)
      }
    }
  }
  const body = readDo(cursor)
  const redirects = readRedirects(cursor)
  return { kind: 'loop', keyword, variable, words, test: undefined, body, redirects, span: { start, end: cursor.at } }
}

function readDo(cursor: Cursor): List {
  skipBlanks(cursor)
  if (peek(cursor) === ';') cursor.at++
  skipLines(cursor)
  const closing = expect(cursor, 'do') ? 'done' : expect(cursor, '{') ? '}' : 'done'
  const body = readList(cursor)
  expect(cursor, closing)
  return body
}

function readWhile(cursor: Cursor, keyword: 'while' | 'until'): Loop {
  const start = cursor.at
  cursor.at += keyword.length
  const test = readList(cursor)
  expect(cursor, 'do')
  const body = readList(cursor)
  expect(cursor, 'done')
  const redirects = readRedirects(cursor)
  const span = { start, end: cursor.at }
  return { kind: 'loop', keyword, variable: '', words: undefined, test, body, redirects, span }
}

function readCase(cursor: Cursor): Node {
  const start = cursor.at
  cursor.at += 'case'.length
  skipLines(cursor)
  const at = cursor.at
  const word = readWord(cursor) ?? { parts: [], span: { start: at, end: at } }
  skipLines(cursor)
  expect(cursor, 'in')
  const arms: CaseArm[] = []
  for (;;) {
    skipLines(cursor)
    if (cursor.at >= cursor.end || expect(cursor, 'esac')) break
    const before = cursor.at
    const arm = readArm(cursor)
    if (arm) arms.push(arm)
    if (cursor.at === before) break
  }
  const redirects = readRedirects(cursor)
  return { kind: 'case', word, arms, redirects, span: { start, end: cursor.at } }
}

function readArm(cursor: Cursor): CaseArm | undefined {
  const start = cursor.at
  if (peek(cursor) === '(') cursor.at++
  const patterns: Word[] = []
  for (;;) {
    skipBlanks(cursor)
    const pattern = readWord(cursor)
    if (pattern) patterns.push(pattern)
    skipBlanks(cursor)
    if (peek(cursor) !== '|' || !pattern) break
    cursor.at++
  }
  if (peek(cursor) !== ')') {
    cursor.at = start
    return undefined
  }
  cursor.at++
  const body = readList(cursor)
  if (startsWith(cursor, ';;&')) cursor.at += 3
  else if (startsWith(cursor, ';;') || startsWith(cursor, ';&')) cursor.at += 2
  return { patterns, body, span: { start, end: cursor.at } }
}

/** `[[ … ]]`: words up to the closing one, over line ends. */
function readTest(cursor: Cursor): Node {
  const start = cursor.at
  cursor.at += 2
  const words: Word[] = []
  for (;;) {
    skipBlanks(cursor)
    if (cursor.at >= cursor.end) break
    if (takeLineEnd(cursor)) continue
    if (startsWith(cursor, ']]')) {
      cursor.at += 2
      break
    }
    const word = readWord(cursor, 'test')
    if (!word) break
    words.push(word)
  }
  const redirects = readRedirects(cursor)
  return { kind: 'test', words, redirects, span: { start, end: cursor.at } }
}
