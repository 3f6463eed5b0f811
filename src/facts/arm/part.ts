import type { Expression } from '../../documents/bicep/ast.ts'
import type { Place } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import { noParts, type Part, partOfValue } from '../infrastructure/named.ts'
import { evaluate } from './evaluate.ts'
import { scopesOf, truth } from './loops.ts'
import type { Scope } from './scope.ts'

/** An expression as a part of a resource; undefined where it comes to nothing. Literals keep the places of what is in them. */
export function partOf(
  expression: Expression,
  scope: Scope,
  place: Place = placeOf(expression, scope),
): Part | undefined {
  if (expression.kind === 'choice') {
    const holds = truth(expression.condition, scope)
    if (!isHidden(holds)) return partOf(holds ? expression.then : expression.otherwise, scope, place)
  }
  if (expression.kind === 'map' && expression.spreads.length === 0) {
    const value = () => evaluate(expression, scope)
    const entries = expression.entries.flatMap((entry) =>
      typeof entry.key === 'string' ? [{ ...entry, key: entry.key }] : [],
    )
    return {
      kind: 'map',
      place,
      value,
      keys: () => entries.map(({ key }) => key),
      entry(key) {
        const found = entries.find((one) => one.key === key)
        if (!found) return undefined
        const { file } = scope.template
        return partOf(found.value, scope, { file, start: found.keySpan.start, end: found.value.span.end })
      },
      items: () => [],
    }
  }
  if (expression.kind === 'list' && expression.items.every(({ spread }) => !spread)) {
    const items = () => expression.items.flatMap((item) => partOf(item.value, scope) ?? [])
    return { ...noParts, kind: 'list', place, items, value: () => evaluate(expression, scope) }
  }
  if (expression.kind === 'loop') {
    const scopes = scopesOf(expression, scope)
    if (!isHidden(scopes)) {
      const items = () => scopes.flatMap((one) => partOf(expression.body, one) ?? [])
      return { ...noParts, kind: 'list', place, items, value: () => evaluate(expression, scope) }
    }
  }
  return partOfValue(evaluate(expression, scope), place)
}

const placeOf = ({ span }: Expression, { template }: Scope): Place => ({
  file: template.file,
  start: span.start,
  end: span.end,
})
