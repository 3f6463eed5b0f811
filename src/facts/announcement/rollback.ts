import { isHidden } from '../hidden.ts'
import type { Atom } from '../pipeline/graph/atoms.ts'
import { has } from '../pipeline/graph/bits.ts'
import type { DeploymentNode } from '../pipeline/graph/deployments.ts'
import type { Plan } from '../pipeline/graph/family.ts'
import type { Judge } from '../pipeline/graph/judge.ts'
import { jobsAfter } from '../pipeline/graph/reach.ts'
import { undoesItself } from '../pipeline/graph/rollback.ts'
import { type Tellers, tellersOn } from './moments.ts'
import { saysOf } from './says.ts'
import { mayTell, type Teller } from './teller.ts'

/** What is told of rollbacks, and whether there is anything that rolls back. */
export interface Rollbacks {
  readonly tellers: readonly Teller[]
  readonly exists: boolean
}

/**
 * What is told when a deployment is taken back: beside the acts that roll back, in the jobs that come after them, in the
 * runs that deploy an earlier version, and whatever is told on a failure and speaks of a rollback.
 */
export function rollbacksOf(node: DeploymentNode, on: Tellers, judge: Judge): Rollbacks {
  const found = new Map<Atom, Teller>()
  const add = (teller: Teller) => {
    if (!found.has(teller.atom)) found.set(teller.atom, teller)
  }
  let exists = node.atoms.some(undoesItself)
  for (const plan of plansThatRollBack(judge)) {
    const acting = plan.atoms.filter((atom) => rollsBack(atom) && concerns(atom, node, judge))
    if (acting.length === 0) continue
    exists ||= acting.some((atom) => atom.kinds.includes('rollback'))
    for (const atom of besides(plan, acting)) add({ atom, doubt: undefined })
  }
  for (const other of judge.nodes) {
    if (!goesBack(other, node, judge)) continue
    exists = true
    for (const path of judge.paths(other)) {
      const { starting, complete } = tellersOn(other, path, judge)
      for (const teller of [...starting, ...complete]) add(teller)
    }
  }
  for (const teller of on.failed) if (saysOf(teller.atom).rollback || teller.atom.hidden) add(teller)
  return { tellers: [...found.values()], exists }
}

const rolling = new WeakMap<Judge, readonly Plan[]>()

/** The plans in which anything rolls back, looked for once: few of many do. */
function plansThatRollBack(judge: Judge): readonly Plan[] {
  const known = rolling.get(judge)
  if (known) return known
  const found = judge.plans.all.filter((plan) => plan.atoms.some(rollsBack))
  rolling.set(judge, found)
  return found
}

const rollsBack = (atom: Atom) => atom.kinds.includes('rollback') || atom.hidden?.couldBe.includes('rollback') === true

/** A rollback of another environment tells nothing of this one. */
function concerns(atom: Atom, node: DeploymentNode, judge: Judge): boolean {
  if (!atom.kinds.includes('rollback') && !(atom.hidden === atom.job.hidden)) return false
  const environment = judge.around.environmentOf(atom)
  if (!environment || isHidden(environment.class) || isHidden(node.environment.class)) return true
  return environment.class === node.environment.class
}

/** A deployment of an earlier version, to the same kind of environment, that is made for going back. */
function goesBack(other: DeploymentNode, node: DeploymentNode, judge: Judge): boolean {
  if (other === node || other.environment.class !== node.environment.class) return false
  const named = /roll-?_? ?back|revert/i.test(
    `${other.job.key} ${other.plan.workflow.name} ${other.plan.workflow.file}`,
  )
  return named || judge.paths(other).every((path) => path.readyMade?.redeploys === true)
}

/** In the jobs of the rollback, and in those that come after them. */
function* besides(plan: Plan, acting: readonly Atom[]): Generator<Atom> {
  const jobs = new Set(acting.map((atom) => atom.jobIndex))
  const steps = new Set(acting.map((atom) => atom.step))
  const after = [...jobs].map((job) => jobsAfter(plan, job, () => true))
  for (const atom of plan.atoms) {
    if (!mayTell(atom)) continue
    if (after.some((reached) => has(reached, atom.jobIndex))) yield atom
    if (!jobs.has(atom.jobIndex)) continue
    // Where the job deploys too, only what runs on the failure, with the rollback, or speaks of it is of the rollback.
    const deploys = atom.job.steps.some((step) => step.acts.some((act) => act.kinds.includes('deploy')))
    const withIt = steps.has(atom.step) || atom.step?.runsAfterFailure !== 'no'
    if (!deploys || withIt || saysOf(atom).rollback) yield atom
  }
}
