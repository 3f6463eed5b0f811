/** A value of Azure's expressions (learn.microsoft.com, "Expressions"). */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** A value that cannot be seen from here, and what is known of it all the same. */
export class Unknown {
  constructor(
    /** It is a text that starts so. */
    readonly prefix: string = '',
    /** It is none of these texts. */
    readonly not: readonly string[] = [],
    /** It is one of these texts. */
    readonly oneOf?: readonly string[],
  ) {}
}

export type Outcome = Value | Unknown

/** A value of which nothing is known. */
export const unknown = new Unknown()

/** Stands in a text for the part of it that is not known. */
export const gap = '\u0001'

/** Whether it counts as true; undefined where that is not known. */
export function truth(outcome: Outcome): boolean | undefined {
  if (outcome instanceof Unknown) return undefined
  if (typeof outcome === 'string' && outcome.includes(gap)) return undefined
  return Boolean(outcome)
}

/** A value as the text that stands in its place. */
export function toText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? (Array.isArray(value) ? 'Array' : 'Object') : String(value)
}

/** As {@link toText}, with a {@link gap} for what is not known. */
export function textOf(outcome: Outcome): string {
  return outcome instanceof Unknown ? outcome.prefix + gap : toText(outcome)
}

/** `eq`: the right side is brought to the type of the left one; texts without regard to case. */
export function equal(left: Outcome, right: Outcome): boolean | undefined {
  if (left instanceof Unknown) return right instanceof Unknown ? undefined : mayEqual(left, right)
  if (right instanceof Unknown) return mayEqual(right, left)
  if (typeof left === 'boolean') {
    // The text `false` is no empty one, but people mean what they write; a macro would have been expanded to it.
    if (typeof right === 'string') return right.includes(gap) ? undefined : left === (right !== '')
    return left === Boolean(right)
  }
  if (typeof left === 'number') return left === (typeof right === 'string' ? Number(right) : right)
  if (typeof left === 'string') {
    const text = toText(right)
    if (left.includes(gap) || text.includes(gap)) return fits(left, text) ? undefined : false
    return left.toLowerCase() === text.toLowerCase()
  }
  if (left === null) return right === null || right === ''
  return undefined
}

function mayEqual(open: Unknown, value: Value): boolean | undefined {
  const text = toText(value).toLowerCase()
  if (text.includes(gap)) return undefined
  if (!text.startsWith(open.prefix.toLowerCase())) return false
  if (open.not.some((no) => no.toLowerCase() === text)) return false
  if (open.oneOf && !open.oneOf.some((one) => one.toLowerCase() === text)) return false
  return undefined
}

/** Whether two texts with gaps could be the same, judged by what stands before the first gap. */
function fits(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  const until = Math.min(...[x.indexOf(gap), y.indexOf(gap)].filter((at) => at >= 0))
  return x.slice(0, until) === y.slice(0, until)
}

/** Follows keys (without regard to case) and indexes; what is missing is null. */
export function dig(outcome: Outcome, path: readonly string[]): Outcome {
  let at = outcome
  for (const key of path) {
    if (at instanceof Unknown) return unknown
    if (at === null || typeof at !== 'object') return null
    const map = at as Record<string, Value>
    const name = Object.hasOwn(map, key) ? key : Object.keys(map).find((k) => k.toLowerCase() === key.toLowerCase())
    at = name === undefined ? null : (map[name] as Value)
  }
  return at
}
