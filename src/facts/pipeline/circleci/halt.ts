import { unknownCondition } from '../commands/shell/conditions.ts'
import { both, contrary } from '../dialect/conditions.ts'
import type { Act, Condition } from '../model.ts'

/**
 * What holds for the steps behind one that may end its job and call it a success (`circleci-agent step halt`,
 * circleci.com/docs/configuration-reference, "Ending a job from within a step"): that it has not. One that stands in no
 * branch may still wait for a command before it (`git diff --quiet && circleci-agent step halt`).
 * @param acts what the step does
 * @param stepIf what holds where the step itself runs
 * @returns undefined where it ends nothing
 */
export function unlessHalted(acts: readonly Act[], stepIf?: Condition): Condition | undefined {
  const halted = acts.filter(halts).flatMap(({ condition, text, place }) => {
    const branch = condition ?? unknownCondition(text, place)
    return both(stepIf, branch) ?? []
  })
  return both(...halted.map((one) => contrary(one)))
}

const halts = ({ tool, words }: Act): boolean =>
  /^circleci(-agent)?$/.test(tool) && words[0] === 'step' && words[1] === 'halt'
