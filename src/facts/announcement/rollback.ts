import { groupBy } from '../../documents/group.ts'
import { isHidden } from '../hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import type { Judge } from '../pipeline/graph/guard/judge.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import { has } from '../pipeline/graph/run/bits.ts'
import type { Plan } from '../pipeline/graph/run/family.ts'
import { jobsAfter } from '../pipeline/graph/run/reach.ts'
import type { Job } from '../pipeline/model.ts'
import { type Tellers, tellersOn } from './moments.ts'
import { doubtEver } from './runs.ts'
import { saysOf } from './says.ts'
import { mayTell, type Teller } from './teller.ts'

/** What is told of rollbacks of deployments to one kind of environment, and whether there is anything that rolls back. */
export interface Rollbacks {
  readonly tellers: readonly Teller[]
  /** what they are */
  readonly atoms: ReadonlySet<Atom>
  readonly exists: boolean
}

/** What is told of the rollbacks of one deployment: its own, and those of all deployments of its kind. */
export type RollbacksOf = (node: DeploymentNode) => { readonly own: Rollbacks; readonly shared: Rollbacks }

/**
 * What is told when a deployment is taken back: beside the acts that roll back, in the jobs that come after them, and in
 * the runs that deploy an earlier version. A rollback that follows deployments is theirs. Others are the same for all
 * deployments to one kind of environment, and are looked for once for them: each would else go through all pipelines.
 */
export function rollbacksIn(judge: Judge): RollbacksOf {
  const owned = new Map<DeploymentNode, Acting[]>()
  const free: Acting[] = []
  for (const plan of judge.plans.all) {
    for (const atom of plan.atoms.filter(rollsBack)) {
      const owners = deploymentsBefore(atom, plan, judge)
      if (owners.length === 0) free.push({ plan, atom })
      for (const owner of owners) owned.set(owner, [...(owned.get(owner) ?? []), { plan, atom }])
    }
  }
  const runs = groupBy(
    judge.nodes.filter((node) => goesBack(node, judge)),
    kindOf,
  )
  const known = new Map<string, Rollbacks>()
  return (node) => {
    const key = kindOf(node)
    const shared = known.get(key) ?? search(node, free, runs.get(key) ?? [], judge)
    known.set(key, shared)
    return { own: search(node, owned.get(node) ?? [], [], judge), shared }
  }
}

/** An act that rolls back, or may. */
interface Acting {
  readonly plan: Plan
  readonly atom: Atom
}

/** The deployments in the job of an atom and in the jobs that it waits for, at any distance. */
function deploymentsBefore(atom: Atom, plan: Plan, judge: Judge): readonly DeploymentNode[] {
  const seen = new Set([atom.jobIndex])
  for (const index of seen) for (const { from } of plan.order.needs[index] ?? []) seen.add(from)
  return [...seen].flatMap((index) => judge.around.inJob(plan.workflow.jobs[index] as Job))
}

/** The class of its environment; its name where the class cannot be told. */
const kindOf = ({ environment }: DeploymentNode): string =>
  isHidden(environment.class) ? `named ${environment.name}` : environment.class

function search(
  node: DeploymentNode,
  candidates: readonly Acting[],
  others: readonly DeploymentNode[],
  judge: Judge,
): Rollbacks {
  const found = new Map<Atom, Teller>()
  const add = (teller: Teller) => {
    if (!found.has(teller.atom)) found.set(teller.atom, teller)
  }
  const acting = new Map<Plan, Atom[]>()
  for (const { plan, atom } of candidates) {
    if (concerns(atom, node, judge) && doubtEver(atom, plan) !== 'off')
      acting.set(plan, [...(acting.get(plan) ?? []), atom])
  }
  let exists = others.length > 0
  for (const [plan, atoms] of acting) {
    const isSure = atoms.some((atom) => atom.kinds.includes('rollback'))
    exists ||= isSure
    // what is not seen need not roll back: then what is told beside it is told of something else
    const unsure = isSure ? undefined : atoms[0]?.hidden?.value
    for (const atom of besides(plan, atoms)) {
      const doubt = doubtEver(atom, plan)
      if (doubt !== 'off') add({ atom, doubt: doubt ?? (saysOf(atom).rollback ? undefined : unsure) })
    }
  }
  for (const other of others) {
    for (const path of judge.paths(other)) {
      const { starting, complete } = tellersOn(other, path, judge)
      for (const teller of [...starting, ...complete]) add(teller)
    }
  }
  return { tellers: [...found.values()], atoms: new Set(found.keys()), exists }
}

/** What a deployment's own failure tells, as far as it may speak of a rollback. */
export function rollbackTold(on: Tellers): readonly Teller[] {
  return on.failed.filter(({ atom }) => saysOf(atom).rollback || atom.hidden)
}

const rollsBack = (atom: Atom) => atom.kinds.includes('rollback') || atom.hidden?.couldBe.includes('rollback') === true

/** A rollback of another environment tells nothing of this one. */
function concerns(atom: Atom, node: DeploymentNode, judge: Judge): boolean {
  if (!atom.kinds.includes('rollback') && !(atom.hidden === atom.job.hidden)) return false
  const environment = judge.around.environmentOf(atom)
  if (!environment || isHidden(environment.class) || isHidden(node.environment.class)) return true
  return environment.class === node.environment.class
}

/** A deployment that is made for going back to an earlier version. */
function goesBack(node: DeploymentNode, judge: Judge): boolean {
  const named = /roll-?_? ?back|revert/i.test(`${node.job.key} ${node.plan.workflow.name} ${node.plan.workflow.file}`)
  return named || judge.paths(node).every((path) => path.readyMade?.redeploys === true)
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
