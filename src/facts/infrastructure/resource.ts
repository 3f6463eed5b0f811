import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { evaluate } from '../terraform/evaluate.ts'
import { blocksOf, childOf, type Node, resolve } from './node.ts'
import { Composed, isList, isMap, Made, numberOf, textOf, truthOf, type Value } from './value.ts'

/*
 * How other facts read what Terraform makes: `resourcesOf(observed.terraform, ['aws_db_instance'])`, then
 * `attribute(resource, 'backup_retention_period')`. Everything is computed when it is asked for.
 */

/**
 * A resource, a data source, or a module from elsewhere with its arguments, in one environment. What CloudFormation makes is
 * in this form too, under the names that Terraform's provider has for it (src/facts/cloudformation/); code that takes both
 * asks `madeByCode` for them.
 */
export interface InfrastructureResource {
  /** unique in the repository */
  readonly id: string
  readonly mode: 'managed' | 'data' | 'module'
  /** `aws_db_instance`; of a module from elsewhere its source */
  readonly type: string
  readonly name: string
  /** `module.app["web"].aws_db_instance.main[0]`, in its root configuration */
  readonly address: string
  /** the folder of the module that declares it; '' for the root of the repository */
  readonly module: string
  /** the folder of the root configuration */
  readonly root: string
  readonly environment: Seen<EnvironmentClass>
  readonly environmentName: string
  /** tells the ways apart in which one root configuration is applied */
  readonly variant: number
  /** hidden where it may be made or not */
  readonly exists: Seen<boolean>
  readonly file: string
  /** its head */
  readonly place: Place
  readonly node: Node
}

/** A value with where it stands: the attribute; where it is left out, the head of what should hold it. */
export interface Attribute {
  /** undefined: not written, or null */
  readonly value: Value | undefined
  readonly place: Place
}

/** The resources of some types (`aws_lb`, or the beginning of types: `azurerm_monitor_*`), in their order. */
export function resourcesOf(
  all: readonly InfrastructureResource[],
  types: readonly string[],
): readonly InfrastructureResource[] {
  const exact = new Set(types.filter((type) => !type.endsWith('*')))
  const starts = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1))
  return all.filter(
    ({ mode, type }) => mode === 'managed' && (exact.has(type) || starts.some((start) => type.startsWith(start))),
  )
}

/**
 * An attribute of a resource or of a block in it, by its path: `deployment_circuit_breaker.rollback`, `alarm.0.name`. A
 * block that stands several times is its first one where no number says which.
 */
export function attribute(of: InfrastructureResource | Node, path: string): Attribute {
  let node = 'node' in of ? of.node : of
  for (const name of path.split('.')) {
    const child = childOf(node, name)
    if (!child) return { value: undefined, place: node.place }
    node = child
    if (node.kind === 'value' && isHidden(node.value)) break
  }
  return { value: resolve(node), place: node.place }
}

/** The blocks of a type in a resource or block, `dynamic` ones made; hidden where nobody can tell which there are. */
export function nested(of: InfrastructureResource | Node, path: string): readonly Node[] | Hidden {
  let node = 'node' in of ? of.node : of
  const names = path.split('.')
  const last = names.pop() as string
  for (const name of names) {
    const child = childOf(node, name)
    if (!child) return []
    node = child
  }
  return blocksOf(node, last)
}

/** All that is written in a resource as plain data, with what is hidden inside. */
export function dataIn(of: InfrastructureResource | Node): Value {
  return resolve('node' in of ? of.node : of) ?? null
}

/** An attribute as a text; undefined where it is not written. */
export const textIn = (of: InfrastructureResource | Node, path: string): Seen<string> | undefined =>
  as(attribute(of, path).value, textOf)

/** What a resource calls the thing it makes: the first of some attributes that is written, else its own name. */
export function nameIn(of: InfrastructureResource, ...paths: readonly string[]): string {
  const written = paths.map((path) => textIn(of, path)).find((name) => name !== undefined)
  return typeof written === 'string' ? written : of.name
}

/** An attribute as a number. */
export const numberIn = (of: InfrastructureResource | Node, path: string): Seen<number> | undefined =>
  as(attribute(of, path).value, numberOf)

/** An attribute as true or false. */
export const truthIn = (of: InfrastructureResource | Node, path: string): Seen<boolean> | undefined =>
  as(attribute(of, path).value, truthOf)

/** An attribute as a list; one value stands for a list of itself. */
export function listIn(of: InfrastructureResource | Node, path: string): Seen<readonly Value[]> | undefined {
  const { value } = attribute(of, path)
  return value === undefined || isHidden(value) || isList(value) ? value : [value]
}

/** What JSON an attribute of a resource or block holds, whether Terraform writes it (`jsonencode`, `yamlencode`) or it stands there. */
export function jsonIn(of: InfrastructureResource | Node, path: string): Value | undefined {
  const child = childOf('node' in of ? of.node : of, path)
  if (
    child?.kind === 'expression' &&
    child.expression.kind === 'call' &&
    /^(json|yaml)encode$/.test(child.expression.name)
  ) {
    // what is hidden in it hides no more than itself
    const [argument] = child.expression.args
    return argument && evaluate(argument, child.scope)
  }
  const { value } = attribute(of, path)
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Value
  } catch {
    return new Hidden(`the JSON of ${path}`, { kind: 'file', text: `write ${path} with jsonencode` })
  }
}

function as<T>(value: Value | undefined, read: (value: Value) => T | undefined): Seen<T> | undefined {
  if (value === undefined || isHidden(value)) return value
  return read(value)
}

/** The addresses of the resources that a value is made of: of an ARN that is known later, whose it is. */
export function madeOf(value: Value | undefined): readonly string[] {
  if (value instanceof Made) return [value.address]
  if (value instanceof Composed) return value.made.map(({ address }) => address)
  if (value === undefined || isHidden(value)) return []
  if (isList(value)) return value.flatMap(madeOf)
  return isMap(value) ? Object.values(value).flatMap(madeOf) : []
}

/** Whether a value is (or holds) something of this resource, in the same run. */
export function isOf(value: Value | undefined, resource: InfrastructureResource): boolean {
  const address = resource.address.replace(/\[[^\]]*\]$/, '')
  return madeOf(value).some((made) => made === resource.address || made === address)
}

/** Resources that are applied together: of one root configuration, in one environment. */
export function together(a: InfrastructureResource, b: InfrastructureResource): boolean {
  return a.root === b.root && a.variant === b.variant
}
