import type { Settings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { type Hidden, isHidden } from '../../../hidden.ts'
import type { Job } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { environmentOfAtom } from '../deployment/environment-of.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import { has } from '../run/bits.ts'
import { branchAllowed } from '../run/branches.ts'
import { follows } from '../run/conditions.ts'
import type { Plan, Plans } from '../run/family.ts'
import type { JobPass, Pass } from '../run/pass.ts'
import { jobsAfter } from '../run/reach.ts'
import type { RunInfo } from '../run/runs.ts'
import { inDoubt } from '../run/standing.ts'

/** Something that runs after a deployment. */
export interface Follower {
  readonly atom: Atom
  /** why it cannot be told whether it runs */
  readonly doubt: Hidden | undefined
}

/** What comes after a deployment: later in its job, in jobs that wait for it, in workflows that its end starts. */
export function followersOf(
  node: DeploymentNode,
  pass: Pass,
  given: ReadonlySet<string>,
  plans: Plans,
): readonly Follower[] {
  const { plan, info } = pass
  const own = new Set(node.atoms)
  const found: Follower[] = []
  const later = jobsAfter(plan, node.jobIndex, (edge) => edge.requires !== 'failure')
  for (const atom of plan.atoms) {
    if (own.has(atom)) {
      // What cannot be seen of the deploying job may come after its deployment; an act may test what it has deployed.
      if (atom.hidden || atom.kinds.includes('smoke-test')) found.push({ atom, doubt: undefined })
      continue
    }
    if (atom.step?.runsAfterFailure === 'only') continue
    if (atom.jobIndex === node.jobIndex) {
      if (atom.stepIndex === -1 || !isLater(atom, node.first)) continue
    } else if (!has(later, atom.jobIndex)) continue
    const job = pass.jobs[atom.jobIndex] as JobPass
    if (job.runs === 'no' || job.afterFailure) continue
    const doubt = doubtOf(atom, info, given, atom.jobIndex === node.jobIndex)
    if (doubt !== 'off') found.push({ atom, doubt })
  }
  found.push(...inStartedWorkflows(plan, info, plans, new Set([plan])))
  return found
}

/** Whether an atom of the same job comes after another one. */
export function isLater(atom: Atom, other: Atom): boolean {
  return atom.stepIndex > other.stepIndex || (atom.stepIndex === other.stepIndex && atom.actIndex > other.actIndex)
}

function doubtOf(atom: Atom, info: RunInfo, given: ReadonlySet<string>, sameJob: boolean): Hidden | undefined | 'off' {
  const open = []
  for (const condition of [sameJob ? undefined : atom.job.condition, atom.step?.condition, atom.act?.condition]) {
    if (!condition) continue
    const answer = info.answers.get(condition)
    if (answer === false) return 'off'
    if (answer === undefined && !follows(condition, given)) open.push(condition)
  }
  return open.length > 0 ? inDoubt(open).hidden : undefined
}

function* inStartedWorkflows(plan: Plan, info: RunInfo, plans: Plans, visited: ReadonlySet<Plan>): Generator<Follower> {
  for (const { plan: next, trigger } of plans.after(plan.workflow)) {
    if (visited.has(next) || visited.size > 6) continue
    const { branch } = info.run
    if (branch !== undefined && !branchAllowed(trigger, branch)) continue
    const started = next.runs.runs.find((candidate) => candidate.run.trigger === trigger)
    if (!started) continue
    for (const atom of next.atoms) {
      if (atom.job.requiresTriggering === 'failure' || atom.step?.runsAfterFailure === 'only') continue
      const doubt = doubtOf(atom, started, new Set(), false)
      if (doubt !== 'off') yield { atom, doubt }
    }
    yield* inStartedWorkflows(next, started, plans, new Set([...visited, next]))
  }
}

/**
 * Whether a test speaks of this deployment: its environment is the deployment's by name or class, or it names none and
 * this is the nearest deployment before it, or one of the steps in which that environment is deployed.
 */
export function testsEnvironmentOf(node: DeploymentNode, atom: Atom, around: Around): boolean | Hidden {
  const environment = around.environmentOf(atom)
  if (!environment || (environment.name === '' && isHidden(environment.class))) {
    const nearest = around.nearestBefore(atom)
    return nearest.length === 0 || nearest.includes(node) || isPartOf(node, nearest)
  }
  const sameName = environment.name.toLowerCase() === node.environment.name.toLowerCase()
  if (sameName && environment.name !== '') return true
  if (isHidden(environment.class)) return environment.class
  if (isHidden(node.environment.class)) {
    // A test that its own job declares for production is none of an environment of unknown kind beside it.
    return node.jobIndex === atom.jobIndex ? true : node.environment.class
  }
  return environment.class === node.environment.class
}

/**
 * Whether a deployment is an earlier step of what the nearest ones deploy: infrastructure first, the service on it after
 * that. Where none of them names an environment, that cannot be told.
 */
function isPartOf(node: DeploymentNode, nearest: readonly DeploymentNode[]): boolean | Hidden {
  const { name, class: own } = node.environment
  const same = nearest.filter(({ environment }) => environment.name.toLowerCase() === name.toLowerCase())
  if (same.length === 0) return false
  return name === '' && isHidden(own) ? own : true
}

/** What the neighbourhood of an atom tells; answers are kept. */
export interface Around {
  environmentOf(atom: Atom): ReturnType<typeof environmentOfAtom>
  /** The deployments that an atom without an environment comes after, none further back. */
  nearestBefore(atom: Atom): readonly DeploymentNode[]
  /** The deployments of one job. */
  inJob(job: Job): readonly DeploymentNode[]
}

/** Makes {@link Around} for all deployments of a repository. */
export function makeAround(nodes: readonly DeploymentNode[], settings: Settings): Around {
  const byJob = new Map<unknown, DeploymentNode[]>()
  for (const node of nodes) {
    const list = byJob.get(node.job)
    if (list) list.push(node)
    else byJob.set(node.job, [node])
  }
  const plans = new Map<unknown, Plan>()
  for (const { plan } of nodes) if (!plans.has(plan.workflow)) plans.set(plan.workflow, plan)
  const environments = new Map<Atom, ReturnType<typeof environmentOfAtom>>()
  const nearest = new Map<Atom, readonly DeploymentNode[]>()
  return {
    inJob: (job) => byJob.get(job) ?? [],
    environmentOf(atom) {
      if (!environments.has(atom)) environments.set(atom, environmentOfAtom(atom, settings))
      return environments.get(atom)
    },
    nearestBefore(atom) {
      const known = nearest.get(atom)
      if (known) return known
      const answer = search(atom, plans.get(atom.workflow), byJob)
      nearest.set(atom, answer)
      return answer
    },
  }
}

function search(
  atom: Atom,
  plan: Plan | undefined,
  byJob: ReadonlyMap<unknown, readonly DeploymentNode[]>,
): readonly DeploymentNode[] {
  const inJob = (byJob.get(atom.job) ?? []).filter((node) => isLater(atom, node.first))
  if (inJob.length > 0) return inJob.slice(-1)
  if (!plan) return []
  const found: DeploymentNode[] = []
  const seen = new Set([atom.jobIndex])
  const waiting = [atom.jobIndex]
  for (const index of waiting) {
    for (const edge of plan.order.needs[index] ?? []) {
      if (seen.has(edge.from)) continue
      seen.add(edge.from)
      const deploying = byJob.get(plan.workflow.jobs[edge.from])
      if (deploying) found.push(...deploying)
      else waiting.push(edge.from)
    }
  }
  return found
}

/** Whether a test can fail at all: one that cannot is none. */
export function canFail(atom: Atom, handled: boolean): boolean | Hidden {
  const { act, step } = atom
  if (!act || !step) return true
  if (isHidden(act.onFailure)) return act.onFailure
  if (act.onFailure !== 'stops') return false
  if (step.continueOnError === true) return handled
  return step.continueOnError === false ? true : step.continueOnError
}

/** For one kind: whether something after the deployment is of it, or could be. */
export function followedBy(kind: Kind, followers: readonly Follower[], node: DeploymentNode): boolean | Hidden {
  let hidden: Hidden | undefined
  for (const { atom, doubt } of followers) {
    if (atom.kinds.includes(kind)) {
      if (!doubt) return true
      hidden ??= doubt
    } else if (atom.hidden?.couldBe.includes(kind) && !isForgeGate(atom)) hidden ??= atom.hidden.value
  }
  for (const part of node.plan.workflow.hidden) if (part.couldBe.includes(kind)) hidden ??= part.value
  return hidden ?? false
}
