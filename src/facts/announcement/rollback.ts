import { isHidden } from '../hidden.ts'
import type { Atom } from '../pipeline/graph/atoms.ts'
import { has } from '../pipeline/graph/bits.ts'
import type { DeploymentNode } from '../pipeline/graph/deployments.ts'
import type { Plan } from '../pipeline/graph/family.ts'
import type { Judge } from '../pipeline/graph/judge.ts'
import { jobsAfter } from '../pipeline/graph/reach.ts'
import { type Tellers, tellersOn } from './moments.ts'
import { saysOf } from './says.ts'
import { mayTell, type Teller } from './teller.ts'

/** What is told of rollbacks of deployments to one kind of environment, and whether there is anything that rolls back. */
export interface Rollbacks {
  readonly tellers: readonly Teller[]
  readonly exists: boolean
}

/** What is told of rollbacks, apart from what a deployment's own failure tells. */
export type RollbacksOf = (node: DeploymentNode) => Rollbacks

/**
 * What is told when a deployment is taken back: beside the acts that roll back, in the jobs that come after them, and in
 * the runs that deploy an earlier version. It is the same for all deployments to one kind of environment, and is looked for
 * once for them: each would else go through all pipelines.
 */
export function rollbacksIn(judge: Judge): RollbacksOf {
  const plans = judge.plans.all.filter((plan) => plan.atoms.some(rollsBack))
  const runs = grouped(judge.nodes.filter((node) => goesBack(node, judge)))
  const known = new Map<string, Rollbacks>()
  return (node) => {
    const key = kindOf(node)
    const found = known.get(key) ?? search(node, plans, runs.get(key) ?? [], judge)
    known.set(key, found)
    return found
  }
}

/** The class of its environment; its name where the class cannot be told. */
const kindOf = ({ environment }: DeploymentNode): string =>
  isHidden(environment.class) ? `named ${environment.name}` : environment.class

function grouped(nodes: readonly DeploymentNode[]): ReadonlyMap<string, readonly DeploymentNode[]> {
  const found = new Map<string, DeploymentNode[]>()
  for (const node of nodes) {
    const list = found.get(kindOf(node))
    if (list) list.push(node)
    else found.set(kindOf(node), [node])
  }
  return found
}

function search(
  node: DeploymentNode,
  plans: readonly Plan[],
  others: readonly DeploymentNode[],
  judge: Judge,
): Rollbacks {
  const found = new Map<Atom, Teller>()
  const add = (teller: Teller) => {
    if (!found.has(teller.atom)) found.set(teller.atom, teller)
  }
  let exists = others.length > 0
  for (const plan of plans) {
    const acting = plan.atoms.filter((atom) => rollsBack(atom) && concerns(atom, node, judge))
    if (acting.length === 0) continue
    exists ||= acting.some((atom) => atom.kinds.includes('rollback'))
    for (const atom of besides(plan, acting)) add({ atom, doubt: undefined })
  }
  for (const other of others) {
    for (const path of judge.paths(other)) {
      const { starting, complete } = tellersOn(other, path, judge)
      for (const teller of [...starting, ...complete]) add(teller)
    }
  }
  return { tellers: [...found.values()], exists }
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
