import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { hiddenIn, isList, isMap, keysOf, numberOf, textOf, type Value } from '../infrastructure/value.ts'
import { attributeOf, type Declared } from './configuration.ts'
import { evaluate } from './evaluate.ts'
import { type Scope, within } from './scope.ts'

/** One of the things that a block makes. */
export interface Repeat {
  /** undefined where it is made once, or nobody knows how often */
  readonly key: string | undefined
  /** hidden where it may be made or not */
  readonly exists: Seen<boolean>
  /** with what `each` and `count` are */
  readonly scope: Scope
}

/** More of one block are alike in all that matters here. */
const most = 64

/** What a block makes by its `count` or `for_each`; one that may be there or not, where these are hidden. */
export function repeats({ block }: Declared, scope: Scope): readonly Repeat[] {
  const count = attributeOf(block.body, 'count')
  if (count) {
    const value = evaluate(count.value, scope)
    if (isHidden(value)) return [unknown(value, 'count.index', scope)]
    const times = numberOf(value)
    if (times === undefined) return []
    return Array.from({ length: Math.min(Math.max(0, times), most) }, (_, index) => ({
      key: String(index),
      exists: true,
      scope: within(scope, [['count.index', index]]),
    }))
  }
  const each = attributeOf(block.body, 'for_each')
  if (!each) return [{ key: undefined, exists: true, scope }]
  const value = evaluate(each.value, scope)
  if (isHidden(value)) return [unknown(value, 'each.key', scope)]
  return pairs(value)
    .slice(0, most)
    .map(([key, item]) => ({
      key,
      exists: true,
      scope: within(scope, [
        ['each.key', key],
        ['each.value', item],
      ]),
    }))
}

/** A set's items are their own keys. */
function pairs(value: Value): readonly (readonly [string, Value])[] {
  if (isMap(value)) return keysOf(value).map((key) => [key, value[key] as Value])
  if (!isList(value)) return []
  return value.map((item, index) => [textOf(item) ?? String(index), item])
}

function unknown(value: Hidden, name: string, scope: Scope): Repeat {
  const hidden = new Hidden(`whether it is made (by ${(hiddenIn(value) ?? value).what})`, value.settle)
  return { key: undefined, exists: hidden, scope: within(scope, [[name, value], ...eachValue(name, value)]) }
}

const eachValue = (name: string, value: Hidden): readonly (readonly [string, Value])[] =>
  name === 'each.key' ? [['each.value', value]] : []
