/**
 * Expressions of `condition: state:` and of `triggers` (support.atlassian.com, "Dynamic step conditions"):
 * `BITBUCKET_BRANCH == "main" && glob(BITBUCKET_BRANCH, "release/*")`. Three-valued: a variable that is not known leaves
 * the answer open unless the rest decides.
 */
type Answer = boolean | undefined

/** The text of a variable; undefined where it is not known. */
export type Lookup = (name: string) => string | undefined

/** Words that stand for themselves where no variable has their name: values need no quotes. */
const variable = /^[A-Z][A-Z0-9_]*$/

/**
 * Whether an expression holds.
 * @param lookup the variables
 * @returns undefined where it cannot be told, or makes no sense
 */
export function holds(expression: string, lookup: Lookup): Answer {
  const tokens = expression.match(/"[^"]*"|'[^']*'|&&|\|\||[=!<>]=|[<>(),!]|[^\s"'()&|=!<>,]+/g) ?? []
  const state = { tokens, at: 0, depth: 0 }
  const answer = either(state, lookup)
  return state.at === tokens.length ? answer : undefined
}

interface State {
  readonly tokens: readonly string[]
  at: number
  depth: number
}

/** Brackets deeper than this are not followed. */
const deepest = 50

function either(state: State, lookup: Lookup): Answer {
  const answers = [both(state, lookup)]
  while (state.tokens[state.at] === '||') {
    state.at++
    answers.push(both(state, lookup))
  }
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
}

function both(state: State, lookup: Lookup): Answer {
  const answers = [one(state, lookup)]
  while (state.tokens[state.at] === '&&') {
    state.at++
    answers.push(one(state, lookup))
  }
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
}

function one(state: State, lookup: Lookup): Answer {
  const token = state.tokens[state.at]
  if (token === undefined || state.depth > deepest) return undefined
  if (token === '(' || token === '!') {
    state.at++
    state.depth++
    const inner = token === '(' ? either(state, lookup) : one(state, lookup)
    state.depth--
    if (token === '(' && state.tokens[state.at] === ')') state.at++
    return token === '!' && inner !== undefined ? !inner : inner
  }
  if (token === 'glob' && state.tokens[state.at + 1] === '(') {
    const [, , name = '', , pattern = ''] = state.tokens.slice(state.at)
    state.at += 6
    const value = textOfToken(name, lookup)
    return value === undefined ? undefined : globMatches(unquoted(pattern), value)
  }
  const operator = state.tokens[state.at + 1] ?? ''
  if (!/^([=!<>]=|[<>])$/.test(operator)) {
    state.at++
    const value = textOfToken(token, lookup)
    return value === 'true' ? true : value === 'false' ? false : undefined
  }
  const left = textOfToken(token, lookup)
  const right = textOfToken(state.tokens[state.at + 2] ?? '""', lookup)
  state.at += 3
  return left === undefined || right === undefined ? undefined : compare(left, operator, right)
}

function textOfToken(token: string, lookup: Lookup): string | undefined {
  if (/^["']/.test(token)) return unquoted(token)
  const name = token.replace(/^\$\{?|\}$/g, '')
  return lookup(name) ?? (variable.test(name) ? undefined : name)
}

function unquoted(token: string): string {
  return token.replace(/^(["'])([\s\S]*)\1$/, '$2')
}

function compare(left: string, operator: string, right: string): Answer {
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  const [a, b] = [Number(left), Number(right)]
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined
  return operator === '>' ? a > b : operator === '<' ? a < b : operator === '>=' ? a >= b : a <= b
}

function globMatches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*|\?/g, (sign) => (sign === '**' ? '.*' : sign === '*' ? '[^/]*' : '[^/]'))
  return new RegExp(`^${source}$`).test(value)
}

/** The branches that an expression speaks of, as globs: `BITBUCKET_BRANCH == "main"`; undefined where it names none. */
export function branchesIn(expression: string): readonly string[] | undefined {
  if (/!/.test(expression)) return undefined
  const equal = expression.matchAll(/\bBITBUCKET_BRANCH\s*==\s*["']?([^\s"'|&)]+)/g)
  const globs = expression.matchAll(/\bglob\(\s*BITBUCKET_BRANCH\s*,\s*["']([^"']+)["']/g)
  const found = [...equal, ...globs].map((match) => match[1] as string)
  return found.length ? found : undefined
}
