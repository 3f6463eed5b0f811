import type { Argument, Expression, Parameter, TextNode } from './ast.ts'
import { accept, type Cursor, deeper, endBefore, expect, fail, isName, isSign, longest, next, peek } from './cursor.ts'
import type { Token } from './lexer.ts'
import type { TextToken } from './strings.ts'

const primitive = /^(int|long|boolean|double|float|byte|char|short|void)$/

/** Whether a token can be the name of a type: by custom, a type begins with a capital. */
export function isType(token: Token): boolean {
  return token.type === 'name' && (/^[\p{Lu}]/u.test(token.text) || primitive.test(token.text))
}

/** An operand with all that hangs on it: members, indices, calls in brackets, closures behind a call. */
export function readPostfix(cursor: Cursor): Expression {
  let found = readPrimary(cursor)
  const { start } = found.span
  for (let length = 0; ; length++) {
    if (length > longest) fail('this expression is too long', peek(cursor))
    const token = peek(cursor)
    const span = () => ({ start, end: endBefore(cursor) })
    if (isSign(token, '.', '?.', '*.', '.@', '.&', '::')) {
      next(cursor)
      const name = readMember(cursor)
      found = { kind: 'property', object: found, name, span: span() }
    } else if (token.newline) return found
    else if (isSign(token, '(')) {
      const args = [...readArguments(cursor), ...readClosures(cursor)]
      found = { kind: 'call', callee: found, args, span: span() }
    } else if (isSign(token, '[', '?[') && !(token.spaced && found.kind === 'name')) {
      next(cursor)
      const index = deeper(cursor, () => cursor.grammar.expression(cursor))
      while (accept(cursor, ',')) deeper(cursor, () => cursor.grammar.expression(cursor))
      expect(cursor, ']')
      found = { kind: 'index', object: found, index, span: span() }
    } else if (isSign(token, '{') && (found.kind === 'name' || found.kind === 'property')) {
      const args = readClosures(cursor)
      found = { kind: 'call', callee: found, args, span: span() }
    } else if (isSign(token, '++', '--')) {
      next(cursor)
      found = { kind: 'unary', operator: token.text, operand: found, span: span() }
    } else return found
  }
}

/** The name behind a dot; empty where it is computed. */
function readMember(cursor: Cursor): string {
  const token = next(cursor)
  if (token.type === 'name') return token.text
  if (token.type === 'text') {
    const [only] = token.parts
    return token.parts.length === 1 && only?.kind === 'literal' ? only.value : ''
  }
  if (isSign(token, '(')) {
    deeper(cursor, () => cursor.grammar.expression(cursor))
    expect(cursor, ')')
    return ''
  }
  return fail('a name is missing behind the dot', token)
}

function readPrimary(cursor: Cursor): Expression {
  const token = peek(cursor)
  const { start } = token
  switch (token.type) {
    case 'text':
      next(cursor)
      return textOf(token, cursor)
    case 'number': {
      next(cursor)
      const value = Number(token.text.replace(/_/g, '').replace(/^(?!0[xX])(.*?)[lLgGfFdDiI]$/, '$1'))
      return { kind: 'literal', value, span: { start, end: token.end } }
    }
    case 'name':
      return readNamed(cursor, token)
    case 'end':
      return fail('the text ends in the middle of an expression', token)
    case 'bad':
      return fail(`\`${token.text}\` is no sign of Groovy`, token)
  }
  if (isSign(token, '[')) return readCollection(cursor)
  if (isSign(token, '{')) return readClosure(cursor)
  if (isSign(token, '(')) {
    next(cursor)
    const inner = deeper(cursor, () => cursor.grammar.expression(cursor))
    expect(cursor, ')')
    return inner
  }
  return fail(`\`${token.text}\` begins no expression`, token)
}

function readNamed(cursor: Cursor, token: Token): Expression {
  const { start, end } = token
  next(cursor)
  if (token.text === 'true' || token.text === 'false') {
    return { kind: 'literal', value: token.text === 'true', span: { start, end } }
  }
  if (token.text === 'null') return { kind: 'literal', value: null, span: { start, end } }
  if (token.text !== 'new' || peek(cursor).type !== 'name')
    return { kind: 'name', name: token.text, span: { start, end } }
  const type = readTypeName(cursor)
  const args: Argument[] = []
  if (isSign(peek(cursor), '(')) args.push(...readArguments(cursor))
  else if (isSign(peek(cursor), '[')) cursor.grammar.expression(cursor)
  return { kind: 'new', type, args, span: { start, end: endBefore(cursor) } }
}

/** `a.b.C<D, E>` without what stands in `<>`. */
export function readTypeName(cursor: Cursor): string {
  let name = next(cursor).text
  while (isSign(peek(cursor), '.') && peek(cursor, 1).type === 'name') {
    next(cursor)
    name += `.${next(cursor).text}`
  }
  skipGenerics(cursor)
  return name
}

/** Goes over `<…>`, if one closes within a few tokens. */
export function skipGenerics(cursor: Cursor): void {
  if (!isSign(peek(cursor), '<')) return
  let open = 0
  for (let ahead = 0; ahead < 40; ahead++) {
    const token = peek(cursor, ahead)
    if (isSign(token, '<')) open++
    else if (isSign(token, '>')) open--
    else if (isSign(token, '>>')) open -= 2
    else if (token.type !== 'name' && !isSign(token, ',', '.', '?', '[', ']')) return
    if (open <= 0) {
      cursor.at += ahead + 1
      return
    }
  }
}

function textOf(token: TextToken, cursor: Cursor): TextNode {
  if (token.text === '') cursor.report('this string is not closed', token.start, token.end)
  return {
    kind: 'text',
    parts: token.parts.map((part) => {
      if (part.kind === 'literal') return part
      const span = { start: part.start, end: part.end }
      return { kind: 'expression', expression: putIn(part.tokens, cursor, span), span }
    }),
    span: { start: token.start, end: token.end },
  }
}

/** The expression between the braces of `${…}`; also `${-> x}` and `${tool 'NodeJS'}`. */
function putIn(tokens: readonly Token[], outer: Cursor, span: { start: number; end: number }): Expression {
  const cursor: Cursor = { ...outer, tokens, at: 0 }
  if (peek(cursor).type === 'end') return { kind: 'literal', value: null, span }
  return deeper(cursor, () => {
    accept(cursor, '->')
    const found = cursor.grammar.command(cursor)
    accept(cursor, ';')
    if (peek(cursor).type !== 'end') fail('this cannot be put into a string', peek(cursor))
    return found
  })
}

/** `(a, b: c)` */
export function readArguments(cursor: Cursor): Argument[] {
  expect(cursor, '(')
  return deeper(cursor, () => {
    const args: Argument[] = []
    while (!isSign(peek(cursor), ')')) {
      args.push(readArgument(cursor))
      if (!accept(cursor, ',')) break
    }
    expect(cursor, ')')
    return args
  })
}

/** One argument, with its name where it has one. */
export function readArgument(cursor: Cursor): Argument {
  const token = peek(cursor)
  if (isSign(token, '*')) {
    next(cursor)
    if (accept(cursor, ':')) return { name: undefined, value: cursor.grammar.expression(cursor) }
    return { name: undefined, value: cursor.grammar.expression(cursor) }
  }
  const named = token.type === 'name' || token.type === 'text' || token.type === 'number'
  if (named && isSign(peek(cursor, 1), ':')) {
    next(cursor)
    next(cursor)
    return { name: token.type === 'text' ? literalOf(token) : token.text, value: cursor.grammar.expression(cursor) }
  }
  return { name: undefined, value: cursor.grammar.expression(cursor) }
}

function literalOf(token: TextToken): string {
  return token.parts.map((part) => (part.kind === 'literal' ? part.value : '')).join('')
}

/** Closures that stand behind a call on the same line. */
export function readClosures(cursor: Cursor): Argument[] {
  const found: Argument[] = []
  while (isSign(peek(cursor), '{') && !peek(cursor).newline) found.push({ name: undefined, value: readClosure(cursor) })
  return found
}

/** `{ a, b -> … }` */
function readClosure(cursor: Cursor): Expression {
  const { start } = peek(cursor)
  const parameters = closureParameters(cursor)
  const body = cursor.grammar.block(cursor)
  return { kind: 'closure', parameters, body, span: { start, end: body.span.end } }
}

/**
 * The parameters before `->`; they are left out of what the block reads: the cursor is put on the arrow, which stands for
 * the opening brace.
 */
function closureParameters(cursor: Cursor): Parameter[] | undefined {
  let ahead = 1
  for (; ahead < 40; ahead++) {
    const token = peek(cursor, ahead)
    if (isSign(token, '->')) break
    if (token.type === 'end' || token.type === 'bad') return undefined
    if (token.type === 'sign' && !/^[,<>[\].=?]$/.test(token.text)) return undefined
  }
  if (!isSign(peek(cursor, ahead), '->')) return undefined
  next(cursor)
  const parameters = readParameters(cursor, '->')
  return parameters
}

/** `String a, b = 1` up to a sign, which is not taken. */
export function readParameters(cursor: Cursor, closing: string): Parameter[] {
  const found: Parameter[] = []
  while (!isSign(peek(cursor), closing)) {
    while (isSign(peek(cursor), '@')) {
      next(cursor)
      next(cursor)
    }
    if (isName(peek(cursor), 'final', 'def', 'var')) next(cursor)
    const first = peek(cursor)
    if (first.type !== 'name') fail('a parameter is missing', first)
    let name = readTypeName(cursor)
    while (accept(cursor, '[')) expect(cursor, ']')
    accept(cursor, '.')
    while (accept(cursor, '.', '..'));
    if (peek(cursor).type === 'name') name = next(cursor).text
    const value = accept(cursor, '=') ? cursor.grammar.expression(cursor) : undefined
    found.push({ name, default: value })
    if (!accept(cursor, ',')) break
  }
  if (!isSign(peek(cursor), closing)) fail(`\`${closing}\` is missing`, peek(cursor))
  return found
}

/** `[a, b]`, `[a: b]`, `[:]` */
function readCollection(cursor: Cursor): Expression {
  const { start } = next(cursor)
  return deeper(cursor, () => {
    if (accept(cursor, ':')) {
      expect(cursor, ']')
      return { kind: 'map', entries: [], span: { start, end: endBefore(cursor) } }
    }
    const items: Expression[] = []
    const entries: { key: Expression; value: Expression }[] = []
    while (!isSign(peek(cursor), ']')) {
      const token = peek(cursor)
      const bare = token.type === 'name' && isSign(peek(cursor, 1), ':')
      accept(cursor, '*')
      if (isSign(peek(cursor), ':')) next(cursor)
      const key = bare ? nameAsText(next(cursor)) : cursor.grammar.expression(cursor)
      if (accept(cursor, ':')) entries.push({ key, value: cursor.grammar.expression(cursor) })
      else items.push(key)
      if (!accept(cursor, ',')) break
    }
    expect(cursor, ']')
    const span = { start, end: endBefore(cursor) }
    return entries.length ? { kind: 'map', entries, span } : { kind: 'list', items, span }
  })
}

function nameAsText(token: Token): TextNode {
  const { start, end, text } = token
  const part = { kind: 'literal', value: text, offsetOf: (index: number) => start + index } as const
  return { kind: 'text', parts: [part], span: { start, end } }
}
