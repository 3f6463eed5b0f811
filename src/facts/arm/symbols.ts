import type { Expression } from '../../documents/bicep/ast.ts'
import { isHidden } from '../hidden.ts'
import { isMap, type Value } from '../infrastructure/value.ts'
import { addressOf } from './identity.ts'
import { scopesOf } from './loops.ts'
import { childScope } from './modules.ts'
import { type Scope, unknown } from './scope.ts'
import type { Resource } from './template.ts'

/** A resource that is named by the symbol that its file has for it. */
export interface Called {
  readonly type: string
  /** its names, with those of what it belongs to */
  readonly names: readonly Value[]
  readonly name: Value
}

/** The resource that an expression names: `site`, `sites[0]`; undefined where it names none. */
export function symbolIn(expression: Expression, scope: Scope): Called | undefined {
  const indexed = expression.kind === 'member' ? expression : undefined
  const base = indexed ? indexed.object : expression
  if (base.kind !== 'name' || scope.locals.has(base.name)) return undefined
  const resource = scope.template.resources.find(({ symbol }) => symbol === base.name)
  if (!resource || (indexed !== undefined) !== (resource.loop !== undefined)) return undefined
  if (!indexed || !resource.loop) return identityOf(resource, scope)
  const index = scope.shared.evaluate(indexed.key, scope)
  const scopes = scopesOf(resource.loop, scope)
  const own = typeof index === 'number' && !isHidden(scopes) ? scopes[index] : undefined
  return own && identityOf(resource, own)
}

/** What a resource is called, in the scope of its loop. */
export function identityOf(resource: Resource, scope: Scope, depth = 0): Called {
  const name = scope.shared.evaluate(resource.name, scope)
  const parent = resource.parent && depth < 6 ? symbolOfParent(resource.parent, scope, depth) : undefined
  const own = typeof name === 'string' ? name.split('/') : [name]
  return { type: resource.type, names: parent ? [...parent.names, ...own] : own, name }
}

function symbolOfParent(parent: Expression, scope: Scope, depth: number): Called | undefined {
  const base =
    parent.kind === 'name' ? scope.template.resources.find(({ symbol }) => symbol === parent.name) : undefined
  return base && (!base.loop || scope.locals.has(base.loop.item))
    ? identityOf(base, scope, depth + 1)
    : symbolIn(parent, scope)
}

/** The address of what a symbol names. */
export const addressIn = (symbol: Called | undefined) => symbol && addressOf(symbol.type, symbol.names)

/** `module.outputs.name`: what the other template gives. */
export function outputOf(object: Expression, word: string, scope: Scope): Value | undefined {
  if (object.kind !== 'member' || object.key.kind !== 'literal' || object.key.value !== 'outputs') return undefined
  const base = object.object.kind === 'member' ? object.object : undefined
  const name = base ? base.object : object.object
  if (name.kind !== 'name') return undefined
  const module = scope.template.modules.find(({ symbol }) => symbol === name.name)
  if (!module) return undefined
  const index = base ? scope.shared.evaluate(base.key, scope) : 0
  const scopes = module.loop ? scopesOf(module.loop, scope) : [scope]
  const own = typeof index === 'number' && !isHidden(scopes) ? scopes[index] : undefined
  const child = own && childScope(module, own, String(index))
  const output = child?.template.outputs.get(word)
  const hidden = unknown(`the output ${word} of ${name.name} in ${scope.template.file}`, scope)
  const value = child && output ? child.shared.evaluate(output, child) : hidden
  return isMap(value) ? value : (value ?? null)
}
