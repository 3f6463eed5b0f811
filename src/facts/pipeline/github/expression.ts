import { deepest, parserOf, SyntaxProblem } from '../dialect/grammar.ts'
import type { Value } from '../dialect/outcome.ts'

/** The syntax tree of the inside of `${{ … }}`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'access'; readonly base: Expression; readonly key: Expression | '*' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }

export type Operator = '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>='

const token =
  /\s*(?:('(?:[^']|'')*')|([-+]?(?:0x[\da-fA-F]+|0o[0-7]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+))|([A-Za-z_][A-Za-z0-9_-]*)|(&&|\|\||==|!=|<=|>=|[<>!()[\].,*]))/y

const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
}

/**
 * Parses an expression (without its `${{` and `}}`) by the grammar of docs.github.com, "Evaluate expressions in
 * workflows and actions". Undefined where it is none: the caller then knows nothing.
 */
export const parseExpression = parserOf<Expression>(token, parse)

/** Visits an expression and all inside it. */
export function* parts(expression: Expression): Generator<Expression> {
  yield expression
  if (expression.kind === 'access') {
    yield* parts(expression.base)
    if (expression.key !== '*') yield* parts(expression.key)
  } else if (expression.kind === 'call') for (const argument of expression.args) yield* parts(argument)
  else if (expression.kind === 'not') yield* parts(expression.operand)
  else if (expression.kind === 'binary') {
    yield* parts(expression.left)
    yield* parts(expression.right)
  }
}

/** `inputs.environment` as ['inputs', 'environment']; undefined where a key is computed or the base is no context. */
export function contextPath(expression: Expression): string[] | undefined {
  if (expression.kind === 'context') return [expression.name]
  if (expression.kind !== 'access') return undefined
  const base = contextPath(expression.base)
  if (!base) return undefined
  if (expression.key === '*') return [...base, '*']
  return expression.key.kind === 'literal' ? [...base, String(expression.key.value)] : undefined
}

/** All context paths in an expression, the longest ones only. */
export function pathsIn(expression: Expression): string[][] {
  const path = contextPath(expression)
  if (path) return [path]
  if (expression.kind === 'access')
    return [expression.base, ...(expression.key === '*' ? [] : [expression.key])].flatMap(pathsIn)
  if (expression.kind === 'call') return expression.args.flatMap(pathsIn)
  if (expression.kind === 'not') return pathsIn(expression.operand)
  return expression.kind === 'binary' ? [...pathsIn(expression.left), ...pathsIn(expression.right)] : []
}

function parse(tokens: readonly string[]): Expression | undefined {
  let at = 0
  let depth = 0
  const peek = () => tokens[at]
  const next = () => tokens[at++]
  const expect = (text: string) => {
    if (next() !== text) throw new SyntaxProblem()
  }

  const binary = (least: number): Expression => {
    if (++depth > deepest) throw new SyntaxProblem()
    let left = unary()
    for (let operator = peek(); operator && (precedence[operator] ?? 0) >= least; operator = peek()) {
      next()
      const right = binary((precedence[operator] as number) + 1)
      left = { kind: 'binary', operator: operator as Operator, left, right }
    }
    depth--
    return left
  }
  const unary = (): Expression => {
    let negations = 0
    while (peek() === '!') {
      next()
      negations++
    }
    let operand = postfix()
    for (; negations > 0; negations--) operand = { kind: 'not', operand }
    return operand
  }
  const postfix = (): Expression => {
    let base = primary()
    for (;;) {
      if (peek() === '.') {
        next()
        const key = next()
        if (key === '*') base = { kind: 'access', base, key: '*' }
        else if (key && /^[A-Za-z_]/.test(key)) base = { kind: 'access', base, key: { kind: 'literal', value: key } }
        else throw new SyntaxProblem()
      } else if (peek() === '[') {
        next()
        if (peek() === '*') {
          next()
          base = { kind: 'access', base, key: '*' }
        } else base = { kind: 'access', base, key: binary(1) }
        expect(']')
      } else return base
    }
  }
  const primary = (): Expression => {
    const text = next()
    if (text === undefined) throw new SyntaxProblem()
    if (text === '(') {
      const inner = binary(1)
      expect(')')
      return inner
    }
    if (text.startsWith("'")) return { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'") }
    if (/^[-+.\d]/.test(text)) return { kind: 'literal', value: Number(text) }
    if (!/^[A-Za-z_]/.test(text)) throw new SyntaxProblem()
    if (peek() === '(') {
      next()
      const args: Expression[] = []
      while (peek() !== ')') {
        args.push(binary(1))
        if (peek() !== ',') break
        next()
      }
      expect(')')
      return { kind: 'call', name: text.toLowerCase(), args }
    }
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' }
    if (text === 'null') return { kind: 'literal', value: null }
    if (text === 'NaN' || text === 'Infinity') return { kind: 'literal', value: Number(text) }
    return { kind: 'context', name: text.toLowerCase() }
  }

  const expression = binary(1)
  return at === tokens.length ? expression : undefined
}
