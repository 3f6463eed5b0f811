import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import type { Act, Problem } from '../model.ts'
import type { Script } from '../script.ts'
import type { Home } from './scope.ts'

/** What tells the acts of a step: commands/index.ts, or a stub in tests. */
export interface Finders {
  findActs(script: Script, repository: Repository): Promise<readonly Act[]>
  actsOfAction(
    uses: string,
    inputs: Readonly<Record<string, string>>,
    at: Place,
    via: readonly Place[],
    name: string,
    repository: Repository,
    variables?: Readonly<Record<string, string>>,
  ): Promise<readonly Act[]>
  actsOfImage(
    image: string,
    args: string,
    at: Place,
    via: readonly Place[],
    name: string,
    repository: Repository,
  ): Promise<readonly Act[]>
}

/** What reading one workflow needs throughout. */
export interface Reading {
  readonly repository: Repository
  readonly finders: Finders
  readonly home: Home
  /** The one document of a YAML file; undefined where it cannot be read or is no map. */
  readonly root: (path: string) => Promise<DataNode | undefined>
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
export function spend(reading: Reading, place: Place): boolean {
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

/** The levels of calls that GitHub allows for reusable workflows and for composite actions. */
export const deepestCall = 10
