import type { ForgeSettings } from '../../../../sources/forge/settings.ts'
import { rulesOf } from '../../../forge/branches.ts'
import { tagsRestricted } from '../../../forge/tags.ts'
import { seen } from '../../../forge/untold.ts'
import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import type { Run } from '../../model.ts'
import type { Plans } from '../run/family.ts'
import { runsThatTrigger } from '../run/pass.ts'
import type { Judge } from './judge.ts'
import type { Path } from './paths.ts'

export type StartRules = 'unread' | 'reviewed' | 'restricted' | 'open'

/** What stands at the beginning: the run itself, or those of the workflows whose end started it. */
export function startsOf(run: Run, plans: Plans, depth = 0): readonly Run[] {
  if (run.trigger.kind !== 'pipeline' || depth > 6) return [run]
  const earlier = plans.before(run.trigger)
  if (earlier.length === 0) return [run]
  return earlier.flatMap((plan) =>
    runsThatTrigger(plan, run.trigger).flatMap((info) => startsOf(info.run, plans, depth + 1)),
  )
}

/** Whether a push to the default branch, or its merge queue, comes to the deployment; what starts it from outside may be just that. */
export function onMerge(paths: readonly Path[], plans: Plans): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const path of paths) {
    for (const run of startsOf(path.pass.info.run, plans)) {
      if (fromOutside(run)) hidden ??= starterHidden
      const isPush = run.trigger.kind === 'push' && run.onDefaultBranch !== false
      const decider = path.decidedBy ?? path.branchesBy
      if (decider && (run.trigger.merges || isPush)) {
        hidden ??= decider
        continue
      }
      if (run.trigger.merges && path.certain) return true
      if (!isPush) continue
      if (run.onDefaultBranch === true && path.certain) return true
      if (run.trigger.branchUnseen) {
        hidden ??= followedBranch
        continue
      }
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
      else if (run.trigger.branchUnseen) hidden ??= followedBranch
      else if (kind === 'push' && run.onDefaultBranch === undefined) hidden ??= defaultBranchHidden
      else if (fromOutside(run)) hidden ??= starterHidden
      else if (kind === 'push' && path.branchesBy) hidden ??= path.branchesBy
      else if (kind !== 'manual') return false
    }
  }
  return hidden ?? found
}

/**
 * What the settings of the forge ask of whoever starts the deployment, where {@link protectedTrigger} holds: the weakest
 * of its starts decides. `unread` where the forge was not asked.
 */
export function startRules(paths: readonly Path[], { plans, forge }: Pick<Judge, 'plans' | 'forge'>): Seen<StartRules> {
  if (!forge) return 'unread'
  let hidden: Hidden | undefined
  let weakest: StartRules = 'reviewed'
  for (const path of paths) {
    for (const run of startsOf(path.pass.info.run, plans)) {
      const rules = rulesOfStart(run, forge)
      if (isHidden(rules)) hidden ??= rules
      else if (rules === 'open') return 'open'
      else if (rules === 'restricted') weakest = 'restricted'
    }
  }
  return hidden ?? weakest
}

function rulesOfStart(run: Run, forge: ForgeSettings): Seen<StartRules> {
  const { kind, branches } = run.trigger
  if (kind === 'tag' || kind === 'release') {
    const restricted = tagsRestricted(kind === 'tag' ? branches : undefined, forge)
    return isHidden(restricted) ? restricted : restricted ? 'restricted' : 'open'
  }
  // who starts it by hand is one person, whatever the rules
  if (kind === 'manual') return 'restricted'
  if (kind !== 'push' || run.branch === undefined) return otherBranch
  const rules = rulesOf(run.branch, forge) ?? otherBranch
  if (isHidden(rules)) return rules
  const reviews = seen(`the reviews that the branch ${run.branch} demands`, rules.reviews)
  if (isHidden(reviews)) return reviews
  if (reviews > 0) return 'reviewed'
  return rules.pushers ? 'restricted' : 'open'
}

const followedBranch = new Hidden('which branch the controller follows', {
  kind: 'file',
  text: 'keep the source that the controller reads beside what it deploys (a GitRepository of Flux, the targetRevision of Argo CD), and name its branch',
})

const otherBranch = new Hidden('which branch starts the deployment', {
  kind: 'file',
  text: 'name the branches in the trigger of the deployment, without a pattern',
})

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
  if (a.trigger.branchUnseen || b.trigger.branchUnseen) return true
  if (a.branch !== undefined && b.branch !== undefined) return a.branch !== b.branch
  return a.onDefaultBranch !== b.onDefaultBranch
}
