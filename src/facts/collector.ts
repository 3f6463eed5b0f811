import type { Settings } from '../config/settings.ts'
import type { Repository } from './repository.ts'
import type { ObservationName, Observations } from './table.ts'

/**
 * One kind of evidence: a file under `observed/` (from documents) or `derived/` (from other facts), whose default
 * export is a collector. The folder is the registry.
 */
export interface Collector {
  /** What it contributes to. Several collectors may yield the same collection; their members are joined and sorted. */
  readonly yields: readonly ObservationName[]
  /** What must be collected before it runs; a circle is an error when we build. */
  readonly needs?: readonly ObservationName[]
  /** One sentence for the reference: which files or facts it reads. */
  readonly reads: string
  collect(context: Context): Promise<Partial<Observations>> | Partial<Observations>
}

export interface Context {
  readonly repository: Repository
  readonly settings: Settings
  /** What is collected so far; whole for every name in `needs`, empty for any other. */
  readonly observed: Observations
}

/** Types a collector where it is written. */
export function collector(collector: Collector): Collector {
  return collector
}
