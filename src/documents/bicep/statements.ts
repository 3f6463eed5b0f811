import type { Call, Declaration, Import, Made, Statement } from './ast.ts'
import { accept, type Cursor, expect, fail, needWord, peek, skip, toLineEnd, word } from './cursor.ts'
import { readCondition, readDictionary, readExpression, readLoop } from './expressions.ts'
import { readText } from './texts.ts'

/**
 * Reads one statement; undefined where it is one that nothing is read of (types, functions, metadata), which is passed over.
 * @throws Failure
 */
export function readStatement(cursor: Cursor): Statement | undefined {
  const decorators = readDecorators(cursor)
  const start = cursor.at
  const kind = word(cursor)
  switch (kind) {
    case 'param':
    case 'var':
    case 'output':
      return readDeclaration(cursor, kind, decorators, start)
    case 'resource':
    case 'module':
      return readMade(cursor, kind, start)
    case 'using':
    case 'import':
      return readImport(cursor, kind, start)
    default:
      toStatementEnd(cursor)
      return undefined
  }
}

/** `@description('…')`, `@sys.secure()`, each on its line or before what it is for. */
function readDecorators(cursor: Cursor): readonly Call[] {
  const found: Call[] = []
  for (skip(cursor, true); peek(cursor) === '@'; skip(cursor, true)) {
    cursor.at++
    const call = readExpression(cursor)
    if (call.kind === 'call') found.push(call)
  }
  return found
}

function readDeclaration(
  cursor: Cursor,
  kind: Declaration['kind'],
  decorators: readonly Call[],
  start: number,
): Declaration {
  const name = needWord(cursor)
  const type = kind === 'var' ? '' : readType(cursor)
  const value = accept(cursor, '=') ? readExpression(cursor) : undefined
  toLineEnd(cursor)
  const literals = /[{[]/.test(type) ? [] : [...type.matchAll(/'([^']*)'/g)].map(([, text]) => text as string)
  const span = { start, end: value?.span.end ?? cursor.at }
  return { kind, name, value, decorators, literals, optional: type.endsWith('?'), span }
}

/** Goes past a type, and gives it as it is written. */
function readType(cursor: Cursor): string {
  const start = cursor.at
  toStatementEnd(cursor, '=')
  return cursor.text.slice(start, cursor.at).trim()
}

function readMade(cursor: Cursor, kind: Made['kind'], start: number): Made {
  const name = needWord(cursor)
  skip(cursor, false)
  const type = readText(cursor, readExpression)
  const head = { start, end: cursor.at }
  const existing = accept(cursor, 'existing')
  expect(cursor, '=')
  skip(cursor, true)
  let loop: Made['loop']
  const isLoop = /^\[\s*for\b/.test(cursor.text.slice(cursor.at, cursor.at + 200))
  if (isLoop) {
    expect(cursor, '[')
    skip(cursor, true)
    loop = readLoop(cursor, cursor.at)
  }
  const condition = readCondition(cursor)
  skip(cursor, true)
  const { body, nested } = readDictionary(cursor, readNested)
  if (isLoop) expect(cursor, ']', true)
  // a condition of a loop is asked for each item
  const inLoop = loop?.condition
  return {
    kind,
    name,
    type: type.kind === 'literal' ? String(type.value) : '',
    existing,
    condition: condition ?? inLoop,
    loop: loop && { ...loop, condition: undefined },
    body,
    nested,
    head,
  }
}

function readNested(cursor: Cursor): Made {
  readDecorators(cursor)
  const start = cursor.at
  if (word(cursor) !== 'resource') fail(cursor, 'a resource is missing')
  return readMade(cursor, 'resource', start)
}

function readImport(cursor: Cursor, kind: Import['kind'], start: number): Import {
  const names: (readonly [string, string])[] = []
  if (kind === 'import') {
    if (accept(cursor, '*')) {
      if (word(cursor) !== 'as') fail(cursor, '`as` is missing')
      names.push([needWord(cursor), '*'])
    } else if (accept(cursor, '{')) {
      while (!accept(cursor, '}', true)) {
        skip(cursor, true)
        const there = needWord(cursor)
        const renamed = accept(cursor, 'as ') ? needWord(cursor) : there
        names.push([renamed, there])
        accept(cursor, ',', true)
      }
    }
    if (word(cursor) !== 'from') fail(cursor, '`from` is missing')
  }
  skip(cursor, false)
  if (kind === 'using' && peek(cursor) !== "'") {
    toLineEnd(cursor)
    return { kind, path: '', names, span: { start, end: cursor.at } }
  }
  const path = readText(cursor, readExpression)
  toLineEnd(cursor)
  return { kind, path: path.kind === 'literal' ? String(path.value) : '', names, span: { start, end: cursor.at } }
}

/** Goes to the end of a line in which all brackets are closed, or to a sign before it. */
function toStatementEnd(cursor: Cursor, sign = ''): void {
  let open = 0
  const { text } = cursor
  while (cursor.at < text.length) {
    skip(cursor, false)
    const c = peek(cursor)
    if (c === '' || (open <= 0 && (c === '\n' || (sign !== '' && c === sign && text[cursor.at + 1] !== '>')))) return
    if (c === "'") readText(cursor, readExpression)
    else {
      if (/[([{]/.test(c)) open++
      if (/[)\]}]/.test(c)) open--
      cursor.at++
    }
  }
}
