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
  /**
   * What it also looks at, and can do without: where some of that is lost, what it says stays true, and is hidden where it
   * would hang on it. What is lost there is not lost here.
   */
  readonly uses?: readonly ObservationName[]
  /** One sentence for the reference: which files or facts it reads. */
  readonly reads: string
  /**
   * Which files it reads by itself, for runs on what was touched alone: when none of these was, and nothing that it needs,
   * it tells nothing new. Rather too many than too few. Left out: it reads facts, and files only where these lead.
   */
  readonly touches?: Touching | readonly Touching[]
  /**
   * Where the repository has no file of `touches`, or none of the path that is given instead, it says nothing, whatever the
   * facts that it needs say: then these tell it nothing new.
   */
  readonly bound?: true | RegExp
  /**
   * Begins what another process can do while other collectors run (a search by git), where it will likely be asked for.
   * Called before anything is collected; resolves when it is under way.
   */
  ahead?(repository: Repository): Promise<void>
  /** Other threads or processes do most of its work: the collectors after it do not wait for it, unless they need it. */
  readonly isElsewhere?: true
  collect(context: Context): Promise<Partial<Observations>> | Partial<Observations>
}

/** Files by their path, and where that is not enough, by what their text holds. Literals: they are written into a table. */
export interface Touching {
  readonly path: RegExp
  readonly text?: RegExp
  /** what counts is whether they are there, not what they hold */
  readonly listed?: true
}

/** What a collector says it reads, one by one. */
export const touchingsOf = ({ touches = [] }: Collector): readonly Touching[] => [touches].flat()

export interface Context {
  readonly repository: Repository
  readonly settings: Settings
  /** What is collected so far; whole for every name in `needs` and `uses`, empty for any other. */
  readonly observed: Observations
}

/** Types a collector where it is written. */
export function collector(collector: Collector): Collector {
  return collector
}
