import { isHidden } from '../../../hidden.ts'
import {
  bare,
  byBytes,
  copied,
  type Dict,
  hiddenBecause,
  isDict,
  Refusal,
  sortedKeys,
  truth,
  type Val,
} from '../value.ts'
import { type Call, dictArg, listArg, type Machine, plain, textArg } from './calling.ts'
import { equal } from './logic.ts'
import { wholeNumber } from './numbers.ts'

/** A function of a list or map, as the first argument that is given; hidden where that is. */
const of =
  (index: number, make: (args: readonly Val[], machine: Machine) => Val): Call =>
  (args, machine) => {
    const subject = args.at(index)
    if (subject !== undefined && isHidden(subject)) return subject
    // what is counted or looked for must be known
    const hidden = args.find((arg, i) => i !== (index < 0 ? args.length + index : index) && isHidden(arg))
    if (hidden && index !== 0) return hidden
    return make(args, machine)
  }

/** A key: known, and without a hole. */
const keyed =
  (make: (args: readonly Val[], machine: Machine) => Val, keys: (args: readonly Val[]) => readonly Val[]): Call =>
  (args, machine) => {
    for (const key of keys(args)) {
      const plainKey = bare(key)
      if (isHidden(plainKey)) return plainKey
      const hidden = typeof plainKey === 'string' ? machine.inHole(plainKey) : undefined
      if (hidden) return hidden
    }
    const subject = args[0]
    return subject !== undefined && isHidden(subject) ? subject : make(args, machine)
  }

const dict: Call = (args, machine) => {
  const made: Dict = new Map()
  for (let i = 0; i < args.length; i += 2) {
    const key = bare(args[i] as Val)
    if (isHidden(key)) return key
    const text = typeof key === 'string' ? key : String(key)
    const hidden = machine.inHole(text)
    if (hidden) return hidden
    made.set(text, args[i + 1] ?? (i + 1 < args.length ? null : ''))
  }
  return made
}

/** sprig's `merge`: what is first wins, but for what is empty there; `overwrites` turns that round. */
function merged(target: Dict, source: Dict, overwrites: boolean, machine: Machine): void {
  for (const [key, value] of source) {
    machine.spend(1)
    const there = target.get(key)
    if (there !== undefined && isDict(there) && isDict(value)) merged(there, value, overwrites, machine)
    else {
      const isFilled = there === undefined ? false : truth(there)
      const fills = truth(value)
      if (there === undefined) target.set(key, value)
      else if (overwrites ? fills === true : isFilled === false) target.set(key, value)
      else if ((overwrites ? fills : isFilled) === undefined)
        target.set(key, hiddenBecause(`which of two values of ${key} counts`))
    }
  }
}

const merging =
  (overwrites: boolean): Call =>
  (args, machine) => {
    const hidden = args.find(isHidden)
    if (hidden) return hidden
    const [target, ...sources] = args.map((arg) => (bare(arg) === null ? new Map<string, Val>() : dictArg(arg)))
    for (const source of sources) merged(target as Dict, copied(source) as Dict, overwrites, machine)
    return target as Dict
  }

/** Go's `index`: what is not there is nothing. */
const index: Call = ([subject, ...path], machine) => {
  let value = subject as Val
  for (const step of path) {
    const key = bare(step)
    if (isHidden(value)) return value
    if (isHidden(key)) return key
    if (typeof key === 'string') {
      const hidden = machine.inHole(key)
      if (hidden) return hidden
      if (bare(value) === null) throw new Refusal('an index of nothing')
      value = dictArg(value).get(key) ?? null
    } else {
      const text = bare(value)
      const item =
        typeof text === 'string' ? BigInt(Buffer.from(text)[wholeNumber(key)] ?? 0) : listArg(value)[wholeNumber(key)]
      if (item === undefined) throw new Refusal('an index beyond the end')
      value = item
    }
  }
  return value
}

const dig: Call = (args, machine) => {
  const preset = args.at(-2) as Val
  let value = args.at(-1) as Val
  for (const step of args.slice(0, -2)) {
    if (isHidden(value)) return value
    const key = textArg(step)
    const hidden = machine.inHole(key)
    if (hidden) return hidden
    const next = dictArg(value).get(key)
    if (next === undefined) return preset
    value = next
  }
  return value
}

const slice = (args: readonly Val[]) => {
  const list = listArg(args[0])
  return list.slice(wholeNumber(args[1] ?? 0n), args[2] === undefined ? undefined : wholeNumber(args[2]))
}

const has = (needle: Val, list: Val, machine: Machine): Val => {
  let hidden: Val = false
  for (const item of bare(list) === null ? [] : listArg(list)) {
    const same = equal(item, needle, machine)
    if (same === true) return true
    if (isHidden(same)) hidden = same
  }
  return hidden
}

const unique = (list: readonly Val[], machine: Machine) => {
  const kept: Val[] = []
  for (const item of list) {
    machine.spend(kept.length)
    if (!kept.some((one) => equal(one, item, machine) === true)) kept.push(item)
  }
  return kept
}

/** Keys of maps in the order of their bytes: Go's own is a matter of chance. */
const keysOf = (args: readonly Val[]) => args.flatMap((arg) => sortedKeys(dictArg(arg)))

/** What sprig makes of lists and maps. */
export const collections: Readonly<Record<string, Call>> = {
  dict,
  list: (args) => [...args],
  tuple: (args) => [...args],
  first: of(0, ([list]) => listArg(list)[0] ?? null),
  last: of(0, ([list]) => listArg(list).at(-1) ?? null),
  rest: of(0, ([list]) => listArg(list).slice(1)),
  initial: of(0, ([list]) => listArg(list).slice(0, -1)),
  append: of(0, ([list, item]) => [...(bare(list as Val) === null ? [] : listArg(list)), item as Val]),
  push: of(0, ([list, item]) => [...listArg(list), item as Val]),
  prepend: of(0, ([list, item]) => [item as Val, ...listArg(list)]),
  concat: (args) => args.find(isHidden) ?? args.flatMap((arg) => listArg(arg)),
  reverse: of(0, ([list]) => [...listArg(list)].reverse()),
  compact: of(
    0,
    ([list]) => listArg(list).find((one) => truth(one) === undefined) ?? listArg(list).filter((one) => truth(one)),
  ),
  uniq: plain(([list], machine) => unique(listArg(list), machine)),
  without: plain(([list, ...gone], machine) =>
    listArg(list).filter((one) => !gone.some((other) => equal(one, other as Val, machine) === true)),
  ),
  has: ([needle, list], machine) => (isHidden(list as Val) ? (list as Val) : has(needle as Val, list as Val, machine)),
  slice: of(0, slice),
  sortAlpha: plain(([list]) =>
    listArg(list)
      .map((one) => String(bare(one)))
      .sort(byBytes),
  ),
  index,
  get: keyed(
    ([map, key]) => dictArg(map).get(textArg(key)) ?? '',
    (args) => args.slice(1),
  ),
  set: keyed(
    ([map, key, value]) => {
      dictArg(map).set(textArg(key), value as Val)
      return map as Val
    },
    (args) => args.slice(1, 2),
  ),
  unset: keyed(
    ([map, key]) => {
      dictArg(map).delete(textArg(key))
      return map as Val
    },
    (args) => args.slice(1),
  ),
  hasKey: keyed(
    ([map, key]) => dictArg(map).has(textArg(key)),
    (args) => args.slice(1),
  ),
  pluck: ([key, ...maps]) => maps.find(isHidden) ?? maps.flatMap((map) => dictArg(map).get(textArg(key)) ?? []),
  dig,
  keys: (args) => args.find(isHidden) ?? keysOf(args),
  values: of(0, ([map]) => sortedKeys(dictArg(map)).map((key) => dictArg(map).get(key) as Val)),
  pick: keyed(
    ([map, ...keys]) => new Map([...dictArg(map)].filter(([key]) => keys.some((one) => bare(one) === key))),
    (args) => args.slice(1),
  ),
  omit: keyed(
    ([map, ...keys]) => new Map([...dictArg(map)].filter(([key]) => !keys.some((one) => bare(one) === key))),
    (args) => args.slice(1),
  ),
  merge: merging(false),
  mergeOverwrite: merging(true),
  deepCopy: ([value]) => copied(value as Val),
}
