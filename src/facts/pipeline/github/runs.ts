import type { Run, Trigger } from '../model.ts'
import { isLiteral } from './github-context.ts'
import type { Home } from './scope.ts'

/** More combinations of choices than this are not gone through one by one. */
const mostRuns = 48

/**
 * The starts that conditions and names are asked for: each trigger, on the default branch and off it where it matters,
 * with each choice of the inputs that offer one. Without any trigger, one start by a caller of which nothing is known.
 */
export function possibleRuns(triggers: readonly Trigger[], home: Home): Run[] {
  const runs = triggers.flatMap((trigger) =>
    branchesOf(trigger, home).flatMap((where) => startsOf(trigger).map((inputs) => ({ trigger, ...where, inputs }))),
  )
  if (runs.length || triggers.length) return runs
  const trigger: Trigger = { kind: 'call', event: '', inputs: [], place: { file: '' } }
  return [{ trigger, branch: undefined, onDefaultBranch: undefined, inputs: {} }]
}

type Where = Pick<Run, 'branch' | 'onDefaultBranch'>

function branchesOf(trigger: Trigger, home: Home): Where[] {
  const onDefault: Where = { branch: 'default', onDefaultBranch: true }
  const offDefault: Where = { branch: undefined, onDefaultBranch: false }
  if (trigger.kind === 'manual' || trigger.kind === 'call') return [onDefault, offDefault]
  if (trigger.kind !== 'push')
    return [{ branch: undefined, onDefaultBranch: trigger.kind === 'tag' ? undefined : true }]
  const { branches } = trigger
  if (!branches?.every(isLiteral)) return [onDefault, offDefault]
  return branches.map((branch) => {
    const isDefault = home.defaultBranch ? branch === home.defaultBranch : branch === 'main' || branch === 'master'
    return isDefault ? onDefault : { branch, onDefaultBranch: false }
  })
}

/** Every combination of choices; where there are too many, those of the environment alone, else none. */
function startsOf(trigger: Trigger): Record<string, string>[] {
  const asked = (trigger.inputs ?? []).filter((input) => input.options)
  for (const inputs of [asked, asked.filter((input) => /env|stage|target/i.test(input.name)), []]) {
    const count = inputs.reduce((product, input) => product * (input.options?.length ?? 1), 1)
    if (count > mostRuns) continue
    return inputs.reduce<Record<string, string>[]>(
      (starts, input) =>
        starts.flatMap((start) => (input.options ?? []).map((value) => ({ ...start, [input.name]: value }))),
      [{}],
    )
  }
  return [{}]
}
