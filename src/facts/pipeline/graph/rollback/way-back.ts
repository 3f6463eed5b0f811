import type { EnvironmentClass } from '../../../../config/vocabulary.ts'
import { groupBy } from '../../../../documents/group.ts'
import { Hidden, isHidden, or, type Seen } from '../../../hidden.ts'
import { once } from '../../../once.ts'
import { classOfJobName, unnamed } from '../../environment.ts'
import { versionOfFile } from '../deployment/chosen-by-file.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Kinship } from '../deployment/kin.ts'
import type { Judge } from '../guard/judge.ts'
import type { Atom } from '../run/atoms.ts'
import { neverReached } from '../run/never.ts'
import { startedAgainAfter, takesBack, undoesItself } from './rollback.ts'

/** A step that takes a deployment back, wherever it stands, or a deployment that does so itself. */
export interface RollbackStep {
  readonly atom: Atom
  /** the deploying command goes back by itself when it fails */
  readonly builtIn: boolean
  readonly environment: Seen<EnvironmentClass>
}

const found = new WeakMap<Judge, readonly RollbackStep[]>()

/** `if: false`: it is written, and nobody does it. */
const neverIn = once(({ plans }: Judge) => neverReached(plans.all.map(({ workflow }) => workflow)))

/** All steps of all pipelines that take a deployment back, found once. */
export function rollbackSteps(judge: Judge): readonly RollbackStep[] {
  const known = found.get(judge)
  if (known) return known
  const steps: RollbackStep[] = []
  for (const { atoms } of judge.plans.all) {
    for (const atom of atoms) {
      const builtIn = undoesItself(atom)
      if (!builtIn && !takesBack(atom)) continue
      const { job, step, act } = atom
      if (step && act && neverIn(judge)(job, step, act)) continue
      const named = judge.nodeOf(atom)?.environment ?? judge.around.environmentOf(atom)
      const environment = inBranch(atom, named?.class ?? nearest(atom, judge), judge)
      if (environment !== undefined) steps.push({ atom, builtIn, environment })
    }
  }
  found.set(judge, steps)
  return steps
}

/**
 * verdicts.md: "a rollback in the `uat` branch of a script is none for production". The environment where the branch of the
 * script may run there; undefined where it is another's; hidden where the branch says what it is not for.
 */
function inBranch(
  { act, job }: Atom,
  environment: RollbackStep['environment'],
  { settings }: Judge,
): RollbackStep['environment'] | undefined {
  if (!act?.condition || isHidden(environment)) return environment
  // what only says that something else is not so (`!(deploy)`) names no environment, and is put aside
  const parts = act.condition.text
    .replace(/!\(([^()]*)\)/g, (not, inside: string) => (classOfJobName(inside, settings) ? not : ''))
    .split(' && ')
  for (const part of parts) {
    const branch = classOfJobName(part, settings)
    if (branch === undefined) continue
    if (/!|\bnot\b|\B-ne\b/.test(part)) return unnamed(job.key)
    if (branch !== environment) return undefined
  }
  return environment
}

/** A rollback that names no environment is that of the deployment before it. */
function nearest(atom: Atom, { around }: Judge): RollbackStep['environment'] {
  const classes = new Set(around.nearestBefore(atom).map(({ environment }) => environment.class))
  return classes.size === 1 ? ([...classes][0] as RollbackStep['environment']) : unnamed(atom.job.key)
}

/**
 * Whether some pipeline brings an earlier version of the same service back to the same environment: a rollback step, or a
 * start at which a version is chosen. Where several services are deployed and nothing tells whose rollback it is, that
 * cannot be seen.
 */
export function hasWayBack(node: DeploymentNode, judge: Judge): Seen<boolean> {
  const answers: Seen<boolean>[] = []
  const take = (kinshipTo: () => Kinship, environment: RollbackStep['environment'], what: string) => {
    const here = isHidden(environment) ? environment : sameEnvironment(environment, node)
    // every deployment meets every rollback: the dear question is asked only where the cheap one leaves something open
    if (here === false) return
    const kinship = kinshipTo()
    if (kinship !== 'other') answers.push(kinship === 'same' ? here : whose(what, node))
  }
  for (const other of withChosenVersion(judge)) {
    // whatever environment a start is for, the next one brings the earlier version to the same
    if (other === node && judge.paths(node).every((path) => path.readyMade?.wayBack)) return true
    take(() => (other === node ? 'same' : judge.kin.alike(node, other)), reached(other, node), other.job.id)
    if (answers.at(-1) === true) return true
  }
  for (const { atom, environment } of stepsThatMayReach(node.environment.class, judge)) {
    take(() => kinshipOf(atom, node, judge), environment, atom.job.id)
    if (answers.at(-1) === true) return true
  }
  const open = versionOfFile(node) ?? startedAgainAfter(node)
  return or(...answers, ...(open ? [open] : []))
}

/** The environment of a deployment; where whoever starts it chooses among all of the forge, each that the forge knows. */
function reached({ job, environment }: DeploymentNode, node: DeploymentNode): Seen<EnvironmentClass> {
  const isKnownToForge = node.job.environment?.gate === true && !isHidden(node.job.environment.name)
  return job.environment?.offered && isKnownToForge ? node.environment.class : environment.class
}

const reaching = once((_judge: Judge) => new Map<EnvironmentClass | undefined, readonly RollbackStep[]>())

/** The steps that may take a deployment to this environment back, in their order; found once for each class. */
function stepsThatMayReach(environment: Seen<EnvironmentClass>, judge: Judge): readonly RollbackStep[] {
  const byClass = reaching(judge)
  const own = isHidden(environment) ? undefined : environment
  const known = byClass.get(own)
  if (known) return known
  const steps = rollbackSteps(judge).filter(
    (step) =>
      // what goes back by itself takes nothing else back
      !(step.builtIn && !takesBack(step.atom)) &&
      (own === undefined || isHidden(step.environment) || step.environment === own),
  )
  byClass.set(own, steps)
  return steps
}

/** The deployments whose service and environment a rollback is surely of: its own, where a deploying command does so itself. */
export function takenBackBy({ atom, builtIn, environment }: RollbackStep, judge: Judge): readonly DeploymentNode[] {
  if (builtIn && !takesBack(atom)) return [judge.nodeOf(atom) ?? []].flat()
  if (isHidden(environment)) return []
  return (nodesTo(judge).get(environment) ?? []).filter((node) => kinshipOf(atom, node, judge) === 'same')
}

/** The deployments by the class of their environment, found once. */
const nodesTo = once((judge: Judge) => groupBy(judge.nodes, (node) => node.environment.class))

/** A rollback that may be of another service is that of the deployment it follows. */
function kinshipOf(atom: Atom, node: DeploymentNode, { kin, around }: Judge): Kinship {
  const kinship = kin.concerns(atom, node)
  return kinship === 'perhaps' && around.nearestBefore(atom).includes(node) ? 'same' : kinship
}

const chosen = new WeakMap<Judge, readonly DeploymentNode[]>()

/** The deployments of which some run brings an earlier version, found once. */
function withChosenVersion(judge: Judge): readonly DeploymentNode[] {
  const known = chosen.get(judge)
  if (known) return known
  const nodes = judge.nodes.filter((node) => judge.paths(node).some((path) => path.readyMade?.wayBack))
  chosen.set(judge, nodes)
  return nodes
}

function sameEnvironment(environment: EnvironmentClass, node: DeploymentNode): Seen<boolean> {
  const { class: own } = node.environment
  return isHidden(own) ? own : own === environment
}

const whose = (what: string, { job }: DeploymentNode) =>
  new Hidden(`whether ${what} takes the service of ${job.id} back`, {
    kind: 'file',
    text: `name the service in the rollback as in the job ${job.id}, or roll back in the pipeline that deploys it`,
  })
