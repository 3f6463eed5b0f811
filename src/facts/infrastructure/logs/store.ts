import type { LogStore } from '../../schema/operation.ts'
import { type InfrastructureResource, nameIn } from '../resource.ts'
import { whereOf } from '../where.ts'

/** What is told of a store; left out: it has the resource's id and name, it keeps what it gets, and sends nothing on. */
type Told = Pick<LogStore, 'kind' | 'system' | 'days' | 'place'> &
  Partial<Pick<LogStore, 'id' | 'name' | 'kept' | 'forwarded'>>

/** The store of logs that a resource makes. */
export function storeOf(of: InfrastructureResource, told: Told): LogStore {
  const { kind, system, days, place, id = of.id, name = nameIn(of, 'name'), kept = true, forwarded = false } = told
  return { id, kind, name, system, kept, days, forwarded, ...whereOf(of), file: of.file, place } as LogStore
}
