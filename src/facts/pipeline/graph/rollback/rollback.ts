import { defaultSettings } from '../../../../config/settings.ts'
import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { classOfJobName } from '../../environment.ts'
import type { Condition } from '../../model.ts'
import { isLater } from '../after/followers.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Judge } from '../guard/judge.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import { has } from '../run/bits.ts'
import { branchAllowed } from '../run/branches.ts'
import type { Plan, Plans } from '../run/family.ts'
import type { Pass } from '../run/pass.ts'
import { jobsAfter } from '../run/reach.ts'
import type { RunInfo } from '../run/runs.ts'
import { inDoubt } from '../run/standing.ts'
import { stackGoesBack, wordsOf } from './stack.ts'

/**
 * Whether the failure of an atom reaches a rollback without a person: a later act or step of its job that runs after a
 * failure, a job that waits for a failure or for any end, or a workflow that this one's failure starts.
 */
export function rollbackAfter(
  failing: Atom,
  node: DeploymentNode,
  pass: Pass,
  { plans, kin, around }: Pick<Judge, 'plans' | 'kin' | 'around'>,
): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const { atom, answer } of reachedByFailure(failing, node, pass, plans, (atom) => rollsBack(atom) !== 'no')) {
    const kind = rollsBack(atom)
    if (kind === 'yes' && (kin.concerns(atom, node) === 'other' || isElsewhere(atom, node, around))) continue
    if (kind === 'perhaps' && atom.workflow !== pass.plan.workflow) continue
    if (kind === 'perhaps') hidden ??= atom.hidden?.value
    else if (isHidden(answer)) hidden ??= answer
    else return true
  }
  return hidden ?? false
}

/** Whether a rollback names another environment than that of a deployment. */
function isElsewhere(atom: Atom, node: DeploymentNode, around: Judge['around']): boolean {
  const named = around.environmentOf(atom)?.class
  const own = node.environment.class
  return named !== undefined && !isHidden(named) && !isHidden(own) && named !== own
}

/**
 * What a job of the same workflow, at the deployment or behind it, starts again once something has failed: whether that is
 * the former version cannot be seen. Undefined where nothing does.
 */
export function startedAgainAfter({ plan, jobIndex }: DeploymentNode): Hidden | undefined {
  const later = jobsAfter(plan, jobIndex, () => true)
  const found = plan.atoms.find(
    ({ step, hidden, jobIndex: at }) =>
      step?.runsAfterFailure === 'only' &&
      hidden?.couldBe.length === 1 &&
      hidden.couldBe[0] === 'rollback' &&
      (at === jobIndex || has(later, at)),
  )
  return found?.hidden?.value
}

/** What a failure comes to without a person; hidden where a gate may hold it. */
export interface Reached {
  readonly atom: Atom
  readonly answer: true | Hidden
}

/**
 * All wanted that the failure of an atom reaches without a person: later acts and steps of its job that run after a failure,
 * jobs that wait for a failure or for any end, workflows that this one's failure starts.
 */
export function* reachedByFailure(
  failing: Atom,
  node: DeploymentNode,
  pass: Pass,
  plans: Plans,
  wanted: (atom: Atom) => boolean,
): Generator<Reached> {
  const { plan, info } = pass
  const late = jobsThatFailureReaches(plan, failing.jobIndex)
  // its job ends well all the same
  const kept = failing.step?.continueOnError === true || failing.job.allowFailure === true
  for (const atom of plan.atoms) {
    if (!wanted(atom)) continue
    const answer =
      atom.jobIndex === failing.jobIndex
        ? inSameJob(failing, atom, node, info)
        : late.has(atom.jobIndex) && (!kept || asksForOutcome(atom)) && inLateJob(atom, info, plan)
    if (answer !== false && !asksFirst(atom, failing, late, plan)) yield { atom, answer }
  }
  const { branch } = info.run
  for (const { plan: next, trigger } of kept ? [] : plans.after(plan.workflow)) {
    if (branch !== undefined && !branchAllowed(trigger, branch)) continue
    const runs = next.runs.runs.filter(({ run }) => run.trigger === trigger)
    const started = trigger.branches ? runs.find(({ run }) => run.branch === branch) : runs[0]
    for (const atom of started ? next.atoms : []) {
      if (!wanted(atom) || atom.job.requiresTriggering === 'success') continue
      const answer = inLateJob(atom, started as RunInfo, next)
      if (answer !== false) yield { atom, answer }
    }
  }
}

/** Whether a person is asked between a failure and what follows it: in a step before it, or in a job that it waits for. */
function asksFirst(atom: Atom, failing: Atom, late: ReadonlySet<number>, plan: Plan): boolean {
  return plan.atoms.some((gate) => {
    if (!gate.kinds.includes('approve') || isForgeGate(gate)) return false
    if (gate.jobIndex === atom.jobIndex)
      return gate !== atom && isLater(atom, gate) && (gate.jobIndex !== failing.jobIndex || isLater(gate, failing))
    const isBetween = late.has(gate.jobIndex) && gate.jobIndex !== failing.jobIndex
    return (
      isBetween &&
      has(
        jobsAfter(plan, gate.jobIndex, (edge) => edge.requires === 'success'),
        atom.jobIndex,
      )
    )
  })
}

/** Whether an atom or its job asks for what a step came to, and not only for how its job ended. */
const asksForOutcome = ({ job, step, act }: Atom) =>
  [job.condition, step?.condition, act?.condition].some(
    (one) => one && /\boutputs?\b|\boutcome\b|[._]status\b/i.test(one.text),
  )

/** Takes back the schema of a database, and leaves what is deployed as it is. */
const ofData =
  /^(knex|migrate|goose|flask db|alembic|rake db|rails db|artisan|mix ecto|flyway|liquibase|sqitch|dbmate|typeorm|sequelize)\b/

/** Whether an atom takes a deployment back; the schema of a database is none. */
export function takesBack({ kinds, act }: Atom): boolean {
  return kinds.includes('rollback') && !(act && ofData.test(act.tool))
}

function rollsBack(atom: Atom): 'yes' | 'perhaps' | 'no' {
  if (takesBack(atom)) return 'yes'
  return atom.hidden?.couldBe.includes('rollback') ? 'perhaps' : 'no'
}

/** A branch of a script for what one branch of the repository brings: `[ "$BRANCH_NAME" = main ]`. */
const asksForBranch = /\$\{?\w*(branch|ref_?name|head_?ref|github_ref)\w*\}?["']?\s*(=|!=|-eq|-ne)/i

function inSameJob(failing: Atom, atom: Atom, node: DeploymentNode, info: RunInfo): Seen<boolean> {
  if (!failing.step || !atom.step || !isLater(atom, failing)) return false
  if (atom.stepIndex === failing.stepIndex) {
    // `deploy || undo`, `if ! deploy; then undo; fi`; a branch for another environment is none here.
    const { condition } = atom.act ?? {}
    if (!condition) return failing.act?.onFailure !== 'stops'
    if (info.answers.get(condition) === false) return false
    const open = (condition.branchesWithin ?? [condition]).find(
      (part) => asksForBranch.test(part.text) && part.holds(info.run) === undefined,
    )
    if (open) {
      return new Hidden(`whether ${open.text} holds in the job ${node.job.id}`, {
        kind: 'file',
        text: `let each job roll back by a script of its own, or ask in ${open.place.file} for what the job is given`,
      })
    }
    const named = classOfJobName(condition.text, defaultSettings)
    return named === undefined || isHidden(node.environment.class) || named === node.environment.class
  }
  if (atom.step.runsAfterFailure === 'no') {
    // The failure was kept, and a later step asks for it; what a test may have told by a variable cannot be seen.
    const { condition } = atom.step
    if (condition && atom.kinds.includes('rollback') && info.answers.get(condition) === undefined) {
      return new Hidden(`whether ${condition.text} holds once the test has failed`, {
        kind: 'file',
        text: `let the step ${atom.step.name} run on the failure itself`,
      })
    }
    return failing.step.continueOnError === true && atom.step.condition !== undefined
      ? info.answers.get(atom.step.condition) !== false
      : false
  }
  return holdAfterFailure([atom.step.condition, atom.act?.condition], info)
}

function inLateJob(atom: Atom, info: RunInfo, plan: Plan): Seen<boolean> {
  if (atom.job.approval) return false
  const { step, act, job } = atom
  const answer = holdAfterFailure([job.condition, step?.condition, act?.condition], info)
  if (answer !== true) return answer
  const gate = plan.atoms.find((other) => other.jobIndex === atom.jobIndex && isForgeGate(other))
  return gate?.hidden?.value ?? true
}

/** Jobs that run when a job has failed: those that wait for its failure or any end, or for a job that is so reached. */
function jobsThatFailureReaches(plan: Plan, from: number): ReadonlySet<number> {
  const after = jobsAfter(plan, from, () => true)
  const goesOn = plan.workflow.jobs[from]?.allowFailure === true
  const found = new Set<number>()
  for (const index of plan.order.sequence) {
    if (!has(after, index)) continue
    const edges = (plan.order.needs[index] ?? []).filter((edge) => edge.from === from || has(after, edge.from))
    const waits = edges.some((edge) => edge.requires !== 'success' || (goesOn && edge.from === from))
    const passedOn = edges.length > 0 && edges.every((edge) => found.has(edge.from))
    if (waits || passedOn) found.add(index)
  }
  return found
}

const status = /^!?\s*(failure|always|cancelled|success)\s*\(\s*\)$/i

/** Whether all of these can hold after a failure; hidden where one hangs on what is kept elsewhere. */
function holdAfterFailure(conditions: readonly (Condition | undefined)[], info: RunInfo): Seen<boolean> {
  if (!conditions.every((condition) => afterFailure(condition, info))) return false
  const open = conditions.find((condition) => condition && hangsOnSetting(condition, info))
  return open ? (open.decidedBy?.(info.run) ?? inDoubt([open]).hidden) : true
}

/** Whether a condition can hold after a failure: what only asks for the failure does; else its other parts decide. */
export function afterFailure(condition: Condition | undefined, info: RunInfo): boolean {
  if (!condition) return true
  const text = condition.text.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
  const parts = text.split('&&').map((part) => part.trim())
  if (parts.includes('cancelled()')) return false
  if (parts.every((part) => status.test(part))) return true
  const asksForFailure = /\bfailure\b/i.test(text)
  return asksForFailure || info.answers.get(condition) !== false
}

/** Whether a condition is open and asks for what is kept elsewhere (a setting of the forge), whatever else it asks for. */
const hangsOnSetting = (condition: Condition, info: RunInfo): boolean =>
  info.answers.get(condition) === undefined &&
  (/\b(?:vars|secrets)\.\w+/.test(condition.text) || condition.decidedBy?.(info.run) !== undefined)

/** Deploying commands that say of themselves that they undo a failed deployment (helm 3 `--atomic`, helm 4 `--rollback-on-failure`). */
export function undoesItself({ act }: Atom): boolean {
  return act !== undefined && (wordsOf(act).some((word) => atomic.test(word)) || stackGoesBack(act) === true)
}

const atomic = /^(--atomic|--rollback-on-failure|atomic=true)$/i
