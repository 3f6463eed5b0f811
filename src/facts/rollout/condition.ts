/*
 * The conditions of an AnalysisTemplate (argo-rollouts.readthedocs.io/en/stable/features/analysis; the language is
 * expr-lang.org), as far as they compare the result of a query with numbers.
 */

/** The result of the query against a number: where this holds, the version is taken back. */
export interface Comparison {
  readonly op: '>' | '>=' | '<' | '<='
  readonly value: number
}

type Part =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Part[] }
  | ({ readonly kind: 'compare' } & Comparison)
  /** about whether there is any result: nothing that is measured */
  | { readonly kind: 'presence' }
  | { readonly kind: 'open' }

/** What takes a version back: where `success` does not hold, or `failure` does; undefined where that cannot be told. */
export function triggersOf(
  success: string | undefined,
  failure: string | undefined,
): readonly Comparison[] | undefined {
  // where both are written, what is neither success nor failure waits for a person
  if (failure !== undefined) return failing(parse(failure, 'any'))
  return success === undefined ? [] : notHolding(parse(success, 'all'))
}

function failing(part: Part): readonly Comparison[] | undefined {
  if (part.kind === 'compare') return [part]
  if (part.kind === 'presence') return []
  if (part.kind === 'open') return undefined
  const told = part.parts.filter(({ kind }) => kind !== 'presence')
  if (part.kind === 'and' && told.length > 1) return undefined
  return joined(told.map(failing))
}

const opposite = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' } as const

function notHolding(part: Part): readonly Comparison[] | undefined {
  if (part.kind === 'compare') return [{ op: opposite[part.op], value: part.value }]
  if (part.kind === 'presence') return []
  if (part.kind === 'open') return undefined
  const told = part.parts.filter(({ kind }) => kind !== 'presence')
  if (part.kind === 'or' && told.length > 1) return undefined
  return joined(told.map(notHolding))
}

function joined(all: readonly (readonly Comparison[] | undefined)[]): readonly Comparison[] | undefined {
  return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? [])
}

const result = String.raw`(?:default\(\s*)?(?:as(?:Float|Int)\(\s*)?result(?:\[0\])?\s*\)?(?:\s*,\s*[\d.]+\s*\))?`
const number = String.raw`(?:as(?:Float|Int)\(\s*)?["']?(-?\d+(?:\.\d+)?(?:e-?\d+)?)["']?\s*\)?`
const forwards = new RegExp(`^${result}\\s*(>=|<=|>|<|==)\\s*${number}$`, 'i')
const backwards = new RegExp(`^${number}\\s*(>=|<=|>|<)\\s*${result}$`, 'i')
const each = /^(all|any)\(\s*result\s*,\s*\{?\s*#\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*\}?\s*\)$/i
const presence =
  /^!?\s*(isNaN|isInf|isNil)\(.*\)$|^len\(\s*result\s*\)\s*(==|!=|>|>=|<|<=)\s*\d+$|^result(\[0\])?\s*[!=]=\s*nil$/i
const mirrored: Readonly<Record<string, Comparison['op']>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' }

/** @param quantifier whether one result that breaks a bound is enough: `all` of a success, `any` of a failure */
function parse(text: string, quantifier: 'all' | 'any', depth = 0): Part {
  const bare = withoutParentheses(text.trim())
  if (depth > 20 || bare.length > 2000) return { kind: 'open' }
  for (const [kind, sign] of [
    ['or', '||'],
    ['and', '&&'],
  ] as const) {
    const parts = split(bare, sign)
    if (parts.length > 1) return { kind, parts: parts.map((part) => parse(part, quantifier, depth + 1)) }
  }
  if (presence.test(bare)) return { kind: 'presence' }
  const many = each.exec(bare)
  if (many) return many[1] === quantifier ? compare(many[2], many[3]) : { kind: 'open' }
  const plain = forwards.exec(bare)
  // nothing but none: from the first one on
  if (plain?.[1] === '==')
    return Number(plain[2]) === 0 && quantifier === 'all' ? { kind: 'compare', op: '<=', value: 0 } : { kind: 'open' }
  if (plain) return compare(plain[1], plain[2])
  const turned = backwards.exec(bare)
  return turned ? compare(mirrored[turned[2] as string], turned[1]) : { kind: 'open' }
}

const compare = (op: string | undefined, value: string | undefined): Part => ({
  kind: 'compare',
  op: op as Comparison['op'],
  value: Number(value),
})

/** Splits where no parenthesis is open. */
function split(text: string, sign: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    else if (depth === 0 && text.startsWith(sign, at)) {
      parts.push(text.slice(from, at))
      from = at + sign.length
      at += sign.length - 1
    }
  }
  return [...parts, text.slice(from)]
}

/** `(a && b)` without its parentheses, `(a) && (b)` as it is. */
function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    if (depth === 0) return text
  }
  return withoutParentheses(text.slice(1, -1).trim())
}
