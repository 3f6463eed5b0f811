import { Hidden, isHidden } from '../../hidden.ts'
import { Traced } from './traced.ts'

/**
 * A value of Go's template language. Whole numbers are bigint and those of values files numbers, as `int64` and `float64`
 * there: they print and compare in another way.
 */
export type Val = null | boolean | number | bigint | string | Traced | Hidden | Val[] | Dict | Method

/** A map of Go, in the order in which its keys were put. */
export type Dict = Map<string, Val>

/** A method of an object: `.Files.Get`, `.Capabilities.APIVersions.Has`. */
export class Method {
  constructor(readonly call: (args: readonly Val[]) => Val) {}
}

/** A value that is hidden, but of which it is known whether it counts as true. */
export class Decided extends Hidden {
  constructor(
    from: Hidden,
    readonly truth: boolean,
  ) {
    super(from.what, from.settle)
  }
}

/** The other of what is hidden: true where that counts as false. */
export class Negated extends Hidden {
  constructor(readonly of: Hidden) {
    super(of.what, of.settle)
  }
}

/** What Go's template engine refuses: it ends the rendering with these values. */
export class Refusal extends Error {}

/** Ends a rendering that takes too long or that holds what cannot be done here. */
export class GivenUp extends Error {}

/** A value without the places that it knows. */
export const bare = (value: Val): Exclude<Val, Traced> => (value instanceof Traced ? value.value : value)

/** Whether a value is a map. */
export const isDict = (value: Val): value is Dict => value instanceof Map

/** Whether a value is a list. */
export const isList = (value: Val): value is Val[] => Array.isArray(value)

/** A hidden value: what is hidden, and where a person would look for it. */
export function hiddenBecause(what: string, where = 'the values of the chart'): Hidden {
  return new Hidden(what, { kind: 'file', text: `write it out in ${where}, where Assay can read it` })
}

/** Whether a value counts as true; undefined where it cannot be told. */
export function truth(value: Val): boolean | undefined {
  const plain = bare(value)
  if (plain instanceof Decided) return plain.truth
  if (isHidden(plain)) return undefined
  if (plain === null || plain === false || plain === 0 || plain === 0n || plain === '') return false
  if (typeof plain === 'string') return true
  if (isList(plain)) return plain.length > 0
  return isDict(plain) ? plain.size > 0 : true
}

/** The kind that Go's `reflect` names. */
export function kindOf(value: Exclude<Val, Traced>): string {
  if (value === null) return 'invalid'
  if (isList(value)) return 'slice'
  if (isDict(value)) return 'map'
  return { boolean: 'bool', number: 'float64', bigint: 'int', string: 'string' }[typeof value as string] ?? 'struct'
}

/** As Go prints a value with `%v`. Hidden values are printed by the holes that stand for them. */
export function shown(value: Val, hole: (hidden: Hidden) => string): string {
  const plain = bare(value)
  if (isHidden(plain)) return hole(plain)
  if (plain === null) return '<nil>'
  if (typeof plain === 'number') return floatText(plain)
  if (isList(plain)) return `[${plain.map((item) => shown(item, hole)).join(' ')}]`
  if (isDict(plain))
    return `map[${sortedKeys(plain)
      .map((key) => `${key}:${shown(plain.get(key) as Val, hole)}`)
      .join(' ')}]`
  return String(plain)
}

/** Go's `%v` of a float64: from a million on with an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [digits, exponentText] = Math.abs(value).toExponential().split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 6) {
    const sign = exponent < 0 ? '-' : '+'
    return `${value < 0 ? '-' : ''}${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  return plainDigits(value)
}

/** A number without an exponent. */
export function plainDigits(value: number): string {
  const text = String(value)
  if (!/e/.test(text)) return text
  return value.toFixed(Math.min(100, Math.max(0, -Number(text.split('e')[1]) + 17))).replace(/\.?0+$/, '')
}

/** A map's keys as Go's templates go through them. */
export function sortedKeys(map: Dict): string[] {
  return [...map.keys()].sort(byBytes)
}

/** The order of UTF-8 bytes: that of code points, which surrogates break. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (one === other) continue
    const isPair = (code: number) => code >= 0xd800 && code < 0xe000
    if (isPair(one) !== isPair(other)) return isPair(one) ? 1 : -1
    return one - other
  }
  return a.length - b.length
}

/** A copy that shares nothing that can be changed. */
export function copied(value: Val): Val {
  if (isList(value)) return value.map(copied)
  // files have methods, and nobody changes them
  if (isDict(value) && value.constructor === Map) return new Map([...value].map(([key, item]) => [key, copied(item)]))
  return value
}

/** The first hidden value in a value and what it holds. */
export function hiddenWithin(value: Val): Hidden | undefined {
  if (isHidden(value)) return value
  if (!isList(value) && !isDict(value)) return undefined
  for (const item of value.values()) {
    const found = hiddenWithin(item)
    if (found) return found
  }
  return undefined
}
