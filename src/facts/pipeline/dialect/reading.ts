import type { Place } from '../../../documents/place.ts'
import type { Repository } from '../../repository.ts'
import type { Use } from '../commands/uses.ts'
import type { Act, Problem } from '../model.ts'
import type { Script } from '../script.ts'

/** What tells the acts of a step: commands/index.ts, or a stub in tests. */
export interface Finders {
  /** what a script really runs */
  findActs(script: Script, repository: Repository): Promise<readonly Act[]>
  /** what a use of an orb, task, pipe or step of a plugin does, by the tables in known/ */
  actsOfUse(use: Use, repository: Repository): Promise<readonly Act[]>
  /** what a container step does: the image's own command with the arguments given */
  actsOfImage(
    image: string,
    args: string,
    at: Place,
    via: readonly Place[],
    name: string,
    repository: Repository,
  ): Promise<readonly Act[]>
}

/** What reading the pipelines of one system needs throughout. */
export interface Reading {
  readonly repository: Repository
  readonly finders: Finders
  readonly problems: Problem[]
  readonly budget: Budget
}

/** How many jobs and steps are still read, in all workflows together, with those that calls splice in. */
export interface Budget {
  left: number
}

/** Far more than anybody writes: calls that fan out at each of their ten levels could name billions. */
export const mostSteps = 100_000

/** Takes one job or step from the budget. False where it is used up: said once, as lost evidence. */
export function spend(reading: Pick<Reading, 'budget' | 'problems'>, place: Place): boolean {
  if (reading.budget.left > 0) {
    reading.budget.left--
    return true
  }
  const message = `the workflows come to more than ${mostSteps.toLocaleString('en')} jobs and steps, with those of what they call; the rest is not read`
  if (!reading.problems.some((problem) => problem.message === message)) {
    reading.problems.push({ place, message, unreadable: true })
  }
  return false
}
