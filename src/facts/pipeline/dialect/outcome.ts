/** A value of GitHub's expressions (docs.github.com, "Evaluate expressions in workflows and actions"). */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** What is known of a value that is not in the list. */
export interface Open {
  /** It is a string that starts so. */
  readonly prefix?: string
  /** It is a string that ends so. */
  readonly suffix?: string
  /** It is none of these strings. */
  readonly not?: readonly string[]
  /** It is never empty (a commit id). */
  readonly truthy?: boolean
}

/**
 * What an expression may come to: one of some values and, where `open` is set, something that cannot be seen from here.
 * One value and nothing open: known.
 */
export interface Outcome {
  readonly values: readonly Value[]
  readonly open?: Open
}

/** More values than this are no longer told apart. */
const mostValues = 64

/** Anything at all. */
export const unknown: Outcome = { values: [], open: {} }
/** True or false. */
export const either: Outcome = { values: [true, false] }

/** One value, and no other. */
export function known(value: Value): Outcome {
  return { values: [value] }
}

/** One of the values, each once. */
export function anyOf(values: readonly Value[], open?: Open): Outcome {
  const unique = new Map<string, Value>()
  for (const value of values) unique.set(`${typeof value}:${toJson(value)}`, value)
  if (unique.size > mostValues) return unknown
  const list = [...unique.values()]
  return open ? { values: list, open } : { values: list }
}

/** Either the one or the other. */
export function union(...outcomes: readonly Outcome[]): Outcome {
  const values = outcomes.flatMap((outcome) => outcome.values)
  const open = outcomes.flatMap((outcome) => (outcome.open ? [outcome.open] : []))
  // Only what all open parts promise still holds.
  return anyOf(values, open.length === 1 ? open[0] : open.length ? { truthy: open.every(isTruthyOpen) } : undefined)
}

/** The one value that it can be; undefined where it is not known. */
export function single(outcome: Outcome): Value | undefined {
  return !outcome.open && outcome.values.length === 1 ? outcome.values[0] : undefined
}

/** Whether it counts as true; undefined where it may be either. */
export function truth(outcome: Outcome): boolean | undefined {
  const truths = new Set<boolean>(outcome.values.map(isTruthy))
  if (outcome.open) {
    truths.add(true)
    if (!isTruthyOpen(outcome.open)) truths.add(false)
  }
  return truths.size === 1 ? [...truths][0] : undefined
}

/** false, 0, NaN, '' and null are falsy; lists and maps are truthy. */
export function isTruthy(value: Value): boolean {
  return Boolean(value)
}

function isTruthyOpen(open: Open): boolean {
  return Boolean(open.truthy || open.prefix || open.suffix || open.not?.includes(''))
}

/** The text that stands in the place of `${{ value }}`. */
export function toText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'object') return Array.isArray(value) ? 'Array' : 'Object'
  return String(value)
}

/** A number as GitHub coerces it: null and '' are 0, what is no number is NaN. */
export function toNumber(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'object') return Number.NaN
  return typeof value === 'string' ? Number(value.trim()) : Number(value)
}

/** GitHub's loose equality: strings without regard to case, unlike types as numbers, lists and maps never. */
export function looselyEqual(a: Value, b: Value): boolean {
  if (a === null && b === null) return true
  if (typeof a === 'object' && a !== null) return false
  if (typeof b === 'object' && b !== null) return false
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase()
  return typeof a === typeof b ? a === b : toNumber(a) === toNumber(b)
}

/** A value as `toJSON` writes it. */
export function toJson(value: Value): string {
  return JSON.stringify(value)
}

/** Follows keys (without regard to case) and indexes into a value; `*` gathers all. Missing: null. */
export function dig(value: Value, path: readonly string[]): Value {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (value === null || typeof value !== 'object') return null
  if (key === '*') return Object.values(value).map((item) => dig(item as Value, rest))
  const map = value as Record<string, Value>
  const name = Object.hasOwn(map, key) ? key : Object.keys(map).find((k) => k.toLowerCase() === key.toLowerCase())
  return name === undefined ? null : dig(map[name] as Value, rest)
}

/** {@link dig} on all values that there may be. */
export function digOutcome(outcome: Outcome, path: readonly string[]): Outcome {
  if (path.length === 0) return outcome
  const values = outcome.values.map((value) => dig(value, path))
  return anyOf(values, outcome.open ? {} : undefined)
}

/** As it is where only texts are passed on: outputs, variables, inputs of actions. */
export function asTexts(outcome: Outcome): Outcome {
  return anyOf(outcome.values.map(toText), outcome.open)
}
