import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { and, isHidden, type Seen } from '../hidden.ts'
import type { Problem } from '../infrastructure/broken.ts'
import { type Names, namedTree, type Part } from '../infrastructure/named.ts'
import type { Node } from '../infrastructure/node.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { Composed, mapOf, textOf } from '../infrastructure/value.ts'
import type { Variant } from '../infrastructure/variants.ts'
import { shownOf } from './functions.ts'
import { addressOf } from './identity.ts'
import { scopesOf, truth } from './loops.ts'
import { childScope, circleOf, givenTo } from './modules.ts'
import { partOf } from './part.ts'
import { type Scope, type Shared, scopeOf } from './scope.ts'
import { settingsIn, withSettings } from './sites.ts'
import { type Called, identityOf } from './symbols.ts'
import type { Module, Resource, Template } from './template.ts'
import { typeOf } from './types.ts'

/** All that is read of the templates of a repository. */
export interface Reading extends Shared {
  /** files that were read so far, as a deployment of their own or as a module of one */
  readonly reached: Set<string>
  readonly problems: Problem[]
}

/** A resource in the scope of its loop. */
export interface Found extends Called {
  readonly resource: Resource
  readonly scope: Scope
  readonly exists: Seen<boolean>
  readonly part: Part | undefined
}

/** The resources that a deployment of a template has in one environment, those of its modules too. */
export function resourcesIn(
  template: Template,
  { given, open, environment, environmentName }: Variant,
  number: number,
  reading: Reading,
): readonly InfrastructureResource[] {
  const made: InfrastructureResource[] = []
  const taken = new Map<string, number>()
  const common = { root: template.file, environment, environmentName, variant: number }
  const key = `${template.file}${environmentName && ` (${environmentName})`}`
  const add = (
    of: Pick<InfrastructureResource, 'mode' | 'type' | 'name' | 'address' | 'exists' | 'file' | 'place' | 'node'>,
  ) => {
    if (reading.left.resources-- <= 0) return
    const times = taken.get(of.address) ?? 0
    taken.set(of.address, times + 1)
    made.push({ ...common, ...of, id: `${key}:${of.address}${times ? ` ${times + 1}` : ''}`, module: dirname(of.file) })
  }
  const stack: { scope: Scope; exists: Seen<boolean> }[] = [
    { scope: scopeOf(template, given, open, reading), exists: true },
  ]
  for (let next = stack.pop(); next && reading.left.resources-- > 0; next = stack.pop()) {
    const { scope, exists } = next
    const { file } = scope.template
    reading.reached.add(file)
    const all = scope.template.resources.filter((one) => !one.existing).flatMap((one) => foundOf(one, scope, exists))
    const settings = settingsIn(all)
    for (const found of all) {
      const type = typeOf(found.type, found.part)
      if (!type || !found.part) continue
      const name = textOf(shownOf(found.names.at(-1) ?? '')) ?? '?'
      const names: Names = {
        ...type.names,
        ...withSettings(found, settings),
        name: { value: found.names.at(-1) ?? '' },
      }
      const address = addressOf(found.type, found.names)
      const { place } = found.resource
      add({
        mode: 'managed',
        type: type.type,
        name,
        address,
        exists: found.exists,
        file,
        place,
        node: headed(namedTree(found.part, names), place),
      })
    }
    for (const module of scope.template.modules) {
      for (const one of scopesFor(module, scope, exists)) {
        const child = childScope(module, one.scope, one.key)
        const circle = child ? undefined : circleOf(module, scope)
        if (circle)
          reading.problems.push({ place: module.place, message: `modules go in a circle: ${circle.join(' → ')}` })
        else if (child) stack.push({ scope: child, exists: one.exists })
        else add(elsewhere(module, one, file))
      }
    }
  }
  if (reading.left.resources <= 0)
    reading.problems.push({
      place: template.place,
      message: 'the templates come to too many resources; the rest is not read',
    })
  return made
}

/** What is asked of a resource and not written there stands at its head. */
const headed = (node: Node, place: Place): Node => ({ ...node, place })

interface One {
  readonly scope: Scope
  readonly exists: Seen<boolean>
  readonly key: string
}

/** What is made once for each item; of a hidden list, and under a hidden condition, it may be there or not. */
function scopesFor(
  { loop, condition }: Pick<Module, 'loop' | 'condition'>,
  scope: Scope,
  exists: Seen<boolean>,
): readonly One[] {
  const scopes = loop ? scopesOf(loop, scope) : [scope]
  const all = isHidden(scopes)
    ? [{ scope, exists: scopes, key: '' }]
    : scopes.map((one, i) => ({ scope: one, exists: true as Seen<boolean>, key: String(i) }))
  return all.flatMap((one) => {
    const there = and(exists, one.exists, condition ? truth(condition, one.scope) : true)
    return there === false ? [] : [{ ...one, exists: there }]
  })
}

const foundOf = (resource: Resource, scope: Scope, exists: Seen<boolean>): readonly Found[] =>
  scopesFor(resource, scope, exists).map((one) => ({
    ...identityOf(resource, one.scope),
    resource,
    scope: one.scope,
    exists: one.exists,
    part: partOf(resource.body, one.scope),
  }))

/** A module from a registry, a template by its address. */
function elsewhere(module: Module, { scope, exists }: One, file: string) {
  const { source, symbol, place } = module
  const written =
    'elsewhere' in source ? scope.shared.evaluate(source.elsewhere, scope) : 'path' in source ? source.path : ''
  const text = written instanceof Composed ? written.open : typeof written === 'string' ? written : undefined
  const own = textOf(shownOf(scope.shared.evaluate(module.name, scope))) ?? ''
  const isRegistry = text !== undefined && /^(br|ts)[/:]/.test(text)
  const last = text && !isRegistry ? basename(text.replace(/\?.*$/, '').replace(/\$\{[^}]*\}/g, '/')) : text
  const type = last || symbol || own || 'a linked template'
  const node: Node = { kind: 'value', value: mapOf(givenTo(module, scope)), place }
  return {
    mode: 'module' as const,
    type,
    name: symbol || own,
    address: symbol || `deployments/${own}`,
    exists,
    file,
    place,
    node,
  }
}
