import type { Statement } from './ast.ts'
import { accept, type Cursor, endBefore, expect, fail, isName, isSign, next, peek } from './cursor.ts'
import { readExpression } from './expressions.ts'
import { isType, readTypeName, skipGenerics } from './primary.ts'
import { readBlock, readFunction } from './statements.ts'

const modifiers = /^(def|var|final|static|private|public|protected|synchronized|abstract|transient|volatile)$/

/** Whether a variable, a function or a class is declared here: behind a modifier, or a type and a name. */
export function isDeclaration(cursor: Cursor): boolean {
  const token = peek(cursor)
  if (token.type !== 'name') return false
  const after = peek(cursor, 1)
  if (/^(class|interface|enum|trait)$/.test(token.text)) return after.type === 'name'
  if (modifiers.test(token.text))
    return after.type === 'name' || isSign(after, '(') || isSign(after, '<') || isSign(after, '@')
  if (!isType(token)) return false
  const at = cursor.at
  readTypeName(cursor)
  while (isSign(peek(cursor), '[') && isSign(peek(cursor, 1), ']')) cursor.at += 2
  const name = peek(cursor)
  const behind = peek(cursor, 1)
  cursor.at = at
  if (name.type !== 'name' || name.newline || /^(in|as|instanceof)$/.test(name.text)) return false
  return isSign(behind, '=', '(', ';') || behind.newline || behind.type === 'end' || isSign(behind, ',')
}

/** Passes over `final`, `static` and the like. */
export function skipModifiers(cursor: Cursor): void {
  while (peek(cursor).type === 'name' && modifiers.test(peek(cursor).text)) next(cursor)
}

/** `def x = 1`, `def (a, b) = f()`, `String f(a) { … }`, `class A { … }` */
export function readDeclaration(cursor: Cursor): Statement {
  const { start } = peek(cursor)
  skipModifiers(cursor)
  skipGenerics(cursor)
  const span = () => ({ start, end: endBefore(cursor) })
  if (isName(peek(cursor), 'class', 'interface', 'enum', 'trait')) {
    next(cursor)
    const name = readTypeName(cursor)
    while (!isSign(peek(cursor), '{') && peek(cursor).type !== 'end') next(cursor)
    return { kind: 'class', name, body: readBlock(cursor), span: span() }
  }
  if (accept(cursor, '(')) {
    const names: string[] = []
    while (!isSign(peek(cursor), ')') && peek(cursor).type !== 'end') {
      const token = next(cursor)
      if (token.type === 'name' && !isType(token)) names.push(token.text)
    }
    expect(cursor, ')')
    const value = accept(cursor, '=') ? readExpression(cursor, true) : undefined
    return { kind: 'declaration', names, value, span: span() }
  }
  let name = readNameOrType(cursor)
  while (isSign(peek(cursor), '[') && isSign(peek(cursor, 1), ']')) cursor.at += 2
  const second = peek(cursor)
  if (!second.newline && (second.type === 'name' || second.type === 'text')) name = readNameOrType(cursor)
  if (isSign(peek(cursor), '(') && !peek(cursor).newline) return readFunction(cursor, name, start)
  const names = [name]
  let value = accept(cursor, '=') ? readExpression(cursor, true) : undefined
  while (accept(cursor, ',')) {
    names.push(readNameOrType(cursor))
    if (accept(cursor, '=')) {
      readExpression(cursor)
      value = undefined
    }
  }
  return { kind: 'declaration', names, value, span: span() }
}

function readNameOrType(cursor: Cursor): string {
  const token = peek(cursor)
  if (token.type === 'name') return readTypeName(cursor)
  if (token.type !== 'text') fail('a name is missing', token)
  next(cursor)
  return token.parts.map((part) => (part.kind === 'literal' ? part.value : '')).join('')
}
