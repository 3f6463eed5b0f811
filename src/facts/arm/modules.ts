import { dirname, join } from '../../documents/path.ts'
import { isHidden } from '../hidden.ts'
import { isMap, type Value } from '../infrastructure/value.ts'
import { type Scope, scopeOf } from './scope.ts'
import type { Module } from './template.ts'

/** The deployment of a template that another one makes; undefined where it is elsewhere, or leads in a circle. */
export function childScope(module: Module, scope: Scope, key = ''): Scope | undefined {
  const { children, shared, way, template: own } = scope
  const id = `${module.place.file} ${'start' in module.place ? module.place.start : ''} ${key}`
  const known = children.get(id)
  if (known) return known
  const path = 'path' in module.source ? join(dirname(own.file), module.source.path) : undefined
  const template = 'template' in module.source ? module.source.template : shared.templates.get(path ?? '')
  if (!template || way.length > 12 || (path !== undefined && way.includes(path))) return undefined
  const child = module.sharesScope
    ? { ...scope, template: { ...own, ...inside(template), file: own.file }, children: new Map() }
    : scopeOf(template, givenTo(module, scope), undefined, shared, path === undefined ? way : [...way, path])
  children.set(id, child)
  return child
}

/** Of a template that shares the scope of the one around it, what it makes alone. */
const inside = ({ resources, modules, outputs }: Scope['template']) => ({ resources, modules, outputs })

/** What a module is given: `{name: value}` in Bicep, `{name: {value}}` in JSON. */
export function givenTo({ parameters, symbol }: Module, scope: Scope): ReadonlyMap<string, Value> {
  if (parameters?.kind !== 'map') return new Map()
  const isBicep = scope.template.isBicep && symbol !== ''
  return new Map(
    parameters.entries.flatMap(({ key, value }): [string, Value][] => {
      if (typeof key !== 'string') return []
      const found = scope.shared.evaluate(value, scope)
      const held = isBicep || isHidden(found) ? found : isMap(found) ? found.value : undefined
      // null is as if nothing were given
      return held === undefined || held === null ? [] : [[key, held]]
    }),
  )
}

/** The files through which a module leads back to one that leads to it; undefined where it does not. */
export function circleOf({ source }: Module, { template, way }: Scope): readonly string[] | undefined {
  if (!('path' in source)) return undefined
  const path = join(dirname(template.file), source.path)
  return way.includes(path) ? [...way.slice(way.indexOf(path)), path] : undefined
}
