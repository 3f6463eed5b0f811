import { Hidden, type Seen } from '../hidden.ts'
import type { Measure, Signal } from '../schema/operation.ts'
import { isFailure, isOfMachine, isOfPlatform, isPlatformJob, plainName } from './metric-names.ts'
import { callsIn, type Matcher, parsePromql, type Query, selectorsIn } from './promql.ts'
import { isAnybody } from './service-names.ts'
import { hasOp, isSuccessLabel, signalOf } from './signal.ts'

/** What an alert watches, and from where on it raises. */
export interface Condition {
  readonly signal: Signal
  /** p50, p95, p99 …, average, max; empty where the signal has none */
  readonly statistic: Seen<string>
  readonly measure: Seen<Measure>
  /** in the unit that the measure says; of times in milliseconds */
  readonly bound: Seen<number>
  /** empty: whatever service has the metric */
  readonly services: readonly string[]
  readonly scope: 'service' | 'machine' | 'platform'
}

const comparisons = new Set(['>', '>=', '<', '<=', '==', '!='])

/** The conditions of an expression, of which each raises the alert: `a > 1 or b > 2` has two. */
export function conditionsOf(query: Query): readonly Condition[] {
  if (query.kind === 'binary' && query.op === 'or') return [...conditionsOf(query.left), ...conditionsOf(query.right)]
  const compared = comparisonIn(query)
  return [compared ? conditionOf(compared) : presence(query)]
}

/** The conditions in a text of PromQL; undefined where it breaks. */
export function conditionsIn(text: string): readonly Condition[] | undefined {
  const parsed = parsePromql(text)
  return 'query' in parsed ? conditionsOf(parsed.query) : undefined
}

/** The comparison that decides: of `a > 1 and b > 2` the one with a signal, first the left one. */
function comparisonIn(query: Query): Extract<Query, { kind: 'binary' }> | undefined {
  if (query.kind === 'call') {
    const inner = query.args.map(comparisonIn).find(Boolean)
    return /^(sum|count|min|max|avg|group|label_replace|sort|sort_desc|clamp_max|absent|topk|bottomk)$/.test(query.name)
      ? inner
      : undefined
  }
  if (query.kind !== 'binary') return undefined
  if (comparisons.has(query.op)) return query
  if (query.op !== 'and' && query.op !== 'unless') return comparisonIn(query.left)
  const left = comparisonIn(query.left)
  if (query.op === 'unless') return left
  if (left && signalOf(left.left) !== 'other') return left
  const right = comparisonIn(query.right)
  return right && signalOf(right.left) !== 'other' ? right : (left ?? right)
}

/** A condition that holds wherever there is something. */
function presence(query: Query): Condition {
  const absent = callsIn(query).some(({ name }) => name.startsWith('absent'))
  return { ...about(query), signal: absent ? 'availability' : signalOf(query), ...unclear('what it is compared with') }
}

function conditionOf({ op, left, right }: Extract<Query, { kind: 'binary' }>): Condition {
  if (constantOf(left) !== undefined && constantOf(right) === undefined) {
    return conditionOf({ kind: 'binary', op: mirrored[op] ?? op, left: right, right: left })
  }
  const signal = raisedByIdleness(op, left) ? 'other' : signalOf(left)
  const found = { ...about(left), signal, statistic: signal === 'latency' ? statisticOf(left) : '' }
  return { ...found, ...boundOf(op, left, right, signal) }
}

/** `rate(cpu) == 0`, `memory_usage < 1`: raised where nothing is done, and never by a load. */
function raisedByIdleness(op: string, left: Query): boolean {
  const signal = signalOf(left)
  if (signal !== 'cpu' && signal !== 'memory') return false
  return op === '==' || ((op === '<' || op === '<=') && !isInverse(left, signal))
}

const mirrored: Readonly<Record<string, string>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' }

function unclear(what: string) {
  const hidden = new Hidden(what, {
    kind: 'file',
    text: 'compare the metric with a number, or with its own past (offset)',
  })
  return { statistic: hidden, measure: hidden, bound: hidden }
}

type Bound = Pick<Condition, 'measure' | 'bound'>

function boundOf(op: string, left: Query, right: Query, signal: Signal): Bound {
  const above = op === '>' || op === '>='
  const limit = constantOf(right)
  if (limit === undefined) return above ? moving(left, right) : pick(unclear('what it is compared with'))
  const against = above ? againstPast(left) : undefined
  if (against === 'growth') return { measure: 'growth', bound: rounded((limit - 1) * 100) }
  if (against === 'rise') return { measure: 'growth', bound: rounded(limit * 100) }
  if (against === 'points') return { measure: 'points', bound: rounded(limit * scaleOf(left, limit)) }
  if (signal === 'latency') {
    const factor = unitOf(left)
    return {
      measure: 'absolute',
      bound: factor === undefined ? pick(unclear('the unit of a time')).bound : rounded(limit * factor),
    }
  }
  if (signal === 'cpu' || signal === 'memory' || signal === 'error-rate') {
    if (!isShare(left)) return { measure: 'absolute', bound: limit }
    // `a / b > 80`: a part of a whole is never so much, unless it counts in percent where that is not seen
    if (limit > 1 && limit <= 100 && signal !== 'error-rate' && isFraction(left))
      return pick(unclear('the unit of a share'))
    const share = limit * scaleOf(left, limit)
    const inverse = isInverse(left, signal)
    if (above === inverse) return pick(unclear('what is too much'))
    return { measure: 'share', bound: rounded(inverse ? 100 - share : share) }
  }
  return { measure: 'absolute', bound: limit }
}

const pick = ({ measure, bound }: Bound): Bound => ({ measure, bound })

/** Compared with something that moves: its own past, times a factor or more by some points; or with its limit. */
function moving(left: Query, right: Query): Bound {
  const [factor, base] = scaled(right)
  if (isPast(base)) return { measure: 'growth', bound: rounded((factor - 1) * 100) }
  if (right.kind === 'binary' && right.op === '+') {
    for (const [one, two] of [
      [right.left, right.right],
      [right.right, right.left],
    ] as const) {
      const points = constantOf(two)
      if (points !== undefined && isPast(one))
        return { measure: 'points', bound: rounded(points * scaleOf(left, points)) }
    }
  }
  const whole = selectorsIn(base).some(({ metric }) => /limit|total|capacity|max|size|quota/i.test(metric))
  if (whole && factor > 0 && factor <= 1) return { measure: 'share', bound: rounded(factor * 100) }
  return pick(unclear('what it is compared with'))
}

function scaled(query: Query): readonly [number, Query] {
  if (query.kind === 'binary' && query.op === '*') {
    const left = constantOf(query.left)
    const right = constantOf(query.right)
    if (left !== undefined) return [left, query.right]
    if (right !== undefined) return [right, query.left]
  }
  return [1, query]
}

/** `a / (a offset 1d)`, `a - (a offset 1d)`, `(a - a offset 1d) / (a offset 1d)`. */
function againstPast(query: Query): 'growth' | 'rise' | 'points' | undefined {
  if (query.kind !== 'binary' || !isPast(query.right) || isPast(query.left)) return undefined
  if (query.op === '-') return 'points'
  if (query.op !== '/') return undefined
  return query.left.kind === 'binary' && query.left.op === '-' && isPast(query.left.right) ? 'rise' : 'growth'
}

/** Whether all of a query is how it was before, or how it usually is: a baseline. */
function isPast(query: Query): boolean {
  const selectors = selectorsIn(query)
  if (!selectors.length) return false
  if (selectors.every(({ offset }) => offset)) return true
  if (selectors.every(({ metric }) => /baseline|(^|[:_])normal([:_]|$)/i.test(metric))) return true
  if (selectors.every(({ labels }) => labels.some(isOfFormer))) return true
  return callsIn(query).some(
    ({ name, range }) => /^(avg|quantile|median|mad|max|min)_over_time$/.test(name) && range >= 3600,
  )
}

/** The version that ran before, beside the one that a rollout tries: a baseline too. */
const isOfFormer = ({ op, value }: Matcher) =>
  (op === '=' || op === '=~') && /(^|[^a-z])(stable|baseline|primary)([^a-z]|$)/i.test(value)

/** The number that a query always is, or undefined. */
function constantOf(query: Query): number | undefined {
  if (query.kind === 'number') return query.value
  if (query.kind !== 'binary') return undefined
  const left = constantOf(query.left)
  const right = constantOf(query.right)
  if (left === undefined || right === undefined) return undefined
  const { op } = query
  return op === '*'
    ? left * right
    : op === '/'
      ? left / right
      : op === '+'
        ? left + right
        : op === '-'
          ? left - right
          : undefined
}

/** A share of the whole, from 0 to 1 or in percent; not a number of cores, bytes or errors. */
const isShare = (query: Query) =>
  hasOp(query, '/') ||
  selectorsIn(query).every(({ metric }) =>
    /(?<!du)ratio|percent|util|(^|[_:])rate(\d+[smhd])?$|usage_(percent|ratio)/i.test(plainName(metric)),
  ) ||
  (selectorsIn(query).every(({ labels }) => labels.some(({ name, value }) => name === 'mode' && value === 'idle')) &&
    selectorsIn(query).length > 0)

/** What brings a limit to percent: nothing where the query counts in percent already. */
function scaleOf(query: Query, limit: number): number {
  const percent = hasHundred(query) || selectorsIn(query).some(({ metric }) => /percent/i.test(metric))
  return percent || limit > 1 ? 1 : 100
}

/** A quotient of two measures, or what is left of one, that nothing brings to percent. */
function isFraction(query: Query): boolean {
  if (hasHundred(query) || selectorsIn(query).some(({ metric }) => /perc|pct/i.test(metric))) return false
  const outer = query.kind === 'call' && query.args.length === 1 ? (query.args[0] as Query) : query
  if (outer.kind !== 'binary') return false
  if (outer.op === '-') return constantOf(outer.left) === 1
  return outer.op === '/' && selectorsIn(outer.left).length > 0 && selectorsIn(outer.right).length > 0
}

function hasHundred(query: Query): boolean {
  if (query.kind === 'call') return query.args.some(hasHundred)
  if (query.kind !== 'binary') return false
  if ((query.op === '*' || query.op === '-') && (constantOf(query.left) === 100 || constantOf(query.right) === 100))
    return true
  return hasHundred(query.left) || hasHundred(query.right)
}

/** Whether a query counts what is left, or what went well, rather than what is used or failed. */
function isInverse(query: Query, signal: Signal): boolean {
  const turned = turns(query)
  const first = subjectOf(query)
  if (!first) return false
  const rest =
    signal === 'error-rate'
      ? !isFailure(first.metric) && first.labels.some(isSuccessLabel)
      : /avail|free|idle/i.test(first.metric) ||
        first.labels.some(({ name, value }) => name === 'mode' && value === 'idle')
  return rest !== turned
}

/** The series that is counted: of `1 - a / b` and `(b - a) / b` it is a. */
function subjectOf(query: Query): Extract<Query, { kind: 'selector' }> | undefined {
  if (query.kind === 'selector') return query
  if (query.kind === 'call') return query.args.map(subjectOf).find(Boolean)
  if (query.kind !== 'binary') return undefined
  const taken = query.op === '-' && turns(query)
  return (taken ? undefined : subjectOf(query.left)) ?? subjectOf(query.right)
}

/** How often a query is taken from a whole, `1 - …` or `100 - …`: odd. */
function turns(query: Query): boolean {
  if (query.kind === 'call') return query.args.some(turns)
  if (query.kind !== 'binary') return false
  if (query.op === '-') {
    const from = constantOf(query.left)
    if (from === 1 || from === 100) return !turns(query.right)
    // total - available
    const [whole] = selectorsIn(query.left)
    if (whole && /total|size|limit/i.test(whole.metric)) return true
  }
  return turns(query.left)
}

/** Which quantile of times is looked at. */
function statisticOf(query: Query): Seen<string> {
  const calls = callsIn(query)
  for (const { name, args } of calls) {
    if (name !== 'histogram_quantile' && name !== 'quantile' && name !== 'quantile_over_time') continue
    const quantile = args[0] && constantOf(args[0])
    return quantile === undefined ? unclear('the quantile of a latency').statistic : quantileName(quantile)
  }
  for (const { labels, metric } of selectorsIn(query)) {
    const label = labels.find(({ name, op }) => name === 'quantile' && op === '=')
    if (label) return quantileName(Number(label.value))
    const named = /(?:^|[_:])(p\d{2,3}|median)(?:[_:]|$)/i.exec(metric)?.[1]
    if (named) return named.toLowerCase() === 'median' ? 'p50' : named.toLowerCase()
    if (/_bucket$/.test(metric)) return unclear('the quantile of a latency').statistic
  }
  return calls.some(({ name }) => name === 'max') ? 'max' : 'average'
}

/** 0.99 → p99, 0.999 → p99.9 */
const quantileName = (quantile: number) => `p${rounded(quantile * 100)}`

/** What brings a time to milliseconds, by the unit in the metric's name; undefined where it names none. */
function unitOf(query: Query): number | undefined {
  const names = selectorsIn(query).map(({ metric }) => metric)
  if (names.some((name) => /milliseconds|_ms(_|$)|millis/i.test(name))) return 1
  return names.some((name) => /seconds/i.test(name)) ? 1000 : undefined
}

const serviceLabels = [
  'service',
  'service_name',
  'container',
  'deployment',
  'job',
  'app',
  'app_kubernetes_io_name',
  'destination_service_name',
  'destination_workload',
  'application',
]

/** The services that the labels of queries name, whatever their kind of label. */
export function servicesNamed(selectors: readonly { readonly labels: readonly Matcher[] }[]): ReadonlySet<string> {
  const services = new Set<string>()
  for (const { labels } of selectors) {
    for (const name of serviceLabels) {
      const label = labels.find(
        (one) => one.name === name && (one.op === '=' || one.op === '=~') && /[\w]/.test(one.value),
      )
      if (!label || /^\.[*+]$/.test(label.value)) continue
      const all = label.op === '=~' ? label.value.replace(/^\^?\(|\)\$?$/g, '').split('|') : [label.value]
      const named = all.filter((one) => !isAnybody(one))
      if (!named.length) continue
      for (const one of named) services.add(one)
      break
    }
  }
  return services
}

function about(query: Query): Pick<Condition, 'services' | 'scope'> {
  const selectors = selectorsIn(query)
  const services = servicesNamed(selectors)
  const metrics = selectors.map(({ metric }) => metric)
  if (metrics.some(isOfMachine)) return { services: [], scope: 'machine' }
  const watching = services.size > 0 && [...services].every(isPlatformJob)
  if (watching || metrics.some(isOfPlatform)) return { services: [], scope: 'platform' }
  return { services: [...services].sort(), scope: 'service' }
}

/** Without the dust of floating point. */
export const rounded = (value: number) => Number(value.toPrecision(12))
