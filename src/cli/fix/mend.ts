import type { Result } from '../../assessment/assessment.ts'
import type { Settings } from '../../config/settings.ts'
import type { Repository } from '../../facts/repository.ts'
import type { Observations } from '../../facts/table.ts'

/** A change to one file: the stretch from `start` to `end` becomes `text`. Line ends in `text` are `\n`. */
export interface Edit {
  readonly file: string
  /** offsets in the decoded text; both 0 for a file that is not there yet */
  readonly start: number
  readonly end: number
  readonly text: string
}

/** One mend: what it changes, and what is to be known of it. */
export interface Mend {
  /** the requirement that it serves */
  readonly id: string
  /** what it does, in a few words */
  readonly what: string
  readonly edit: Edit
  /** what a person still has to do, where the finding stays until then */
  readonly left?: string
}

/** What mends are made from. */
export interface Broken {
  readonly repository: Repository
  readonly observed: Observations
  readonly settings: Settings
  /** what fails, or is unknown, and nobody accepts */
  readonly results: readonly Result[]
}

/** Proposes mends of one kind. `ids`: the requirements that it can serve, with `*`. */
export interface Mender {
  readonly ids: readonly string[]
  propose(broken: Broken): Promise<readonly Mend[]>
}

/** What is wrong by a requirement: its results that fail, by default only those that count. */
export function failing({ results }: Broken, id: string): readonly Result[] {
  return results.filter((one) => one.requirement === id && one.verdict === 'fail' && one.counts)
}
