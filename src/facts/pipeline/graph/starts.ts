import { Hidden, type Seen } from '../../hidden.ts'
import type { Run } from '../model.ts'
import type { Plans } from './family.ts'
import { runsThatTrigger } from './pass.ts'
import type { Path } from './paths.ts'

/** What stands at the beginning: the run itself, or those of the workflows whose end started it. */
export function startsOf(run: Run, plans: Plans, depth = 0): readonly Run[] {
  if (run.trigger.kind !== 'pipeline' || depth > 6) return [run]
  const earlier = plans.before(run.trigger)
  if (earlier.length === 0) return [run]
  return earlier.flatMap((plan) =>
    runsThatTrigger(plan, run.trigger).flatMap((info) => startsOf(info.run, plans, depth + 1)),
  )
}

/** Whether a push to the default branch comes to the deployment; what starts it from outside may be just that. */
export function onMerge(paths: readonly Path[], plans: Plans): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const path of paths) {
    for (const run of startsOf(path.pass.info.run, plans)) {
      if (fromOutside(run)) hidden ??= starterHidden
      if (run.trigger.kind !== 'push' || run.onDefaultBranch === false) continue
      if (run.onDefaultBranch === true && path.certain) return true
      const what = run.onDefaultBranch
        ? 'whether a push to the default branch reaches it'
        : 'which branch is the default one'
      hidden ??= new Hidden(what, {
        kind: 'clone',
        text: 'let git know the default branch: git remote set-head origin -a',
      })
    }
  }
  return hidden ?? false
}

/**
 * Whether the forge may protect every trigger that comes to the deployment: a tag, a branch other than the default one.
 * A start by hand does not change the answer; a schedule or a push to the default branch denies it.
 */
export function protectedTrigger(paths: readonly Path[], plans: Plans): Seen<boolean> {
  let hidden: Hidden | undefined
  let found = false
  for (const path of paths) {
    for (const run of startsOf(path.pass.info.run, plans)) {
      const { kind } = run.trigger
      if (kind === 'tag' || kind === 'release' || (kind === 'push' && run.onDefaultBranch === false)) found = true
      else if (kind === 'push' && run.onDefaultBranch === undefined) hidden ??= defaultBranchHidden
      else if (fromOutside(run)) hidden ??= starterHidden
      else if (kind !== 'manual') return false
    }
  }
  return hidden ?? found
}

const fromOutside = ({ trigger: { kind } }: Run): boolean =>
  kind === 'external' || kind === 'call' || kind === 'pipeline'

const defaultBranchHidden = new Hidden('which branch is the default one', {
  kind: 'clone',
  text: 'let git know the default branch: git remote set-head origin -a',
})

const starterHidden = new Hidden('what starts the deployment from outside', {
  kind: 'permission',
  text: 'show what may send the event that starts the deployment',
})

/** Whether two runs are pushes to different branches, or may be because both come from outside: promotion by branch. */
export function pushToAnotherBranch(a: Run, b: Run): boolean {
  if (a.trigger.kind === 'external' && b.trigger.kind === 'external') return true
  if (a.trigger.kind !== 'push' || b.trigger.kind !== 'push') return false
  if (a.branch !== undefined && b.branch !== undefined) return a.branch !== b.branch
  return a.onDefaultBranch !== b.onDefaultBranch
}
