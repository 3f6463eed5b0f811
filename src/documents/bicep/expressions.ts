import type { Dictionary, DictionaryEntry, Expression, List, Loop, Made } from './ast.ts'
import { accept, type Cursor, deeper, expect, fail, longest, needWord, peek, skip, word } from './cursor.ts'
import { readText } from './texts.ts'

/** Reads an expression; the space before it is skipped, and that behind it on its line. */
export function readExpression(cursor: Cursor): Expression {
  return deeper(cursor, () => {
    skip(cursor, true)
    const { at } = cursor
    const condition = readBinary(cursor, 0)
    if (!acceptChoice(cursor)) return condition
    const then = readExpression(cursor)
    expect(cursor, ':', true)
    const otherwise = readExpression(cursor)
    return { kind: 'choice', condition, then, otherwise, span: { start: at, end: otherwise.span.end } }
  })
}

/** A `?` that begins no member (`.?`) and is not doubled. */
function acceptChoice(cursor: Cursor): boolean {
  const before = cursor.at
  if (accept(cursor, '?', true) && peek(cursor) !== '?') return true
  cursor.at = before
  return false
}

/** Operators by how loosely they bind; those of a level from left to right. */
const levels: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
]

function readBinary(cursor: Cursor, level: number): Expression {
  const operators = levels[level]
  if (!operators) return readUnary(cursor)
  let left = readBinary(cursor, level + 1)
  for (let links = 0; ; links++) {
    // a line may begin with an operator, but for those that begin an item of a list too
    const operator = operators.find((sign) => accept(cursor, sign, !/^[-!]$/.test(sign)))
    if (!operator) return left
    if (links > longest) fail(cursor, 'too many operators in a row')
    skip(cursor, true)
    const right = readBinary(cursor, level + 1)
    left = {
      kind: 'operation',
      operator,
      operands: [left, right],
      span: { start: left.span.start, end: right.span.end },
    }
  }
}

function readUnary(cursor: Cursor): Expression {
  skip(cursor, false)
  const start = cursor.at
  const operator = ['!', '-', '+'].find((sign) => accept(cursor, sign))
  if (!operator) return readPostfix(cursor)
  const operand = deeper(cursor, () => readUnary(cursor))
  const span = { start, end: operand.span.end }
  if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number')
    return { kind: 'literal', value: -operand.value, span }
  return operator === '+' ? operand : { kind: 'operation', operator, operands: [operand], span }
}

function readPostfix(cursor: Cursor): Expression {
  let found = readPrimary(cursor)
  const { start } = found.span
  const member = (key: Expression): Expression => ({
    kind: 'member',
    object: found,
    key,
    span: { start, end: cursor.at },
  })
  for (let links = 0; ; links++) {
    if (links > longest) fail(cursor, 'too many members in a row')
    if (accept(cursor, '::') || accept(cursor, '.?') || acceptMember(cursor)) {
      const from = cursor.at
      const name = needWord(cursor)
      const key = { kind: 'literal', value: name, span: { start: from, end: cursor.at } } as const
      found = peek(cursor) === '(' ? call(cursor, name, found, start) : member(key)
    } else if (accept(cursor, '[?') || accept(cursor, '[')) {
      const key = readExpression(cursor)
      expect(cursor, ']', true)
      found = member(key)
    } else if (peek(cursor) === '!' && cursor.text[cursor.at + 1] !== '=' && cursor.text[cursor.at + 1] !== '~')
      cursor.at++
    else return found
  }
}

/** `.name`, on the next line too; `...` begins another item. */
function acceptMember(cursor: Cursor): boolean {
  const before = cursor.at
  if (accept(cursor, '.', true) && peek(cursor) !== '.') return true
  cursor.at = before
  return false
}

function call(cursor: Cursor, name: string, of: Expression | undefined, start: number): Expression {
  expect(cursor, '(')
  const args: Expression[] = []
  while (!accept(cursor, ')', true)) {
    args.push(readExpression(cursor))
    if (accept(cursor, ',', true)) continue
    skip(cursor, true)
    if (peek(cursor) !== ')') fail(cursor, '`)` is missing')
  }
  const span = { start, end: cursor.at }
  // functions of namespaces: `sys.concat(…)`
  const isSpace = of?.kind === 'name' && /^(sys|az)$/.test(of.name)
  return { kind: 'call', name, of: isSpace ? undefined : of, args, span }
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readPrimary(cursor: Cursor): Expression {
  skip(cursor, false)
  const start = cursor.at
  const c = peek(cursor)
  if (c === "'") return readText(cursor, readExpression)
  if (c === '{') return readDictionary(cursor).body
  if (c === '[') return readList(cursor)
  if (c === '(') return readParentheses(cursor)
  const number = /^\d+/.exec(cursor.text.slice(start, start + 20))?.[0]
  if (number) {
    cursor.at += number.length
    return { kind: 'literal', value: Number(number), span: { start, end: cursor.at } }
  }
  const name = word(cursor)
  if (name === undefined) fail(cursor, 'an expression is missing')
  if (peek(cursor) === '(') return call(cursor, name, undefined, start)
  if (accept(cursor, '=>')) return lambda(cursor, [name], start)
  const span = { start, end: start + name.length }
  const constant = constants.get(name)
  return constant === undefined ? { kind: 'name', name, span } : { kind: 'literal', value: constant, span }
}

function lambda(cursor: Cursor, names: readonly string[], start: number): Expression {
  const body = readExpression(cursor)
  return { kind: 'lambda', names, body, span: { start, end: body.span.end } }
}

const parameters = /\(\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)?\s*\)\s*=>/y

function readParentheses(cursor: Cursor): Expression {
  const start = cursor.at
  parameters.lastIndex = start
  const found = parameters.exec(cursor.text)
  if (found) {
    cursor.at += found[0].length
    return lambda(cursor, (found[1] ?? '').split(/[\s,]+/).filter(Boolean), start)
  }
  cursor.at++
  const inner = readExpression(cursor)
  expect(cursor, ')', true)
  return inner
}

function readList(cursor: Cursor): List | Loop {
  const start = cursor.at
  cursor.at++
  skip(cursor, true)
  const loop = readLoop(cursor, start)
  if (loop) {
    const body = readExpression(cursor)
    expect(cursor, ']', true)
    return { ...loop, body, span: { start, end: cursor.at } }
  }
  const items: List['items'][number][] = []
  while (!accept(cursor, ']', true)) {
    const spread = accept(cursor, '...', true)
    items.push({ value: readExpression(cursor), spread })
    accept(cursor, ',', true)
  }
  return { kind: 'list', items, span: { start, end: cursor.at } }
}

/** `for item in list:`, `for (item, index) in list: if (condition)`; undefined where no loop begins here. */
export function readLoop(cursor: Cursor, start: number): Omit<Loop, 'body'> | undefined {
  if (!/^for\b/.test(cursor.text.slice(cursor.at, cursor.at + 4))) return undefined
  cursor.at += 3
  let [item, index] = ['', '']
  if (accept(cursor, '(')) {
    item = needWord(cursor)
    expect(cursor, ',')
    index = needWord(cursor)
    expect(cursor, ')')
  } else item = needWord(cursor)
  if (word(cursor) !== 'in') fail(cursor, '`in` is missing')
  const list = readExpression(cursor)
  expect(cursor, ':', true)
  skip(cursor, true)
  return { kind: 'loop', item, index, list, condition: readCondition(cursor), span: { start, end: cursor.at } }
}

/** `if (condition)`; undefined where none stands. */
export function readCondition(cursor: Cursor): Expression | undefined {
  skip(cursor, true)
  if (!/^if\s*\(/.test(cursor.text.slice(cursor.at, cursor.at + 40))) return undefined
  cursor.at += 2
  expect(cursor, '(')
  const condition = readExpression(cursor)
  expect(cursor, ')', true)
  return condition
}

/** Reads a map, with the resources that are declared in it. */
export function readDictionary(
  cursor: Cursor,
  readResource?: (cursor: Cursor) => Made,
): { readonly body: Dictionary; readonly nested: readonly Made[] } {
  return deeper(cursor, () => {
    const start = cursor.at
    expect(cursor, '{')
    const [entries, spreads, nested]: [DictionaryEntry[], Expression[], Made[]] = [[], [], []]
    while (!accept(cursor, '}', true)) {
      skip(cursor, true)
      if (accept(cursor, '...')) spreads.push(readExpression(cursor))
      else if (readResource && /^(@|resource\s+\w+\s+')/.test(cursor.text.slice(cursor.at, cursor.at + 80)))
        nested.push(readResource(cursor))
      else entries.push(readEntry(cursor))
      accept(cursor, ',', true)
    }
    return { body: { kind: 'map', entries, spreads, span: { start, end: cursor.at } }, nested }
  })
}

function readEntry(cursor: Cursor): DictionaryEntry {
  const start = cursor.at
  const written = peek(cursor) === "'" ? readText(cursor, readExpression) : undefined
  const key = written ? (written.kind === 'literal' ? String(written.value) : written) : needWord(cursor)
  const keySpan = { start, end: cursor.at }
  expect(cursor, ':')
  return { key, keySpan, value: readExpression(cursor) }
}
