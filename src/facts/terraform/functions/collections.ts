import { isHidden } from '../../hidden.ts'
import {
  equal,
  hiddenIn,
  isList,
  isMap,
  keysOf,
  Missing,
  mapOf,
  numberOf,
  textOf,
  type Value,
  type ValueMap,
} from '../../infrastructure/value.ts'
import { type Computed, ofList, ofMap, valuesOf } from './form.ts'

/** Functions of lists, sets and maps. */
export const collections: Readonly<Record<string, Computed>> = {
  length: {
    compute([value]) {
      if (isList(value as Value) || typeof value === 'string') return (value as string | readonly Value[]).length
      return isMap(value as Value) ? keysOf(value as ValueMap).length : undefined
    },
  },
  keys: ofMap(keysOf),
  values: ofMap(valuesOf),
  lookup: {
    lenient: true,
    compute([map, key, otherwise]) {
      if (isHidden(map)) return map
      if (isHidden(key)) return key
      const name = textOf(key ?? null)
      if (!isMap(map as Value) || name === undefined) return undefined
      return (map as ValueMap)[name] ?? (otherwise === undefined ? new Missing(`the key ${name} of a map`) : otherwise)
    },
  },
  merge: {
    compute(maps) {
      const given = maps.filter((map) => map !== null)
      if (!given.every(isMap)) return undefined
      return mapOf((given as readonly ValueMap[]).flatMap((map) => Object.entries(map)))
    },
  },
  concat: { compute: (lists) => (lists.every(isList) ? (lists.flat(1) as readonly Value[]) : undefined) },
  flatten: { deep: true, compute: ([list]) => (isList(list as Value) ? flatten(list as readonly Value[]) : undefined) },
  compact: ofList((list) => hidden(list) ?? list.filter((item) => item !== null && item !== '')),
  distinct: ofList((list) => hidden(list) ?? distinct(list)),
  reverse: ofList((list) => [...list].reverse()),
  sort: ofList((list) => hidden(list) ?? [...list].map((item) => textOf(item) ?? '').sort()),
  element: ofList((list, index) => {
    const at = numberOf(index ?? null)
    return at === undefined || list.length === 0 ? undefined : list[((at % list.length) + list.length) % list.length]
  }),
  index: ofList((list, wanted) => {
    const at = hidden(list) ? -1 : list.findIndex((item) => equal(item, wanted ?? null))
    return hidden(list) ?? (at < 0 ? undefined : at)
  }),
  contains: ofList((list, wanted) => {
    const found = list.map((item) => equal(item, wanted ?? null))
    return found.includes(true) ? true : found.includes(undefined) ? hidden(list) : false
  }),
  one: ofList((list) => (list.length > 1 ? undefined : (list[0] ?? null))),
  slice: ofList((list, from, to) => list.slice(numberOf(from ?? null), numberOf(to ?? null))),
  chunklist: ofList((list, size) => {
    const step = numberOf(size ?? null)
    if (step === undefined || step < 1) return undefined
    return Array.from({ length: Math.ceil(list.length / step) }, (_, i) => list.slice(i * step, (i + 1) * step))
  }),
  zipmap: ofList((keys, values) => {
    if (!isList(values as Value)) return undefined
    const names = keys.map((key) => textOf(key))
    if (names.includes(undefined)) return hidden(keys)
    return mapOf(names.map((name, i) => [name as string, (values as readonly Value[])[i] ?? null]))
  }),
  setunion: {
    deep: true,
    compute: (sets) => (sets.every(isList) ? sorted(distinct(sets.flat(1) as readonly Value[])) : undefined),
  },
  setsubtract: ofList((list, others) => {
    if (!isList(others as Value) || hidden(list) || hidden(others as readonly Value[])) return undefined
    return list.filter((item) => !(others as readonly Value[]).some((other) => equal(item, other)))
  }),
  setintersection: { deep: true, compute: (sets) => intersection(sets) },
  setproduct: {
    deep: true,
    compute: (sets) => (sets.every(isList) ? product(sets as readonly (readonly Value[])[]) : undefined),
  },
  coalesce: {
    lenient: true,
    compute: (args) => args.find((arg) => isHidden(arg) || (arg !== null && arg !== '')),
  },
  coalescelist: {
    lenient: true,
    compute: (args) => args.find((arg) => isHidden(arg) || (isList(arg) && arg.length > 0)),
  },
  matchkeys: { deep: true, compute: () => undefined },
  alltrue: ofList((list) => (list.some((item) => item === false) ? false : (hidden(list) ?? true))),
  anytrue: ofList((list) => (list.some((item) => item === true) ? true : (hidden(list) ?? false))),
  sum: ofList((list) => hidden(list) ?? list.reduce<number>((total, item) => total + (numberOf(item) ?? 0), 0)),
}

const hidden = (list: readonly Value[]): Value | undefined => hiddenIn(list)

function flatten(list: readonly Value[], depth = 0): readonly Value[] {
  return list.flatMap((item) => (isList(item) && depth < 100 ? flatten(item, depth + 1) : [item]))
}

/** Each value once, in the order in which it came first. */
export function distinct(list: readonly Value[]): readonly Value[] {
  const seen = new Set<string>()
  return list.filter((item) => {
    const key = JSON.stringify(item)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The order of a set of texts. */
export function sorted(list: readonly Value[]): readonly Value[] {
  return list.every((item) => typeof item === 'string') ? [...list].sort() : list
}

function intersection(sets: readonly Value[]): Value | undefined {
  const [first, ...others] = sets
  if (!isList(first as Value) || !others.every(isList)) return undefined
  return (first as readonly Value[]).filter((item) =>
    others.every((other) => (other as readonly Value[]).some((one) => equal(item, one))),
  )
}

const largestProduct = 5000

function product(sets: readonly (readonly Value[])[]): Value | undefined {
  if (sets.reduce((size, set) => size * set.length, 1) > largestProduct) return undefined
  return sets.reduce<readonly (readonly Value[])[]>(
    (all, set) => all.flatMap((head) => set.map((item) => [...head, item])),
    [[]],
  )
}
