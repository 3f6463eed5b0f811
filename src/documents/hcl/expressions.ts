import type { HclExpression } from './ast.ts'
import { accept, type Cursor, deeper, expect, fail, longest, peek, skipSpace } from './cursor.ts'
import { readPrimary } from './primary.ts'

/** Reads an expression; the space before it is skipped. */
export function readExpression(cursor: Cursor): HclExpression {
  return deeper(cursor, () => {
    const condition = readBinary(cursor, 0)
    skipSpace(cursor)
    if (!accept(cursor, '?')) return condition
    // HCL takes line ends before the colon of a conditional only in brackets, and after it too; people are spared that.
    const then = readExpression(cursor)
    skipSpace(cursor)
    expect(cursor, ':')
    const otherwise = readExpression(cursor)
    return {
      kind: 'conditional',
      condition,
      then,
      else: otherwise,
      span: { start: condition.span.start, end: otherwise.span.end },
    }
  })
}

/** Weakest first (spec.md, "Operations"). */
const operators: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
]

function readBinary(cursor: Cursor, level: number): HclExpression {
  const signs = operators[level]
  if (!signs) return readUnary(cursor)
  let left = readBinary(cursor, level + 1)
  for (let count = 0; ; count++) {
    skipSpace(cursor)
    const operator = signOf(cursor, signs)
    if (!operator) return left
    if (count >= longest) fail(cursor, `more than ${longest} operators in a row`)
    const right = readBinary(cursor, level + 1)
    left = { kind: 'binary', operator, left, right, span: { start: left.span.start, end: right.span.end } }
  }
}

function signOf(cursor: Cursor, signs: readonly string[]): string | undefined {
  const c = peek(cursor)
  if (!c || !'|&=!<>+-*/%'.includes(c)) return undefined
  // `=>` separates a key from its value
  if (cursor.text.startsWith('=>', cursor.at)) return undefined
  return signs.find((sign) => accept(cursor, sign))
}

function readUnary(cursor: Cursor): HclExpression {
  skipSpace(cursor)
  const start = cursor.at
  const c = peek(cursor)
  if (c !== '!' && c !== '-') return readPrimary(cursor)
  cursor.at++
  const operand = deeper(cursor, () => readUnary(cursor))
  return { kind: 'unary', operator: c, operand, span: { start, end: operand.span.end } }
}
