import type { Argument, Block, Case, Catch, Expression, FunctionNode, Statement } from './ast.ts'
import { accept, type Cursor, deeper, endBefore, expect, Failure, fail, isName, isSign, next, peek } from './cursor.ts'
import { isDeclaration, readDeclaration, skipModifiers } from './declarations.ts'
import { readExpression } from './expressions.ts'
import { readArguments, readParameters, readTypeName } from './primary.ts'

/** Statements up to a closing bracket (left to the caller) or the end. What cannot be parsed is left out and reported. */
export function readStatements(cursor: Cursor, until: (cursor: Cursor) => boolean): Statement[] {
  const found: Statement[] = []
  for (;;) {
    while (accept(cursor, ';'));
    if (peek(cursor).type === 'end' || until(cursor)) return found
    const begin = cursor.at
    try {
      const statement = readStatement(cursor)
      found.push(statement)
      const after = peek(cursor)
      if (!after.newline && after.type !== 'end' && !isSign(after, ';', '}') && !endsBlock(statement)) {
        fail(`\`${shown(after.text)}\` is not expected here`, after)
      }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      const { message, token } = failure
      const start = cursor.tokens[begin]?.start ?? token.start
      recover(cursor, begin)
      cursor.report(message, token.start, token.end, { start, end: Math.max(endBefore(cursor), token.end) })
    }
  }
}

const shown = (text: string): string => (text === '' ? 'a string' : text)

function endsBlock({ kind }: Statement): boolean {
  return /^(if|for-each|loop|switch|try|function|class|block|annotation)$/.test(kind)
}

/** Goes on behind a statement that failed: at the next line on which as few brackets are open as where it began. */
function recover(cursor: Cursor, begin: number): void {
  let open = 0
  for (let at = begin; at < cursor.at; at++) open += change(cursor, at)
  if (cursor.at === begin) {
    open += change(cursor, cursor.at)
    next(cursor)
  }
  for (;;) {
    const token = peek(cursor)
    if (token.type === 'end') return
    if (open <= 0 && (token.newline || isSign(token, '}', ';'))) return
    open += change(cursor, cursor.at)
    next(cursor)
  }
}

function change(cursor: Cursor, at: number): number {
  const token = cursor.tokens[at]
  if (token?.type !== 'sign') return 0
  if (/^(\(|\{|\[|\?\[)$/.test(token.text)) return 1
  return /^[)}\]]$/.test(token.text) ? -1 : 0
}

/** `{ … }`; behind a closure's parameters the arrow stands for the opening brace. */
export function readBlock(cursor: Cursor): Block {
  const opening = peek(cursor)
  if (!isSign(opening, '{', '->')) fail('`{` is missing', opening)
  next(cursor)
  return deeper(cursor, () => {
    const statements = readStatements(cursor, (at) => isSign(peek(at), '}'))
    const closing = peek(cursor)
    if (isSign(closing, '}')) next(cursor)
    else cursor.report('this block is not closed', opening.start, opening.end)
    return { statements, span: { start: opening.start, end: endBefore(cursor) } }
  })
}

/** The body of an `if` or a loop: a block, or one statement. */
function readBody(cursor: Cursor): Block {
  if (isSign(peek(cursor), '{')) return readBlock(cursor)
  return deeper(cursor, () => {
    if (accept(cursor, ';')) return { statements: [], span: { start: endBefore(cursor), end: endBefore(cursor) } }
    const statement = readStatement(cursor)
    return { statements: [statement], span: statement.span }
  })
}

function readStatement(cursor: Cursor): Statement {
  const token = peek(cursor)
  const { start } = token
  const span = () => ({ start, end: endBefore(cursor) })
  if (isSign(token, '@')) return readAnnotation(cursor)
  if (isSign(token, '{')) return { kind: 'block', body: readBlock(cursor), span: span() }
  const called = isSign(peek(cursor, 1), '(')
  if (token.type === 'name' && !isSign(peek(cursor, 1), '=', '.', ':')) {
    switch (token.text) {
      case 'import':
      case 'package':
        return readImport(cursor)
      case 'if':
        if (called) return readIf(cursor)
        break
      case 'for':
        if (called) return readFor(cursor)
        break
      case 'while':
        if (called) return readWhile(cursor)
        break
      case 'do':
        if (isSign(peek(cursor, 1), '{')) return readDo(cursor)
        break
      case 'switch':
        if (called) return readSwitch(cursor)
        break
      case 'try':
        if (isSign(peek(cursor, 1), '{', '(')) return readTry(cursor)
        break
      case 'return': {
        next(cursor)
        const after = peek(cursor)
        const empty = after.newline || after.type === 'end' || isSign(after, '}', ';')
        return { kind: 'return', value: empty ? undefined : readExpression(cursor, true), span: span() }
      }
      case 'throw':
        next(cursor)
        return { kind: 'throw', value: readExpression(cursor), span: span() }
      case 'break':
      case 'continue':
        next(cursor)
        if (!peek(cursor).newline && peek(cursor).type === 'name') next(cursor)
        return { kind: 'jump', word: token.text, span: span() }
      case 'assert': {
        next(cursor)
        const condition = readExpression(cursor)
        if (accept(cursor, ':', ',')) readExpression(cursor)
        return { kind: 'assert', condition, span: span() }
      }
    }
  }
  if (isDeclaration(cursor)) return readDeclaration(cursor)
  const expression = readExpression(cursor, true)
  return { kind: 'expression', expression, span: span() }
}

function readAnnotation(cursor: Cursor): Statement {
  const { start } = next(cursor)
  if (isName(peek(cursor), 'interface')) fail('annotation types are not read', peek(cursor))
  const name = readTypeName(cursor)
  const args: Argument[] = isSign(peek(cursor), '(') && !peek(cursor).newline ? readArguments(cursor) : []
  // `@Library('x') _` hangs on a name that says nothing
  if (isName(peek(cursor), '_')) next(cursor)
  return { kind: 'annotation', name, args, span: { start, end: endBefore(cursor) } }
}

function readImport(cursor: Cursor): Statement {
  const { start } = next(cursor)
  if (isName(peek(cursor), 'static')) next(cursor)
  let name = ''
  while (!peek(cursor).newline && (peek(cursor).type === 'name' || isSign(peek(cursor), '.', '*', '.*', '*.'))) {
    if (isName(peek(cursor), 'as')) break
    name += next(cursor).text
  }
  let alias: string | undefined
  if (isName(peek(cursor), 'as') && !peek(cursor).newline) {
    next(cursor)
    alias = next(cursor).text
  }
  return { kind: 'import', name, alias, span: { start, end: endBefore(cursor) } }
}

function readCondition(cursor: Cursor): Expression {
  expect(cursor, '(')
  return deeper(cursor, () => {
    const condition = readExpression(cursor)
    expect(cursor, ')')
    return condition
  })
}

function readIf(cursor: Cursor): Statement {
  const { start } = next(cursor)
  const condition = readCondition(cursor)
  const then = readBody(cursor)
  while (isSign(peek(cursor), ';') && isName(peek(cursor, 1), 'else')) next(cursor)
  let otherwise: Block | undefined
  if (isName(peek(cursor), 'else')) {
    next(cursor)
    otherwise = readBody(cursor)
  }
  return { kind: 'if', condition, then, else: otherwise, span: { start, end: endBefore(cursor) } }
}

function readFor(cursor: Cursor): Statement {
  const { start } = next(cursor)
  expect(cursor, '(')
  const loop = deeper(cursor, (): { name: string; list: Expression } | { condition: Expression | undefined } => {
    const at = cursor.at
    skipModifiers(cursor)
    if (peek(cursor).type === 'name') {
      let name = readTypeName(cursor)
      while (accept(cursor, '[')) expect(cursor, ']')
      if (peek(cursor).type === 'name' && !isName(peek(cursor), 'in')) name = next(cursor).text
      if (isName(peek(cursor), 'in') || isSign(peek(cursor), ':')) {
        next(cursor)
        return { name, list: readExpression(cursor) }
      }
    }
    cursor.at = at
    if (!isSign(peek(cursor), ';')) {
      if (isDeclaration(cursor)) readDeclaration(cursor)
      else readExpression(cursor)
    }
    expect(cursor, ';')
    const condition = isSign(peek(cursor), ';') ? undefined : readExpression(cursor)
    expect(cursor, ';')
    while (!isSign(peek(cursor), ')')) {
      readExpression(cursor)
      if (!accept(cursor, ',')) break
    }
    return { condition }
  })
  expect(cursor, ')')
  const body = readBody(cursor)
  const span = { start, end: endBefore(cursor) }
  return 'list' in loop ? { kind: 'for-each', ...loop, body, span } : { kind: 'loop', ...loop, body, span }
}

function readWhile(cursor: Cursor): Statement {
  const { start } = next(cursor)
  const condition = readCondition(cursor)
  const body = readBody(cursor)
  return { kind: 'loop', condition, body, span: { start, end: endBefore(cursor) } }
}

function readDo(cursor: Cursor): Statement {
  const { start } = next(cursor)
  const body = readBlock(cursor)
  let condition: Expression | undefined
  if (isName(peek(cursor), 'while')) {
    next(cursor)
    condition = readCondition(cursor)
  }
  return { kind: 'loop', condition, body, span: { start, end: endBefore(cursor) } }
}

function readSwitch(cursor: Cursor): Statement {
  const { start } = next(cursor)
  const subject = readCondition(cursor)
  expect(cursor, '{')
  const cases: Case[] = []
  return deeper(cursor, () => {
    for (;;) {
      while (accept(cursor, ';'));
      const token = peek(cursor)
      if (!isName(token, 'case', 'default')) break
      next(cursor)
      const value = token.text === 'case' ? readExpression(cursor) : undefined
      if (!accept(cursor, ':', '->')) fail('`:` is missing', peek(cursor))
      const ends = (at: Cursor) => isSign(peek(at), '}') || isCase(at)
      cases.push({ value, body: readStatements(cursor, ends) })
    }
    expect(cursor, '}')
    return { kind: 'switch', subject, cases, span: { start, end: endBefore(cursor) } }
  })
}

function isCase(cursor: Cursor): boolean {
  const token = peek(cursor)
  return isName(token, 'case') || (isName(token, 'default') && isSign(peek(cursor, 1), ':', '->'))
}

function readTry(cursor: Cursor): Statement {
  const { start } = next(cursor)
  if (isSign(peek(cursor), '(')) readArguments(cursor)
  const body = readBlock(cursor)
  const catches: Catch[] = []
  while (isName(peek(cursor), 'catch') && isSign(peek(cursor, 1), '(')) {
    next(cursor)
    next(cursor)
    let name = ''
    while (!isSign(peek(cursor), ')', '{') && peek(cursor).type !== 'end') name = next(cursor).text
    expect(cursor, ')')
    catches.push({ name, body: readBlock(cursor) })
  }
  let last: Block | undefined
  if (isName(peek(cursor), 'finally') && isSign(peek(cursor, 1), '{')) {
    next(cursor)
    last = readBlock(cursor)
  }
  return { kind: 'try', body, catches, finally: last, span: { start, end: endBefore(cursor) } }
}

/** The rest of a function behind its name. */
export function readFunction(cursor: Cursor, name: string, start: number): FunctionNode {
  expect(cursor, '(')
  const parameters = deeper(cursor, () => readParameters(cursor, ')'))
  next(cursor)
  if (isName(peek(cursor), 'throws')) while (!isSign(peek(cursor), '{') && peek(cursor).type !== 'end') next(cursor)
  const body = readBlock(cursor)
  return { kind: 'function', name, parameters, body, span: { start, end: endBefore(cursor) } }
}
