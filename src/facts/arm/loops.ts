import type { Expression, Loop } from '../../documents/bicep/ast.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { isList, isMap, keysOf, truthOf, type Value } from '../infrastructure/value.ts'
import { type Scope, unknown, withLocals } from './scope.ts'

/** Whether a condition holds. */
export function truth(expression: Expression, scope: Scope): Seen<boolean> {
  const value = scope.shared.evaluate(expression, scope)
  return isHidden(value) ? value : (truthOf(value) ?? unknown('a condition', scope))
}

/** As many items as anybody would write by hand. */
const most = 500

/** The scopes of a loop, one for each item; hidden where the list is. */
export function scopesOf(loop: Omit<Loop, 'body'>, scope: Scope): Seen<readonly Scope[]> {
  const list = scope.shared.evaluate(loop.list, scope)
  if (isHidden(list)) return list
  const items = isList(list) ? list : isMap(list) ? keysOf(list).map((key) => list[key] as Value) : []
  if (items.length > most) return unknown(`what a loop makes that goes over ${items.length} items`, scope)
  const all = items.map((item, i) =>
    withLocals(scope, [
      [loop.item, item],
      [loop.index, i],
      ...(loop.index.startsWith('copy ') ? [['copy', i] as const] : []),
    ]),
  )
  if (!loop.condition) return all
  const kept = all.map((one) => truth(loop.condition as Expression, one))
  return kept.find(isHidden) ?? all.filter((_, i) => kept[i] === true)
}
