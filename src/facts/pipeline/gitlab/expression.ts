/*
 * The conditions of `rules: if` and `only: variables` (docs.gitlab.com/ci/jobs/job_rules, "CI/CD variable
 * expressions"): comparisons of variables with strings, null and patterns, joined by && and || with brackets.
 */

/** What is known of a value. Undefined stands for nothing at all. */
export type Known =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unset' }
  /** it is set, to what is not known from here; `is` may tell more */
  | { readonly kind: 'some'; readonly is?: (other: Known) => boolean | undefined; readonly like?: Like }
  | undefined

/** Whether an unknown value matches a pattern, given as it is written between the slashes. */
export type Like = (source: string, flags: string) => boolean | undefined

/** A variable that is not set. */
export const unset: Known = { kind: 'unset' }
/** A variable whose value is known. */
export const text = (value: string): Known => ({ kind: 'text', text: value })
/** A variable that is set, to what is not known. */
export const some: Known = { kind: 'some' }

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | Comparison

export type Comparison =
  | { readonly kind: 'is' | 'isnt' | 'like' | 'unlike'; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'set'; readonly operand: Operand }

export type Operand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }

const token =
  /\s*(?:(&&|\|\||==|!=|=~|!~|\(|\))|\$\{(\w+)\}|\$(\w+)|"([^"]*)"|'([^']*)'|(null)\b|\/((?:\\.|[^/\\])+)\/([a-z]*))/giy

type Token = { readonly sign: string } | { readonly operand: Operand }

function tokensOf(source: string): Token[] | undefined {
  const found: Token[] = []
  token.lastIndex = 0
  const end = source.trimEnd().length
  while (token.lastIndex < end) {
    const match = token.exec(source)
    if (!match) return undefined
    const [, sign, braced, bare, double, single, nothing, pattern, flags = ''] = match
    if (sign) found.push({ sign })
    else if (braced ?? bare) found.push({ operand: { kind: 'variable', name: (braced ?? bare) as string } })
    else if (nothing) found.push({ operand: { kind: 'null' } })
    else if (pattern !== undefined) found.push({ operand: { kind: 'pattern', source: pattern, flags } })
    else found.push({ operand: { kind: 'string', text: double ?? single ?? '' } })
  }
  return found
}

/** Reads an expression; undefined where it is none. */
export function parseExpression(source: string): Expression | undefined {
  const tokens = tokensOf(source)
  if (!tokens?.length) return undefined
  let at = 0
  let depth = 0
  const signAt = (index: number) => {
    const one = tokens[index]
    return one && 'sign' in one ? one.sign : undefined
  }
  const chain = (sign: '||' | '&&', next: () => Expression | undefined): Expression | undefined => {
    let left = next()
    while (left && signAt(at) === sign) {
      at++
      const right = next()
      if (!right) return undefined
      left = { kind: sign === '||' ? 'or' : 'and', left, right }
    }
    return left
  }
  const either = (): Expression | undefined => chain('||', both)
  const both = (): Expression | undefined => chain('&&', comparison)
  const comparison = (): Expression | undefined => {
    if (signAt(at) === '(') {
      if (++depth > 50) return undefined
      at++
      const inner = either()
      if (signAt(at++) !== ')') return undefined
      depth--
      return inner
    }
    const left = operand()
    if (!left) return undefined
    const kind = comparisons[signAt(at) ?? '']
    if (!kind) return { kind: 'set', operand: left }
    at++
    const right = operand()
    return right && { kind, left, right }
  }
  const operand = (): Operand | undefined => {
    const one = tokens[at]
    if (!one || !('operand' in one)) return undefined
    at++
    return one.operand
  }
  const result = either()
  return at === tokens.length ? result : undefined
}

const comparisons: Readonly<Record<string, 'is' | 'isnt' | 'like' | 'unlike'>> = {
  '==': 'is',
  '!=': 'isnt',
  '=~': 'like',
  '!~': 'unlike',
}

/** Whether it holds; undefined where that is not known. */
export function evaluate(expression: Expression, lookup: (name: string) => Known): boolean | undefined {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or'
      const left = evaluate(expression.left, lookup)
      if (left === decisive) return left
      const right = evaluate(expression.right, lookup)
      if (right === decisive) return right
      return left === undefined || right === undefined ? undefined : !decisive
    }
    case 'set':
      return isSet(knownOf(expression.operand, lookup))
    case 'is':
      return equal(knownOf(expression.left, lookup), knownOf(expression.right, lookup))
    case 'isnt':
      return not(equal(knownOf(expression.left, lookup), knownOf(expression.right, lookup)))
    default: {
      const answer = matches(knownOf(expression.left, lookup), expression.right, lookup)
      return expression.kind === 'like' ? answer : not(answer)
    }
  }
}

const not = (answer: boolean | undefined) => (answer === undefined ? undefined : !answer)

function knownOf(operand: Operand, lookup: (name: string) => Known): Known {
  if (operand.kind === 'variable') return lookup(operand.name)
  if (operand.kind === 'null') return unset
  return text(operand.kind === 'string' ? operand.text : `/${operand.source}/${operand.flags}`)
}

function isSet(value: Known): boolean | undefined {
  if (!value) return undefined
  return value.kind === 'some' || (value.kind === 'text' && value.text !== '')
}

function equal(a: Known, b: Known): boolean | undefined {
  if (!a || !b) return undefined
  if (a.kind === 'unset' || b.kind === 'unset') return a.kind === b.kind
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text
  if ((a.kind === 'text' && a.text === '') || (b.kind === 'text' && b.text === '')) return false
  return (a.kind === 'some' ? a.is?.(b) : undefined) ?? (b.kind === 'some' ? b.is?.(a) : undefined)
}

function matches(value: Known, pattern: Operand, lookup: (name: string) => Known): boolean | undefined {
  if (!value) return undefined
  if (value.kind === 'unset') return false
  let form: { source: string; flags: string } | undefined
  if (pattern.kind === 'pattern') form = pattern
  else {
    const known = knownOf(pattern, lookup)
    const [, source, flags = ''] = (known?.kind === 'text' && /^\/(.*)\/([a-z]*)$/s.exec(known.text)) || []
    if (source !== undefined) form = { source, flags }
  }
  if (!form) return undefined
  if (value.kind === 'some') return value.like?.(form.source, form.flags)
  return matchesPattern(value.text, form.source, form.flags)
}

/**
 * Whether a text matches a pattern of GitLab (RE2). Patterns that could take long in our own engine are not tried.
 * @returns undefined where it cannot be told
 */
export function matchesPattern(value: string, source: string, flags: string): boolean | undefined {
  const quantifiers = source.match(/[*+{]/g)?.length ?? 0
  if (source.length > 300 || value.length > 200 || /\)[*+{]/.test(source) || quantifiers > 6) return undefined
  try {
    return new RegExp(source.replace(/\\A/g, '^').replace(/\\[zZ]/g, '$'), flags.includes('i') ? 'i' : '').test(value)
  } catch {
    return undefined
  }
}

/** Visits every comparison of an expression. */
export function* comparisonsOf(expression: Expression): Generator<Comparison> {
  if (expression.kind === 'and' || expression.kind === 'or') {
    yield* comparisonsOf(expression.left)
    yield* comparisonsOf(expression.right)
    return
  }
  yield expression as Comparison
}
