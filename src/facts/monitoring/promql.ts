import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { secondsOfUnit } from '../../documents/duration.ts'

/*
 * PromQL by Prometheus' own grammar (prometheus.io/docs/prometheus/latest/querying/basics), brought into a form that is
 * easy to reason about. Grouping is left out: no question here asks for it.
 */

/** An expression of PromQL. */
export type Query =
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'selector'
      /** empty where only labels choose */
      readonly metric: string
      readonly labels: readonly Matcher[]
      /** over how long, in seconds; 0: at the moment */
      readonly range: number
      readonly offset: boolean
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Query[]; readonly range: number }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Query; readonly right: Query }
  | { readonly kind: 'other' }

export interface Matcher {
  readonly name: string
  readonly op: string
  readonly value: string
}

/** What was read, or where the text breaks (an offset in it). */
export type Parsed = { readonly query: Query } | { readonly error: number }

/** Longer ones are written by machines, and nest as deep as they are long. */
const longest = 20_000

/** Parses an expression. */
export function parsePromql(text: string): Parsed {
  if (text.length > longest) return { query: { kind: 'other' } }
  const tree = parser.parse(text)
  let error = text.trim() ? -1 : 0
  tree.iterate({
    enter(node) {
      if (node.type.isError && error < 0) error = node.from
    },
  })
  if (error >= 0) return { error }
  const top = tree.topNode.firstChild
  return { query: top ? queryOf(top, text, 0) : { kind: 'other' } }
}

const other: Query = { kind: 'other' }
const operators: Readonly<Record<string, string>> = {
  Gtr: '>',
  Gte: '>=',
  Lss: '<',
  Lte: '<=',
  Eql: '==',
  EqlC: '==',
  EqlSingle: '==',
  Neq: '!=',
  And: 'and',
  Or: 'or',
  Unless: 'unless',
  Mul: '*',
  Div: '/',
  Add: '+',
  Sub: '-',
  Mod: '%',
  Pow: '^',
}

function queryOf(node: SyntaxNode, text: string, depth: number): Query {
  if (depth > 200) return other
  const down = (child: SyntaxNode) => queryOf(child, text, depth + 1)
  const all = childrenOf(node)
  const written = (one: SyntaxNode) => text.slice(one.from, one.to)
  switch (node.name) {
    case 'NumberDurationLiteral':
      return { kind: 'number', value: numberOf(written(node)) }
    case 'ParenExpr':
    case 'StepInvariantExpr':
    case 'OffsetExpr': {
      const inner = all.find(({ name }) => isExpression(name))
      const query = inner ? down(inner) : other
      return node.name === 'OffsetExpr' ? shifted(query) : query
    }
    case 'UnaryExpr': {
      const inner = all.find(({ name }) => isExpression(name))
      const query = inner ? down(inner) : other
      if (query.kind === 'number') return written(node).startsWith('-') ? { ...query, value: -query.value } : query
      return query
    }
    case 'VectorSelector':
      return selectorOf(node, written)
    case 'MatrixSelector':
    case 'SubqueryExpr': {
      const inner = all.find(({ name }) => isExpression(name))
      const range = all.find(({ name }) => name === 'DurationExpr')
      const seconds = range ? durationOf(written(range)) : 0
      const query = inner ? down(inner) : other
      if (query.kind === 'selector') return { ...query, range: seconds }
      return { kind: 'call', name: 'subquery', args: [query], range: seconds }
    }
    case 'FunctionCall':
    case 'AggregateExpr': {
      const head = all.find(({ name }) => name === 'FunctionIdentifier' || name === 'AggregateOp')
      const body = all.find(({ name }) => name === 'FunctionCallBody')
      const args = body
        ? childrenOf(body)
            .filter(({ name }) => isExpression(name))
            .map(down)
        : []
      const range = Math.max(0, ...args.map((arg) => ('range' in arg ? arg.range : 0)))
      return { kind: 'call', name: head ? written(head).toLowerCase() : '', args, range }
    }
    case 'BinaryExpr': {
      const op = all.find(({ name }) => operators[name])
      const sides = all.filter(({ name }) => isExpression(name))
      const [left, right] = sides
      if (!op || !left || !right) return other
      return { kind: 'binary', op: operators[op.name] as string, left: down(left), right: down(right) }
    }
    default:
      return other
  }
}

const expressions = new Set([
  'NumberDurationLiteral',
  'StringLiteral',
  'ParenExpr',
  'StepInvariantExpr',
  'OffsetExpr',
  'UnaryExpr',
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'FunctionCall',
  'AggregateExpr',
  'BinaryExpr',
])
const isExpression = (name: string) => expressions.has(name)

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

function selectorOf(node: SyntaxNode, written: (node: SyntaxNode) => string): Query {
  const labels: Matcher[] = []
  let metric = ''
  for (const child of childrenOf(node)) {
    if (child.name === 'Identifier') metric = written(child)
    if (child.name !== 'LabelMatchers') continue
    for (const matcher of childrenOf(child)) {
      const parts = childrenOf(matcher)
      if (matcher.name === 'QuotedLabelName') metric = bare(written(matcher))
      const [name, op, value] = parts
      if (!name || !op || !value) continue
      labels.push({ name: bare(written(name)), op: written(op), value: bare(written(value)) })
    }
  }
  metric ||= labels.find(({ name, op }) => name === '__name__' && op === '=')?.value ?? ''
  return { kind: 'selector', metric, labels, range: 0, offset: false }
}

const bare = (text: string) => text.replace(/^["'`]|["'`]$/g, '')

/** A query of the past: each series in it is. */
function shifted(query: Query): Query {
  if (query.kind === 'selector') return { ...query, offset: true }
  if (query.kind === 'call') return { ...query, args: query.args.map(shifted) }
  return query.kind === 'binary' ? { ...query, left: shifted(query.left), right: shifted(query.right) } : query
}

function numberOf(text: string): number {
  const number = Number(text.replaceAll('_', ''))
  return Number.isNaN(number) ? (/^[+-]?inf$/i.test(text) ? Number.POSITIVE_INFINITY : durationOf(text)) : number
}

/** `1h30m` in seconds. */
function durationOf(text: string): number {
  let sum = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g))
    sum += Number(count) * (secondsOfUnit[unit as string] ?? 0)
  return sum
}

/** Every selector in a query. */
export function selectorsIn(query: Query): readonly Extract<Query, { kind: 'selector' }>[] {
  if (query.kind === 'selector') return [query]
  if (query.kind === 'call') return query.args.flatMap(selectorsIn)
  return query.kind === 'binary' ? [...selectorsIn(query.left), ...selectorsIn(query.right)] : []
}

/** Every call in a query, from the outside. */
export function callsIn(query: Query): readonly Extract<Query, { kind: 'call' }>[] {
  if (query.kind === 'call') return [query, ...query.args.flatMap(callsIn)]
  return query.kind === 'binary' ? [...callsIn(query.left), ...callsIn(query.right)] : []
}

/** A query with the recording rules of the same repository put in, once: what they record is not followed further. */
export function withRecorded(query: Query, recorded: ReadonlyMap<string, Query>): Query {
  if (query.kind === 'selector') {
    const found = recorded.get(query.metric)
    if (!found) return query
    const from = query.range ? ({ kind: 'call', name: 'subquery', args: [found], range: query.range } as const) : found
    return query.offset ? shifted(from) : from
  }
  if (query.kind === 'call') {
    const args = query.args.map((arg) => withRecorded(arg, recorded))
    return { ...query, args }
  }
  if (query.kind !== 'binary') return query
  return { ...query, left: withRecorded(query.left, recorded), right: withRecorded(query.right, recorded) }
}
