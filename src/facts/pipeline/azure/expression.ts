import { deepest, parserOf, SyntaxProblem } from '../dialect/grammar.ts'
import type { Value } from './values.ts'

/** The syntax tree of a condition, or of the inside of `${{ }}` and `$[ ]`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'access'; readonly base: Expression; readonly key: Expression | '*' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }

const token = /\s*(?:('(?:[^']|'')*')|([-+]?\d+(?:\.\d+)*|[-+]?\.\d+)|([A-Za-z_][A-Za-z0-9_-]*)|([()[\].,*]))/y

/**
 * Parses an expression by the grammar of learn.microsoft.com, "Expressions": functions, literals, properties and
 * indexes; there are no operators. Undefined where it is none: the caller then knows nothing.
 */
export const parseExpression = parserOf<Expression>(token, parse)

/** Names and literal keys of a chain (`parameters.env`, `variables['Build.Reason']`); undefined for anything computed. */
export function pathOf(expression: Expression): string[] | undefined {
  if (expression.kind === 'name') return [expression.name]
  if (expression.kind !== 'access' || expression.key === '*') return undefined
  const base = pathOf(expression.base)
  const { key } = expression
  return base && key.kind === 'literal' ? [...base, String(key.value)] : undefined
}

/** All expressions in one, itself first. */
export function* parts(expression: Expression): Generator<Expression> {
  yield expression
  if (expression.kind === 'access') {
    yield* parts(expression.base)
    if (expression.key !== '*') yield* parts(expression.key)
  } else if (expression.kind === 'call') for (const argument of expression.args) yield* parts(argument)
}

function parse(tokens: readonly string[]): Expression | undefined {
  let at = 0
  const take = (text: string) => {
    if (tokens[at] !== text) return false
    at++
    return true
  }
  const need = (text: string) => {
    if (!take(text)) throw new SyntaxProblem()
  }
  const whole = (depth: number): Expression => {
    if (depth > deepest) throw new SyntaxProblem()
    let base = primary(depth)
    for (;;) {
      if (take('.')) {
        const key = tokens[at++]
        if (key === '*') base = { kind: 'access', base, key }
        else if (key && /^\w/.test(key)) base = { kind: 'access', base, key: { kind: 'literal', value: key } }
        else throw new SyntaxProblem()
      } else if (take('[')) {
        base = { kind: 'access', base, key: take('*') ? '*' : whole(depth + 1) }
        need(']')
      } else return base
    }
  }
  const primary = (depth: number): Expression => {
    const text = tokens[at++]
    if (text === undefined) throw new SyntaxProblem()
    if (text === '(') {
      const inner = whole(depth + 1)
      need(')')
      return inner
    }
    if (text.startsWith("'")) return { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'") }
    if (/^[-+.\d]/.test(text)) return { kind: 'literal', value: /\..*\./.test(text) ? text : Number(text) }
    if (!/^[A-Za-z_]/.test(text)) throw new SyntaxProblem()
    if (take('(')) {
      const args: Expression[] = []
      if (take(')')) return { kind: 'call', name: text.toLowerCase(), args }
      do args.push(whole(depth + 1))
      while (take(','))
      need(')')
      return { kind: 'call', name: text.toLowerCase(), args }
    }
    const lower = text.toLowerCase()
    if (lower === 'true' || lower === 'false') return { kind: 'literal', value: lower === 'true' }
    if (lower === 'null') return { kind: 'literal', value: null }
    return { kind: 'name', name: text }
  }
  const expression = whole(0)
  return at === tokens.length ? expression : undefined
}
