import { Hidden, isHidden } from '../hidden.ts'
import {
  Composed,
  equal,
  isList,
  isMap,
  keysOf,
  mapOf,
  member,
  numberOf,
  textOf,
  type Value,
} from '../infrastructure/value.ts'
import { openName } from '../pipeline/dialect/open-text.ts'

/*
 * The functions of templates that hang on nothing but what they are given
 * (learn.microsoft.com/azure/azure-resource-manager/templates/template-functions). What is not here is hidden.
 */

type Pure = (args: readonly Value[]) => Value | undefined

/** Longer texts and lists are not made: what doubles at each step must not fill the memory. */
const longest = 100_000
const most = 10_000

const text = (value: Value | undefined) => textOf(value ?? null)
const number = (value: Value | undefined) => numberOf(value ?? null)

const ofTexts =
  (make: (...texts: string[]) => Value | undefined, least = 1): Pure =>
  (args) => {
    const texts = args.map(text)
    return args.length < least || texts.some((one) => one === undefined) ? undefined : make(...(texts as string[]))
  }

const ofNumbers =
  (make: (a: number, b: number) => Value): Pure =>
  ([a, b]) => {
    const [x, y] = [number(a), number(b)]
    return x === undefined || y === undefined ? undefined : make(x, y)
  }

/** Texts and numbers are compared alike. */
const compared =
  (holds: (order: number) => boolean): Pure =>
  ([a, b]) => {
    if (typeof a === 'string' && typeof b === 'string') return holds(a < b ? -1 : a > b ? 1 : 0)
    return ofNumbers((x, y) => holds(x - y))([a ?? null, b ?? null])
  }

const isEmpty = (value: Value | undefined) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (isList(value) && value.length === 0) ||
  (isMap(value) && keysOf(value).length === 0)

const size = (value: Value | undefined) =>
  typeof value === 'string'
    ? value.length
    : isList(value ?? null)
      ? (value as readonly Value[]).length
      : isMap(value ?? null)
        ? keysOf(value as never).length
        : undefined

const inCase = (value: Value) => (typeof value === 'string' ? value.toLowerCase() : value)

const parts: Pure = ([value, separators]) => {
  const list = isList(separators ?? null) ? (separators as readonly Value[]) : [separators ?? '']
  const signs = list.map(textOf)
  if (typeof value !== 'string' || signs.some((one) => !one)) return undefined
  return signs.reduce<string[]>((all, sign) => all.flatMap((one) => one.split(sign as string)), [value])
}

const cut =
  (from: 'start' | 'end'): Pure =>
  ([value, count]) => {
    const n = number(count)
    if (n === undefined || (typeof value !== 'string' && !isList(value ?? null))) return undefined
    const held = value as string | readonly Value[]
    return (from === 'start' ? held.slice(0, Math.max(0, n)) : held.slice(Math.max(0, n))) as Value
  }

const joinedAll: Pure = (args) => {
  if (args.length > 0 && args.every(isList)) return args.flat() as readonly Value[]
  const texts = args.map(textOf)
  return texts.some((one) => one === undefined) ? undefined : texts.join('')
}

const united: Pure = (args) => {
  if (args.every(isList))
    return (args.flat() as Value[]).filter((one, i, all) => all.findIndex((other) => equal(one, other) === true) === i)
  return args.every(isMap)
    ? (args as (Value & object)[]).reduce<Value>((all, one) => deepUnion(all, one, 0), mapOf([]))
    : undefined
}

/** What both hold as maps is put together, of anything else the last one wins. */
function deepUnion(a: Value, b: Value, depth: number): Value {
  if (!isMap(a) || !isMap(b) || depth > 20) return b
  return mapOf([
    ...Object.entries(a),
    ...Object.entries(b).map(
      ([key, value]) => [key, key in a ? deepUnion(a[key] as Value, value, depth + 1) : value] as const,
    ),
  ])
}

const pure: Readonly<Record<string, Pure>> = {
  concat: joinedAll,
  tolower: ofTexts((one) => one.toLowerCase()),
  toupper: ofTexts((one) => one.toUpperCase()),
  trim: ofTexts((one) => one.trim()),
  replace: ofTexts((one, old = '', next = '') => (old === '' ? one : one.replaceAll(old, next)), 3),
  substring: ([value, start, length]) => {
    const [from, count] = [number(start), length === undefined ? undefined : number(length)]
    if (typeof value !== 'string' || from === undefined) return undefined
    return count === undefined ? value.slice(from) : value.slice(from, from + count)
  },
  split: parts,
  join: ([list, separator]) => {
    const texts = isList(list ?? null) ? (list as readonly Value[]).map(textOf) : [undefined]
    return texts.some((one) => one === undefined) ? undefined : texts.join(text(separator) ?? '')
  },
  padleft: ofTexts((one, length = '0', sign = ' ') => one.padStart(Math.min(Number(length), 1000), sign), 2),
  startswith: ofTexts((one, start = '') => one.toLowerCase().startsWith(start.toLowerCase()), 2),
  endswith: ofTexts((one, end = '') => one.toLowerCase().endsWith(end.toLowerCase()), 2),
  indexof: ofTexts((one, part = '') => one.toLowerCase().indexOf(part.toLowerCase()), 2),
  string: ([value]) => text(value) ?? (value === undefined ? undefined : JSON.stringify(value)),
  int: ([value]) => number(value),
  bool: ([value]) => (typeof value === 'boolean' ? value : /^(true|1)$/i.test(text(value) ?? '')),
  array: ([value]) => (value === undefined ? undefined : isList(value) ? value : [value]),
  createarray: (args) => args,
  createobject: (args) =>
    mapOf(args.flatMap((key, i) => (i % 2 === 0 ? [[text(key) ?? '', args[i + 1] ?? null] as const] : []))),
  json: ([value]) => {
    try {
      return typeof value === 'string' ? (JSON.parse(value) as Value) : undefined
    } catch {
      return undefined
    }
  },
  empty: ([value]) => isEmpty(value),
  length: ([value]) => size(value),
  contains: ([holder, one]) => {
    if (typeof holder === 'string') return holder.toLowerCase().includes((text(one) ?? '').toLowerCase())
    if (isList(holder ?? null)) return (holder as readonly Value[]).some((item) => equal(item, one ?? null) === true)
    return isMap(holder ?? null) ? keysOf(holder as never).some((key) => inCase(key) === inCase(one ?? '')) : undefined
  },
  first: ([value]) =>
    typeof value === 'string'
      ? value.slice(0, 1)
      : isList(value ?? null)
        ? ((value as readonly Value[])[0] ?? null)
        : undefined,
  last: ([value]) =>
    typeof value === 'string'
      ? value.slice(-1)
      : isList(value ?? null)
        ? ((value as readonly Value[]).at(-1) ?? null)
        : undefined,
  take: cut('start'),
  skip: cut('end'),
  union: united,
  shallowmerge: ([list]) =>
    isList(list ?? null)
      ? mapOf((list as readonly Value[]).flatMap((one) => (isMap(one) ? Object.entries(one) : [])))
      : undefined,
  flatten: ([list]) => (isList(list ?? null) ? ((list as readonly Value[]).flat() as readonly Value[]) : undefined),
  range: ([start, count]) => {
    const [from, length] = [number(start), number(count)]
    return from === undefined || length === undefined || length > most
      ? undefined
      : Array.from({ length }, (_, i) => from + i)
  },
  min: (args) => extreme(args, Math.min),
  max: (args) => extreme(args, Math.max),
  add: ofNumbers((a, b) => a + b),
  sub: ofNumbers((a, b) => a - b),
  mul: ofNumbers((a, b) => a * b),
  div: ofNumbers((a, b) => Math.trunc(a / b)),
  mod: ofNumbers((a, b) => a % b),
  less: compared((order) => order < 0),
  lessorequals: compared((order) => order <= 0),
  greater: compared((order) => order > 0),
  greaterorequals: compared((order) => order >= 0),
  true: () => true,
  false: () => false,
  null: () => null,
  items: ([map]) =>
    isMap(map ?? null)
      ? keysOf(map as never).map((key) =>
          mapOf([
            ['key', key],
            ['value', (map as Record<string, Value>)[key] ?? null],
          ]),
        )
      : undefined,
  objectkeys: ([map]) => (isMap(map ?? null) ? keysOf(map as never) : undefined),
  tryget: ([holder, ...keys]) =>
    keys.reduce<Value>((held, key) => {
      const found = isMap(held) || isList(held) ? member(held, text(key) ?? '') : null
      return found instanceof Hidden ? null : found
    }, holder ?? null),
  format: ([pattern, ...args]) => {
    const texts = args.map(textOf)
    if (typeof pattern !== 'string' || texts.some((one) => one === undefined)) return undefined
    return pattern.replace(/\{(\d+)(?::[^}]*)?\}/g, (_, n: string) => texts[Number(n)] ?? '')
  },
  uri: ofTexts((base, path = '') => `${base.replace(/[^/]*$/, '')}${path.replace(/^\//, '')}`, 2),
}

function extreme(args: readonly Value[], of: (...all: number[]) => number): Value | undefined {
  const all = (args.length === 1 && isList(args[0] ?? null) ? (args[0] as readonly Value[]) : args).map(numberOf)
  return all.length === 0 || all.length > most || all.some((one) => one === undefined)
    ? undefined
    : of(...(all as number[]))
}

/** Functions that put texts together: what is hidden in them hides that part alone. */
const composing = new Set([
  'concat',
  'format',
  'uri',
  'tolower',
  'toupper',
  'trim',
  'replace',
  'substring',
  'take',
  'join',
  'string',
])

/** What a function makes of what it is given; undefined where it is none of these, or cannot be computed. */
export function callPure(name: string, args: readonly Value[]): Value | undefined {
  const lower = name.toLowerCase()
  const make = Object.hasOwn(pure, lower) ? pure[lower] : undefined
  if (!make) return undefined
  const hidden = args.filter(isHidden)
  const [first] = hidden
  if (first) return composing.has(lower) ? composed(lower, args, first, hidden) : first
  const found = make(args)
  const tooMuch =
    typeof found === 'string'
      ? found.length > longest
      : isList(found ?? null) && (found as readonly Value[]).length > most
  return tooMuch ? undefined : found
}

/** A text in which a hidden part stands as a variable. */
function composed(name: string, args: readonly Value[], first: Hidden, hidden: readonly Hidden[]): Value {
  const shown = args.map(shownOf)
  const open = name === 'tolower' ? String(shown[0]).toLowerCase() : callPure(name, shown)
  return new Composed(first, hidden, typeof open === 'string' ? open : undefined)
}

/** A value as a text that is the same wherever it is the same: what is hidden in it stands as a variable. */
export function shownOf(value: Value): Value {
  if (value instanceof Composed) return value.open ?? openName(value.what)
  return isHidden(value) ? openName(value.what) : value
}
