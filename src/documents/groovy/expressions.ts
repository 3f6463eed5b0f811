import type { Argument, Expression } from './ast.ts'
import { type Cursor, deeper, endBefore, fail, isName, isSign, longest, next, peek } from './cursor.ts'
import type { Token } from './lexer.ts'
import { isType, readArgument, readClosures, readPostfix, readTypeName } from './primary.ts'

/** How strongly operators bind, the weakest first (groovy-lang.org, "Operator precedence"). */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!=', '<=>', '===', '!==', '=~', '==~'],
  ['<', '<=', '>', '>=', 'in', '!in', 'instanceof', 'as'],
  ['<<', '>>', '>>>', '..', '..<'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
]

const strength = new Map(levels.flatMap((operators, level) => operators.map((operator) => [operator, level] as const)))

/** These may begin a line and go on with the expression of the line before: no statement begins with them. */
const continuing = new Set(['||', '&&', '==', '!=', '<=>', '=~', '==~', '?', '?:', ':'])

const assigning = new Set(['=', '+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '?='])

/** An expression, with assignments. `commands` allows calls without brackets: in statements and behind `=`. */
export function readExpression(cursor: Cursor, commands = false): Expression {
  return deeper(cursor, () => {
    const { start } = peek(cursor)
    const target = readTernary(cursor, commands)
    const token = peek(cursor)
    if (token.type !== 'sign' || !assigning.has(token.text)) return target
    next(cursor)
    const value = readExpression(cursor, commands)
    return { kind: 'assignment', operator: token.text, target, value, span: { start, end: endBefore(cursor) } }
  })
}

function readTernary(cursor: Cursor, commands: boolean): Expression {
  const { start } = peek(cursor)
  const condition = readBinary(cursor, 0, commands)
  const token = peek(cursor)
  if (isSign(token, '?:')) {
    next(cursor)
    const otherwise = deeper(cursor, () => readTernary(cursor, commands))
    return { kind: 'ternary', condition, then: undefined, else: otherwise, span: { start, end: endBefore(cursor) } }
  }
  if (!isSign(token, '?')) return condition
  next(cursor)
  const then = deeper(cursor, () => readTernary(cursor, false))
  if (!isSign(peek(cursor), ':')) fail('`:` is missing', peek(cursor))
  next(cursor)
  const otherwise = deeper(cursor, () => readTernary(cursor, commands))
  return { kind: 'ternary', condition, then, else: otherwise, span: { start, end: endBefore(cursor) } }
}

/** Binary operators of at least this strength, those of one strength from the left. */
function readBinary(cursor: Cursor, least: number, commands: boolean): Expression {
  const { start } = peek(cursor)
  let left = readUnary(cursor, commands && least === 0)
  for (let length = 0; ; length++) {
    if (length > longest) fail('this expression is too long', peek(cursor))
    const operator = operatorAt(cursor)
    const level = operator === undefined ? -1 : (strength.get(operator) as number)
    if (operator === undefined || level < least) return left
    next(cursor)
    if (operator === '!in') next(cursor)
    if (operator === 'as' || operator === 'instanceof') {
      readTypeName(cursor)
      while (isSign(peek(cursor), '[') && isSign(peek(cursor, 1), ']')) cursor.at += 2
      if (operator === 'as') continue
      const right: Expression = { kind: 'literal', value: null, span: { start, end: endBefore(cursor) } }
      left = { kind: 'binary', operator, left, right, span: { start, end: endBefore(cursor) } }
      continue
    }
    const right = deeper(cursor, () => readBinary(cursor, operator === '**' ? level : level + 1, false))
    left = { kind: 'binary', operator, left, right, span: { start, end: endBefore(cursor) } }
  }
}

function operatorAt(cursor: Cursor): string | undefined {
  const token = peek(cursor)
  if (token.newline && !continuing.has(token.text)) return undefined
  if (isSign(token, '!') && isName(peek(cursor, 1), 'in')) return '!in'
  if (token.type === 'name') return /^(in|as|instanceof)$/.test(token.text) ? token.text : undefined
  return token.type === 'sign' && strength.has(token.text) ? token.text : undefined
}

function readUnary(cursor: Cursor, commands: boolean): Expression {
  const token = peek(cursor)
  if (isSign(token, '!', '-', '+', '~', '++', '--')) {
    next(cursor)
    const operand = deeper(cursor, () => readUnary(cursor, false))
    return { kind: 'unary', operator: token.text, operand, span: { start: token.start, end: endBefore(cursor) } }
  }
  if (isCast(cursor)) {
    cursor.at += 1
    readTypeName(cursor)
    next(cursor)
    return deeper(cursor, () => readUnary(cursor, commands))
  }
  const operand = readPostfix(cursor)
  return commands ? readCommand(cursor, operand) : operand
}

/** `(String) x` */
function isCast(cursor: Cursor): boolean {
  if (!isSign(peek(cursor), '(') || !isType(peek(cursor, 1))) return false
  let ahead = 2
  while (isSign(peek(cursor, ahead), '.') && peek(cursor, ahead + 1).type === 'name' && ahead < 12) ahead += 2
  if (!isSign(peek(cursor, ahead), ')')) return false
  const after = peek(cursor, ahead + 1)
  return !after.newline &&
    (after.type === 'name' || after.type === 'text' || after.type === 'number' || isSign(after, '('))
    ? !isName(after, 'in', 'as', 'instanceof')
    : false
}

/** `sh 'x'`, `sh script: 'x', returnStatus: true`, `a b c d`: calls without brackets. */
function readCommand(cursor: Cursor, first: Expression): Expression {
  const { start } = first.span
  let found = first
  for (let length = 0; length < longest; length++) {
    if (found.kind !== 'name' && found.kind !== 'property') return found
    if (!beginsArgument(peek(cursor), cursor)) return found
    const args: Argument[] = [readArgument(cursor)]
    while (isSign(peek(cursor), ',')) {
      next(cursor)
      args.push(readArgument(cursor))
    }
    args.push(...readClosures(cursor))
    found = { kind: 'call', callee: found, args, span: { start, end: endBefore(cursor) } }
    // `a b c d` is `a(b).c(d)`
    const name = peek(cursor)
    if (name.newline || name.type !== 'name' || operatorAt(cursor) !== undefined) return found
    next(cursor)
    found = { kind: 'property', object: found, name: name.text, span: { start, end: name.end } }
  }
  return found
}

function beginsArgument(token: Token, cursor: Cursor): boolean {
  if (token.newline || !token.spaced) return false
  if (token.type === 'text' || token.type === 'number') return true
  if (token.type === 'name') return !/^(in|as|instanceof|else|catch|finally|while)$/.test(token.text)
  if (isSign(token, '[')) return true
  // `f -1` is a difference; `f !x` and `f *list` are calls nobody writes.
  return isSign(token, '!') && !isName(peek(cursor, 1), 'in')
}
