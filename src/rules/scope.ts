import type { Environment } from '@marcbachmann/cel-js'
import type { Engine, Scope } from './engine.ts'
import type { FactTypes, FieldType } from './fact-types.ts'

/** Each expression is asked about once for every subject; its type stays the same. */
const known = new WeakMap<Environment, Map<string, FieldType>>()

/** The type of the members of a list that an expression yields; a text where it cannot be told. */
export function partType(engine: Engine, source: string, scope: Scope): FieldType {
  const env = engine.environment(scope)
  const types = known.get(env) ?? new Map<string, FieldType>()
  known.set(env, types)
  const type =
    types.get(source) ?? typeNamed(/^list<(.*)>$/.exec(env.check(source).type ?? '')?.[1] ?? '', engine.types)
  types.set(source, type)
  return type
}

const inner = new WeakMap<Scope, Map<string, Scope>>()

/**
 * The scope in which an expression runs on one member (`part`, or `found`) of the list that another yields in `outer`. Made
 * once for all subjects: by it the engine finds what it parsed.
 */
export function scopeWithin(engine: Engine, outer: Scope, list: string, name: 'part' | 'found'): Scope {
  const known = inner.get(outer) ?? new Map<string, Scope>()
  inner.set(outer, known)
  const key = `${name} ${list}`
  const scope = known.get(key) ?? { ...outer, [name]: partType(engine, list, outer) }
  known.set(key, scope)
  return scope
}

/** A type by its name in CEL's notation; a text for any that facts do not have. */
export function typeNamed(name: string, types: FactTypes): FieldType {
  const inner = /^list<(.*)>$/.exec(name)?.[1]
  if (inner !== undefined) return { kind: 'list', of: typeNamed(inner, types) }
  if (types.records[name]) return { kind: 'record', name }
  if (name === 'bool' || name === 'int' || name === 'double') return { kind: name }
  if (name === 'Place') return { kind: 'place' }
  if (name === 'Trace') return { kind: 'trace' }
  return { kind: 'string' }
}
