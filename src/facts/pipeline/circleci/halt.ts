import { not } from '../commands/shell/conditions.ts'
import { both } from '../dialect/conditions.ts'
import type { Act, Condition } from '../model.ts'

/**
 * What holds for the steps behind one that may end its job and call it a success (`circleci-agent step halt`,
 * circleci.com/docs/configuration-reference, "Ending a job from within a step"): that it has not.
 * @param acts what the step does
 * @returns undefined where it ends nothing
 */
export function unlessHalted(acts: readonly Act[]): Condition | undefined {
  return both(...acts.filter(halts).map(({ condition, place }) => (condition ? not(condition) : never(place))))
}

const halts = ({ tool, words }: Act): boolean =>
  /^circleci(-agent)?$/.test(tool) && words[0] === 'step' && words[1] === 'halt'

const never = (place: Condition['place']): Condition => ({ text: 'false', place, holds: () => false })
