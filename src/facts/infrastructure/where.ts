import { groupBy } from '../../documents/group.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { type InfrastructureResource, isOf } from './resource.ts'
import type { Value } from './value.ts'

/** The fields of a fact that tell for which environment it is. */
export function whereOf({ environment, environmentName }: InfrastructureResource) {
  return { environment, environmentName, environmentClass: isHidden(environment) ? '' : environment }
}

/** Resources by what is applied together: a root configuration in one environment. */
export function runsOf(all: readonly InfrastructureResource[]): readonly (readonly InfrastructureResource[])[] {
  return [...groupBy(all, ({ root, variant }) => `${variant}\0${root}`).values()]
}

/** Whether a value names a resource: it is made of it, or is its name. */
export function names(
  value: Value | undefined,
  resource: InfrastructureResource,
  name: Seen<string> | undefined,
): boolean {
  if (value === undefined) return false
  if (isOf(value, resource)) return true
  if (typeof value !== 'string' || typeof name !== 'string') return false
  const bare = value.replace(/:\*$/, '')
  return bare === name || bare.endsWith(`:${name}`)
}

/** A finding against a resource that may not be made cannot be told; one in its favour holds where it is. */
export function ifMade<T>(value: Seen<T>, good: (value: T) => boolean, { exists }: InfrastructureResource): Seen<T> {
  if (!isHidden(exists) || isHidden(value) || good(value)) return value
  return new Hidden(exists.what, exists.settle)
}
