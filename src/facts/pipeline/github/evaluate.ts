import {
  anyOf,
  digOutcome,
  either,
  isTruthy,
  known,
  looselyEqual,
  type Outcome,
  single,
  toJson,
  toNumber,
  toText,
  truth,
  union,
  unknown,
  type Value,
} from '../dialect/outcome.ts'
import { contextPath, type Expression, type Operator } from './expression.ts'

/** What the names of an expression stand for. */
export interface Names {
  /** `['inputs', 'environment']`, in lower case for the first; a path may hold `*`. */
  lookup(path: readonly string[]): Outcome
  /** success(), failure(), always(), cancelled() */
  status(name: 'success' | 'failure' | 'always' | 'cancelled'): Outcome
}

/**
 * What an expression may come to. Never throws; what cannot be computed is open. Each operand is taken by itself: the
 * two halves of `x == 'a' || x != 'a'` are not known to depend on each other, which costs an answer but never gives a
 * wrong one.
 */
export function evaluate(expression: Expression, names: Names): Outcome {
  switch (expression.kind) {
    case 'literal':
      return known(expression.value)
    case 'context':
      return names.lookup([expression.name])
    case 'access':
      return access(expression, names)
    case 'not': {
      const value = truth(evaluate(expression.operand, names))
      return value === undefined ? either : known(!value)
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, names)
    case 'call':
      return call(expression.name, expression.args, names)
  }
}

function access(expression: Expression & { kind: 'access' }, names: Names): Outcome {
  const path = contextPath(expression)
  if (path) return names.lookup(path)
  if (expression.key === '*') return digOutcome(evaluate(expression.base, names), ['*'])
  const key = single(evaluate(expression.key, names))
  if (key === undefined || key === null || typeof key === 'object') return unknown
  const base = contextPath(expression.base)
  if (base) return names.lookup([...base, toText(key)])
  return digOutcome(evaluate(expression.base, names), [toText(key)])
}

function binary(operator: Operator, left: Expression, right: Expression, names: Names): Outcome {
  const a = evaluate(left, names)
  if (operator === '&&' || operator === '||') {
    const goesOn = operator === '&&'
    const value = truth(a)
    if (value !== undefined && value !== goesOn) return a
    const b = evaluate(right, names)
    if (value !== undefined) return b
    // The side of `a` on which it decides: for an open value and `&&`, some falsy value, written as ''.
    const deciding = a.values.filter((v) => isTruthy(v) !== goesOn)
    if (!a.open) return union(anyOf(deciding), b)
    return union(goesOn ? anyOf([...deciding, '']) : anyOf(deciding, { ...a.open, truthy: true }), b)
  }
  const b = evaluate(right, names)
  if (operator === '==' && (mayBeMirror(left, a, b) || mayBeMirror(right, b, a))) return either
  if (operator === '==' || operator === '!=') return equality(a, b, operator === '==')
  if (a.open || b.open) return either
  return anyOf(a.values.flatMap((x) => b.values.map((y) => ordered(operator, x, y))))
}

/**
 * Whether what runs only in another repository of the same owner is asked for: this one may be mirrored there with all its
 * workflows, so that it is not said never to run.
 */
function mayBeMirror(asked: Expression, own: Outcome, other: Outcome): boolean {
  if (asked.kind !== 'access' || contextPath(asked)?.join('.').toLowerCase() !== 'github.repository') return false
  const [here, there] = [single(own), single(other)]
  if (typeof here !== 'string' || typeof there !== 'string' || looselyEqual(here, there)) return false
  return there.includes('/') && looselyEqual(here.split('/')[0] ?? '', there.split('/')[0] ?? '')
}

function equality(a: Outcome, b: Outcome, wanted: boolean): Outcome {
  if (a.open && b.open) return either
  if (b.open) return equality(b, a, wanted)
  const results = a.values.flatMap((x) => b.values.map((y) => looselyEqual(x, y)))
  if (a.open) {
    results.push(false)
    if (b.values.some((y) => mayBe(a, y))) results.push(true)
  }
  return anyOf(results.map((result) => result === wanted))
}

/** Whether the open part of an outcome can be this value. */
function mayBe(outcome: Outcome, value: Value): boolean {
  const open = outcome.open
  if (!open) return false
  if (open.truthy && !isTruthy(value)) return false
  if (typeof value !== 'string') return open.prefix === undefined && open.suffix === undefined
  const text = value.toLowerCase()
  if (open.prefix !== undefined && !text.startsWith(open.prefix.toLowerCase())) return false
  if (open.suffix !== undefined && !text.endsWith(open.suffix.toLowerCase())) return false
  return !open.not?.some((no) => no.toLowerCase() === text)
}

function ordered(operator: Operator, a: Value, b: Value): boolean {
  const strings = typeof a === 'string' && typeof b === 'string'
  const x = strings ? a.toLowerCase() : toNumber(a)
  const y = strings ? b.toLowerCase() : toNumber(b)
  if (operator === '<') return x < y
  if (operator === '<=') return x <= y
  return operator === '>' ? x > y : x >= y
}

function call(name: string, args: readonly Expression[], names: Names): Outcome {
  if (name === 'success' || name === 'failure' || name === 'always' || name === 'cancelled') return names.status(name)
  if (name === 'hashfiles') return { values: [], open: {} }
  if (name === 'case') return chosen(args, names)
  const values = args.map((argument) => evaluate(argument, names))
  const [first = known(null), second = known(null)] = values
  if (name === 'startswith') return startsWith(first, second)
  if (name === 'contains' || name === 'endswith') {
    if (first.open || second.open) return either
    const test = name === 'contains' ? contains : (a: Value, b: Value) => lower(a).endsWith(lower(b))
    return anyOf(first.values.flatMap((a) => second.values.map((b) => test(a, b))))
  }
  const args1 = values.map(single)
  if (name === 'fromjson') return mapped(first, fromJson)
  if (args1.some((value) => value === undefined)) return unknown
  const [a = null, ...rest] = args1 as Value[]
  if (name === 'tojson') return known(toJson(a))
  if (name === 'format') return formatted(toText(a), rest.map(toText))
  if (name === 'join') return known(Array.isArray(a) ? a.map(toText).join(toText(rest[0] ?? ',')) : toText(a))
  return unknown
}

/** `case(condition, value, …, otherwise)`: the first condition that holds decides. */
function chosen(args: readonly Expression[], names: Names): Outcome {
  const possible: Outcome[] = []
  for (let i = 0; i + 1 < args.length; i += 2) {
    const holds = truth(evaluate(args[i] as Expression, names))
    if (holds === false) continue
    possible.push(evaluate(args[i + 1] as Expression, names))
    if (holds) return union(...possible)
  }
  const otherwise = args.length % 2 ? args.at(-1) : undefined
  return union(...possible, otherwise ? evaluate(otherwise, names) : known(null))
}

function mapped(outcome: Outcome, change: (value: Value) => Value | undefined): Outcome {
  if (outcome.open) return unknown
  const values = outcome.values.map(change)
  return values.includes(undefined) ? unknown : anyOf(values as Value[])
}

function fromJson(value: Value): Value | undefined {
  if (typeof value !== 'string') return value
  return parsedJson(value) ?? parsedJson(withDoubleQuotes(value))
}

function parsedJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

/**
 * JSON of strings in single quotes as JSON: the runner reads both (github.com/actions/runner hands the text to
 * Newtonsoft's JsonTextReader).
 */
const withDoubleQuotes = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (whole, inside: string | undefined) =>
    inside === undefined ? whole : JSON.stringify(inside.replace(/\\(.)/g, '$1')),
  )

function contains(search: Value, item: Value): boolean {
  if (Array.isArray(search)) return search.some((value) => looselyEqual(value, item))
  return lower(search).includes(lower(item))
}

function startsWith(text: Outcome, start: Outcome): Outcome {
  if (start.open) return either
  const results = text.values.flatMap((a) => start.values.map((b) => lower(a).startsWith(lower(b))))
  if (text.open) {
    const prefix = text.open.prefix?.toLowerCase() ?? ''
    for (const value of start.values) {
      const wanted = lower(value)
      if (prefix.startsWith(wanted)) results.push(true)
      else if (wanted.startsWith(prefix)) results.push(true, false)
      else results.push(false)
    }
  }
  return anyOf(results)
}

const lower = (value: Value) => toText(value).toLowerCase()

function formatted(pattern: string, given: readonly string[]): Outcome {
  const text = filledPattern(pattern, given)
  return text === undefined ? unknown : known(text)
}

/** The pattern of a `format` with what it is given; undefined where it asks for more, at which GitHub stops. */
export function filledPattern(pattern: string, given: readonly string[]): string | undefined {
  let lacks = false
  const text = pattern.replace(/\{\{|\}\}|\{(\d+)\}/g, (all, index: string | undefined) => {
    if (index === undefined) return all[0] as string
    lacks ||= given[Number(index)] === undefined
    return given[Number(index)] ?? ''
  })
  return lacks ? undefined : text
}
