import type { HclExpression } from '../../documents/hcl/index.ts'
import { isHidden } from '../hidden.ts'
import { isList, isMap, keysOf, mapOf, textOf, type Value } from '../infrastructure/value.ts'
import { evaluate } from './evaluate.ts'
import { converted } from './functions/conversions.ts'
import type { Scope } from './scope.ts'

/**
 * A value as the type of its variable makes it: numbers for texts that hold one, and what `optional(type, default)` puts in
 * (developer.hashicorp.com/terraform/language/expressions/type-constraints).
 */
export function withType(value: Value, type: HclExpression, scope: Scope): Value {
  if (isHidden(value) || value === null) return value
  if (type.kind === 'name') return converted(value, type.name)
  if (type.kind !== 'call') return value
  const [inner] = type.args
  if (!inner) return value
  switch (type.name) {
    case 'list':
    case 'set':
      return converted(isList(value) ? value.map((item) => withType(item, inner, scope)) : value, type.name)
    case 'map':
      return isMap(value)
        ? mapOf(keysOf(value).map((key) => [key, withType(value[key] as Value, inner, scope)]))
        : value
    case 'object':
      return isMap(value) ? ofObject(value, inner, scope) : value
    case 'optional':
      return withType(value, inner, scope)
    default:
      return value
  }
}

/** Only the attributes that the type names are left; those that are optional and not given have their default. */
function ofObject(value: Readonly<Record<string, Value>>, type: HclExpression, scope: Scope): Value {
  if (type.kind !== 'map') return mapOf(Object.entries(value))
  const found: [string, Value][] = []
  for (const { key, value: member } of type.entries) {
    const name = textOf(evaluate(key, scope))
    if (name === undefined) continue
    const optional = member.kind === 'call' && member.name === 'optional'
    const given = value[name]
    if (given !== undefined && !(given === null && optional && member.args[1])) {
      found.push([name, withType(given, member, scope)])
    } else if (optional) {
      const [inner, fallback] = member.args
      const filled = fallback ? evaluate(fallback, scope) : null
      found.push([name, inner ? withType(filled, inner, scope) : filled])
    }
  }
  return mapOf(found)
}
