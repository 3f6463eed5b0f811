import { Hidden, isHidden, type Settle } from '../hidden.ts'

/** What an expression comes to, as plain data; what only an apply or another repository knows is {@link Hidden}. */
export type Value = string | number | boolean | null | Hidden | readonly Value[] | ValueMap

export interface ValueMap {
  readonly [key: string]: Value
}

/**
 * A value that is made when a resource is: its ARN, its address. The value is hidden, but whose it is can be told, so that
 * an alarm and the group of logs that it watches find each other.
 */
export class Made extends Hidden {
  constructor(
    /** the address of the resource in its run: `module.app.aws_sns_topic.pager` */
    readonly address: string,
    /** `arn`; empty for the resource as a whole */
    readonly attribute: string,
  ) {
    super(`${address}${attribute && `.${attribute}`}, which is known when it is made`, knownLater)
  }
}

/** A value in which hidden ones are put together; whose they are stays known: `"${aws_sns_topic.pager.arn}:x"`. */
export class Composed extends Hidden {
  /** each once: what is composed of the same again and again holds no more */
  readonly made: readonly Made[]

  constructor(
    first: Hidden,
    parts: readonly Hidden[],
    /** the text with what is hidden left as a variable (`${VAR_REGION}`): commands in it can be read all the same */
    readonly open?: string,
  ) {
    super(first.what, first.settle)
    const found = new Map<string, Made>()
    for (const part of parts) {
      const inside = part instanceof Made ? [part] : part instanceof Composed ? part.made : []
      for (const one of inside) if (found.size < 50) found.set(`${one.address} ${one.attribute}`, one)
    }
    this.made = [...found.values()]
  }
}

/** The text of a file that code reads (`file("buildspec.yml")`): whoever needs it reads it from there. */
export class OfFile extends Hidden {
  constructor(
    /** as it is written, with `path.module` from the root of the repository: else from the folder that is applied */
    readonly path: string,
  ) {
    super(`the text of ${path}`, { kind: 'file', text: `write out what ${path} holds` })
  }
}

/** What Terraform refuses: an attribute that is not there, an index beyond the end. `try` and `can` take another way. */
export class Missing extends Hidden {
  constructor(what: string) {
    super(what, { kind: 'file', text: 'mend what `terraform validate` tells' })
  }
}

/** What of a text is written out, with a space for each part that is hidden; empty where all of it is. */
export function writtenOut(text: string | Hidden | undefined): string {
  if (text instanceof Composed) return (text.open ?? '').replace(/\$\{[^}]*\}/g, ' ')
  return isHidden(text) ? '' : (text ?? '')
}

const knownLater: Settle = { kind: 'file', text: 'write the value where it is known before it is made' }

/** Whether a value is a map. */
export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isHidden(value)
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** The first value that is hidden among the given and what they hold. */
export function hiddenIn(value: Value): Hidden | undefined {
  if (isHidden(value)) return value
  if (typeof value !== 'object' || value === null) return undefined
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const found = hiddenIn(item)
    if (found) return found
  }
  return undefined
}

const weights = new WeakMap<object, number>()

/** How much a value may hold, counted as often as it would be written out: `[local.a, local.a]` forty times over is a bomb. */
const heaviest = 200_000

/** Whether a value holds more than is gone through; what it holds is asked for once. */
export function isTooHeavy(value: Value): boolean {
  return weightOf(value) > heaviest
}

function weightOf(value: Value): number {
  if (typeof value === 'string') return 1 + (value.length >> 5)
  if (typeof value !== 'object' || value === null || isHidden(value)) return 1
  const known = weights.get(value)
  if (known !== undefined) return known
  let weight = 1
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    weight += weightOf(item)
    if (weight > heaviest) break
  }
  weights.set(value, weight)
  return weight
}

/** A map's keys in Terraform's order. */
export function keysOf(map: ValueMap): readonly string[] {
  return Object.keys(map).sort()
}

/** A map without a prototype, so that a key `constructor` or `__proto__` is a key like any other. */
export function mapOf(entries: Iterable<readonly [string, Value]>): ValueMap {
  const map: Record<string, Value> = Object.create(null)
  for (const [key, value] of entries) map[key] = value
  return map
}

/** What stands under a key or index of a value. */
export function member(value: Value, key: string | number): Value {
  if (isHidden(value)) return value
  if (isList(value)) {
    const index = typeof key === 'number' ? key : /^\d+$/.test(key) ? Number(key) : Number.NaN
    if (index < 0 || !Number.isInteger(index)) return new Missing(`an item ${key} of a list`)
    const item = value[index]
    return item === undefined ? new Missing(`the item ${key} of a list of ${value.length}`) : item
  }
  if (isMap(value)) {
    const item = value[String(key)]
    return item === undefined ? new Missing(`the key ${key} of a map`) : item
  }
  return new Missing(`${key} of what is no map`)
}

/** Terraform's own conversion to a text; undefined for lists, maps and null. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return undefined
}

/** Terraform's own conversion to a number. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : undefined
}

/** Terraform's own conversion to true or false. */
export function truthOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/** Deep equality; undefined where something hidden decides. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (isHidden(a) || isHidden(b)) return undefined
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false
    return allEqual(a.map((item, i) => [item, b[i] as Value]))
  }
  if (isMap(a) && isMap(b)) {
    const keys = keysOf(a)
    if (keys.length !== keysOf(b).length || keys.some((key) => !(key in b))) return false
    return allEqual(keys.map((key) => [a[key] as Value, b[key] as Value]))
  }
  return a === b
}

function allEqual(pairs: readonly (readonly [Value, Value])[]): boolean | undefined {
  let hidden = false
  for (const [a, b] of pairs) {
    const same = equal(a, b)
    if (same === false) return false
    if (same === undefined) hidden = true
  }
  return hidden ? undefined : true
}
