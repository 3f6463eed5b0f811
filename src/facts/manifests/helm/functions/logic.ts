import { type Hidden, isHidden } from '../../../hidden.ts'
import {
  bare,
  byBytes,
  Decided,
  hiddenBecause,
  isDict,
  isList,
  kindOf,
  Negated,
  Refusal,
  truth,
  type Val,
} from '../value.ts'
import { type Bare, type Call, holeWithin, type Machine, plain, textArg } from './calling.ts'

/** Deep equality, as Go's `reflect.DeepEqual`; hidden where something hidden decides. */
export function equal(one: Val, other: Val, machine: Machine): boolean | Hidden {
  const [a, b] = [bare(one), bare(other)]
  if (isHidden(a)) return a
  if (isHidden(b)) return b
  const hidden = holeWithin(a, machine) ?? holeWithin(b, machine)
  if (typeof a === 'string' && typeof b === 'string') return hidden ?? a === b
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false
    return every(a.map((item, i) => equal(item, b[i] as Val, machine)))
  }
  if (isDict(a) && isDict(b)) {
    if (a.size !== b.size || [...a.keys()].some((key) => !b.has(key))) return false
    return every([...a].map(([key, item]) => equal(item, b.get(key) as Val, machine)))
  }
  return a === b
}

function every(found: readonly (boolean | Hidden)[]): boolean | Hidden {
  if (found.includes(false)) return false
  return found.find(isHidden) ?? true
}

/** Go's `eq` of two: numbers of another kind are refused, but nothing equals nothing only. */
function isSame(one: Val, other: Val, machine: Machine): boolean | Hidden {
  const [a, b] = [bare(one), bare(other)]
  if (isHidden(a)) return a
  if (isHidden(b)) return b
  if (a === null || b === null) return a === b
  if (isList(a) || isDict(a) || isList(b) || isDict(b)) throw new Refusal('what is no scalar is compared')
  if (typeof a !== typeof b) throw new Refusal(`${kindOf(a)} and ${kindOf(b)} are compared`)
  return equal(a, b, machine)
}

const ordered = (decides: (order: number) => boolean): Call =>
  plain(([one, other]) => {
    const [a, b] = [one as Bare, other as Bare]
    if (typeof a !== typeof b) throw new Refusal(`${kindOf(a)} and ${kindOf(b)} are compared`)
    if (typeof a === 'string') return decides(byBytes(a, b as string))
    if (typeof a !== 'number' && typeof a !== 'bigint') throw new Refusal('what has no order is compared')
    return decides(a < (b as typeof a) ? -1 : a > (b as typeof a) ? 1 : 0)
  })

const eq: Call = ([first, ...others], machine) => {
  let hidden: Hidden | undefined
  for (const other of others) {
    const same = isSame(first as Val, other, machine)
    if (same === true) return true
    if (isHidden(same)) hidden ??= same
  }
  // a new one each: what is asked of the same value twice may be answered in two ways
  return hidden ? again(hidden) : false
}

const again = ({ what, settle }: Hidden): Hidden =>
  hiddenBecause(what, settle.text.replace(/^write it out in |, where Assay can read it$/g, ''))

/** The first that decides; where a hidden one comes before, what it is not known, only what it counts as. */
const deciding =
  (decides: boolean): Call =>
  (args) => {
    let hidden: Hidden | undefined
    for (const [i, arg] of args.entries()) {
      const holds = truth(arg)
      // of two the truth is that of neither
      if (holds === undefined) hidden = hidden ? again(hidden) : (arg as Hidden)
      else if (holds === decides || i === args.length - 1) {
        if (!hidden) return arg
        return holds === decides ? new Decided(hidden, decides) : hidden
      }
    }
    return hidden ?? null
  }

const isEmpty = (value: Val): boolean | undefined => {
  const holds = truth(value)
  return holds === undefined ? undefined : !holds
}

const kinds: Call = ([value]) => {
  const given = bare(value as Val)
  return isHidden(given) ? given : kindOf(given)
}

const typed = (value: Bare): string =>
  ({ slice: '[]interface {}', map: 'map[string]interface {}', invalid: '<nil>' })[kindOf(value)] ?? kindOf(value)

/** What decides in templates. */
export const logic: Readonly<Record<string, Call>> = {
  eq,
  ne: ([one, other], machine) => {
    const same = isSame(one as Val, other as Val, machine)
    return isHidden(same) ? again(same) : !same
  },
  lt: ordered((order) => order < 0),
  le: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  ge: ordered((order) => order >= 0),
  not: ([value]) => {
    const holds = truth(value as Val)
    return holds === undefined ? new Negated(value as Hidden) : !holds
  },
  and: deciding(false),
  or: deciding(true),
  default: (args) => {
    const [preset, value] = args.length === 1 ? [args[0], null] : args
    const empty = isEmpty(value as Val)
    if (empty === undefined) return truth(preset as Val) ? new Decided(value as Hidden, true) : (value as Val)
    return (empty ? preset : value) as Val
  },
  empty: ([value]) => isEmpty(value as Val) ?? new Negated(value as Hidden),
  coalesce: (args) => deciding(true)([...args, null], undefined as never),
  ternary: ([yes, no, condition]) => {
    const holds = bare(condition as Val)
    if (isHidden(holds)) {
      const known = truth(holds)
      return known === undefined ? holds : ((known ? yes : no) as Val)
    }
    if (typeof holds !== 'boolean') throw new Refusal('ternary wants true or false')
    return (holds ? yes : no) as Val
  },
  all: (args) => (args.map(isEmpty).includes(true) ? false : (args.find((arg) => isEmpty(arg) === undefined) ?? true)),
  any: (args) => (args.map(isEmpty).includes(false) ? true : (args.find((arg) => isEmpty(arg) === undefined) ?? false)),
  fail: ([message]) => {
    throw new Refusal(String(bare(message as Val)))
  },
  required: ([message, value]) => {
    const given = bare(value as Val)
    // whoever deploys gives it, or nothing is deployed
    if (given === null || given === '')
      return hiddenBecause(`a value that the chart demands ("${String(bare(message as Val)).slice(0, 80)}")`)
    return value as Val
  },
  kindOf: kinds,
  kindIs: ([kind, value]) => {
    const given = bare(value as Val)
    return isHidden(given) ? again(given) : kindOf(given) === textArg(kind)
  },
  typeOf: ([value]) => {
    const given = bare(value as Val)
    return isHidden(given) ? given : typed(given)
  },
  typeIs: ([type, value]) => {
    const given = bare(value as Val)
    return isHidden(given) ? again(given) : typed(given) === textArg(type)
  },
  deepEqual: ([one, other], machine) => equal(one as Val, other as Val, machine),
}
