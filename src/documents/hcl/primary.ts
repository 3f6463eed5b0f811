import type { HclEntry, HclExpression } from './ast.ts'
import { accept, bracketed, type Cursor, expect, fail, isDigit, longest, peek, skipSpace, word } from './cursor.ts'
import { readHeredoc } from './heredoc.ts'
import { readQuoted } from './template.ts'

/** Reads a value with what is taken out of it: `a.b[c].*.d`. */
export function readPrimary(cursor: Cursor): HclExpression {
  skipSpace(cursor)
  return readAccesses(cursor, readTerm(cursor))
}

function readTerm(cursor: Cursor): HclExpression {
  const start = cursor.at
  const c = peek(cursor)
  if (c === '"') return readQuoted(cursor)
  if (c === '(') {
    cursor.at++
    return bracketed(cursor, () => {
      const inside = cursor.expression(cursor)
      skipSpace(cursor)
      expect(cursor, ')')
      return { ...inside, span: { start, end: cursor.at } }
    })
  }
  if (c === '[') return readList(cursor)
  if (c === '{') return readMap(cursor)
  if (c === '<' && cursor.text[cursor.at + 1] === '<') return readHeredoc(cursor)
  if (isDigit(cursor.text.charCodeAt(start)) && c) return readNumber(cursor)
  const name = word(cursor)
  if (name === undefined) fail(cursor, c === '' || c === '\n' ? 'a value is missing' : `\`${c}\` begins no value`)
  if (name === 'true' || name === 'false' || name === 'null') {
    const value = name === 'null' ? null : name === 'true'
    return { kind: 'literal', value, span: { start, end: cursor.at } }
  }
  // functions of a provider: `provider::aws::arn_parse(…)`
  let full = name
  while (cursor.text.startsWith('::', cursor.at)) {
    cursor.at += 2
    full += `::${word(cursor) ?? fail(cursor, 'a name is missing')}`
  }
  return peek(cursor) === '(' ? readCall(cursor, full, start) : { kind: 'name', name, span: { start, end: cursor.at } }
}

const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function readNumber(cursor: Cursor): HclExpression {
  const start = cursor.at
  number.lastIndex = start
  const found = number.exec(cursor.text)?.[0] ?? ''
  cursor.at += found.length
  return { kind: 'literal', value: Number(found), span: { start, end: cursor.at } }
}

function readCall(cursor: Cursor, name: string, start: number): HclExpression {
  cursor.at++
  return bracketed(cursor, () => {
    const args: HclExpression[] = []
    let spread = false
    for (;;) {
      skipSpace(cursor)
      if (accept(cursor, ')')) break
      args.push(cursor.expression(cursor))
      skipSpace(cursor)
      if (accept(cursor, '...')) spread = true
      else if (accept(cursor, ',')) continue
      skipSpace(cursor)
      expect(cursor, ')')
      break
    }
    return { kind: 'call', name, args, spread, span: { start, end: cursor.at } }
  })
}

function readList(cursor: Cursor): HclExpression {
  const start = cursor.at++
  return bracketed(cursor, () => {
    skipSpace(cursor)
    if (isFor(cursor)) return readFor(cursor, start, ']')
    const items: HclExpression[] = []
    for (;;) {
      skipSpace(cursor)
      if (accept(cursor, ']')) break
      items.push(cursor.expression(cursor))
      skipSpace(cursor)
      if (accept(cursor, ',')) continue
      expect(cursor, ']')
      break
    }
    return { kind: 'list', items, span: { start, end: cursor.at } }
  })
}

function readMap(cursor: Cursor): HclExpression {
  const start = cursor.at++
  return bracketed(cursor, () => {
    skipSpace(cursor)
    if (isFor(cursor)) return readFor(cursor, start, '}')
    const entries: HclEntry[] = []
    for (;;) {
      skipSpace(cursor)
      if (accept(cursor, '}')) break
      const key = keyOf(cursor)
      skipSpace(cursor)
      if (!accept(cursor, '=') && !accept(cursor, ':')) fail(cursor, '`=` is missing behind the key')
      // Between entries a line end separates: the expression itself may still go over lines in its own brackets.
      const value = onOneLine(cursor, () => cursor.expression(cursor))
      entries.push({ key, value })
      const before = cursor.at
      skipSpace(cursor)
      if (accept(cursor, ',') || cursor.text.slice(before, cursor.at).includes('\n')) continue
      expect(cursor, '}')
      break
    }
    return { kind: 'map', entries, span: { start, end: cursor.at } }
  })
}

/** Reads a value that ends with its line, the line end before it allowed. */
function onOneLine<T>(cursor: Cursor, read: () => T): T {
  skipSpace(cursor)
  const { brackets } = cursor
  cursor.brackets = 0
  const value = read()
  cursor.brackets = brackets
  return value
}

function keyOf(cursor: Cursor): HclExpression {
  const start = cursor.at
  const name = word(cursor)
  if (name !== undefined) {
    const end = cursor.at
    skipSpace(cursor)
    const c = peek(cursor)
    if (c === '=' || c === ':') {
      const part = { kind: 'text', value: name, span: { start, end } } as const
      return { kind: 'template', parts: [part], span: { start, end } }
    }
    cursor.at = start
  }
  return onOneLine(cursor, () => cursor.expression(cursor))
}

function isFor(cursor: Cursor): boolean {
  return /^for\s/.test(cursor.text.slice(cursor.at, cursor.at + 4))
}

function readFor(cursor: Cursor, start: number, close: ']' | '}'): HclExpression {
  cursor.at += 3
  const first = nameIn(cursor)
  const second = accept(cursor, ',') ? nameIn(cursor) : undefined
  if (word(cursor) !== 'in') fail(cursor, '`in` is missing')
  const list = cursor.expression(cursor)
  skipSpace(cursor)
  expect(cursor, ':')
  let value = cursor.expression(cursor)
  let key: HclExpression | undefined
  skipSpace(cursor)
  if (close === '}') {
    expect(cursor, '=>')
    key = value
    value = cursor.expression(cursor)
    skipSpace(cursor)
  }
  const grouped = accept(cursor, '...')
  skipSpace(cursor)
  let condition: HclExpression | undefined
  if (/^if[\s(!"[]/.test(cursor.text.slice(cursor.at, cursor.at + 3))) {
    cursor.at += 2
    condition = cursor.expression(cursor)
    skipSpace(cursor)
  }
  expect(cursor, close)
  const names = { keyName: second === undefined ? undefined : first, itemName: second ?? first }
  return { kind: 'for', ...names, list, key, value, condition, grouped, span: { start, end: cursor.at } }
}

function nameIn(cursor: Cursor): string {
  skipSpace(cursor)
  const name = word(cursor) ?? fail(cursor, 'a name is missing')
  skipSpace(cursor)
  return name
}

/** What is taken out of a value. A splat is told apart by where its own accesses begin. */
function readAccesses(cursor: Cursor, from: HclExpression, count = 0): HclExpression {
  let value = from
  const { start } = from.span
  for (; ; count++) {
    if (count > longest) fail(cursor, `more than ${longest} accesses in a row`)
    const c = peek(cursor)
    if (c === '.' && !cursor.text.startsWith('...', cursor.at)) {
      cursor.at++
      if (accept(cursor, '*')) return splat(cursor, value, false, count)
      if (isDigit(cursor.text.charCodeAt(cursor.at))) {
        const at = cursor.at
        while (isDigit(cursor.text.charCodeAt(cursor.at))) cursor.at++
        const span = { start: at, end: cursor.at }
        const index = { kind: 'literal', value: Number(cursor.text.slice(at, cursor.at)), span } as const
        value = { kind: 'index', object: value, index, span: { start, end: cursor.at } }
        continue
      }
      const name = word(cursor) ?? fail(cursor, 'a name is missing behind the dot')
      value = { kind: 'attribute', object: value, name, span: { start, end: cursor.at } }
    } else if (c === '[') {
      if (/^\[\s*\*\s*\]/.test(cursor.text.slice(cursor.at, cursor.at + 8))) {
        cursor.at = cursor.text.indexOf(']', cursor.at) + 1
        return splat(cursor, value, true, count)
      }
      cursor.at++
      const object = value
      value = bracketed(cursor, () => {
        const index = cursor.expression(cursor)
        skipSpace(cursor)
        expect(cursor, ']')
        return { kind: 'index', object, index, span: { start, end: cursor.at } }
      })
    } else return value
  }
}

/** `.*` stands for attributes only, `[*]` for indexes too (spec.md, "Splat Operators"); people use them alike. */
function splat(cursor: Cursor, list: HclExpression, full: boolean, count: number): HclExpression {
  const item: HclExpression = { kind: 'name', name: '', span: { start: cursor.at, end: cursor.at } }
  if (full) {
    const each = readAccesses(cursor, item, count + 1)
    return { kind: 'splat', list, each, span: { start: list.span.start, end: cursor.at } }
  }
  let each: HclExpression = item
  while (peek(cursor) === '.' && /[\p{L}_]/u.test(cursor.text[cursor.at + 1] ?? '')) {
    if (++count > longest) fail(cursor, `more than ${longest} accesses in a row`)
    cursor.at++
    const name = word(cursor) as string
    each = { kind: 'attribute', object: each, name, span: { start: item.span.start, end: cursor.at } }
  }
  const value: HclExpression = { kind: 'splat', list, each, span: { start: list.span.start, end: cursor.at } }
  return readAccesses(cursor, value, count + 1)
}
