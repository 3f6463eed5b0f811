import { rulesOf } from '../../../forge/branches.ts'
import { and, Hidden, isHidden, or, type Seen } from '../../../hidden.ts'
import { classOfJobName } from '../../environment.ts'
import type { Run } from '../../model.ts'
import { testsEnvironmentOf } from '../after/followers.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { declaredEnvironment, namedByAct } from '../deployment/environment-of.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import { has } from '../run/bits.ts'
import { branchAllowed } from '../run/branches.ts'
import { jobsAfter } from '../run/reach.ts'
import type { Judge } from './judge.ts'
import type { Path } from './paths.ts'
import { pushToAnotherBranch, startsOf } from './starts.ts'

/** Whether a deployment to staging must have succeeded before, on one path. */
export function stagedOn(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const before of stagingBefore(node, path, judge)) {
    if (!before.doubt) return true
    hidden ??= before.doubt
  }
  const promoted = promotedFrom(node, path, judge)
  if (promoted.some((staging) => demandedBefore(staging, path, judge))) return true
  hidden ??= unseenStaging(node, path, judge)
  // a push to a branch that may not come here at all may be one to that of staging
  if (path.branchesBy && pushedToStaging(path, judge).length > 0) hidden ??= path.branchesBy
  if (path.readyMade?.kinds.has('deploy')) hidden ??= path.readyMade.hidden
  if (hidden) return hidden
  if (promoted.length > 0) return promotion(path)
  return stagedWhereBuilt(node, path, judge).length > 0 ? chosenBuild(node) : false
}

/** Whether the staging deployments before it wait for nobody, as far as files show. */
export function stagedAutomatically(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const found = [...stagingBefore(node, path, judge).map((one) => one.node), ...promotedFrom(node, path, judge)]
  return and(
    ...found.map((staging) => {
      const gated = judge.gated(staging)
      return isHidden(gated) ? gated : !gated
    }),
  )
}

/** Whether smoke tests of staging, between its deployment and this one, must have passed. */
export function stagingVerified(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const before = stagingBefore(node, path, judge)
  const answers: Seen<boolean>[] = []
  // Those that are surely staging first; of the others one open answer is as good as many.
  for (const { node: staging, doubt } of [...before].sort(
    (a, b) => Number(Boolean(a.doubt)) - Number(Boolean(b.doubt)),
  )) {
    if (doubt && answers.some((answer) => answer !== false)) break
    answers.push(and(doubt ?? true, verifiedBetween(staging, path, judge)))
  }
  if (before.length === 0) {
    const unseen = unseenStaging(node, path, judge)
    if (unseen) answers.push(unseen)
    for (const staging of promotedFrom(node, path, judge))
      answers.push(and(demandedBefore(staging, path, judge) || promotion(path), judge.smokeTested(staging)))
    for (const staging of stagedWhereBuilt(node, path, judge))
      answers.push(and(chosenBuild(node), judge.smokeTested(staging)))
    if (path.branchesBy)
      for (const staging of pushedToStaging(path, judge)) answers.push(and(path.branchesBy, judge.smokeTested(staging)))
  }
  if (path.readyMade?.kinds.has('smoke-test')) answers.push(path.readyMade.hidden)
  return or(...answers)
}

/** What stands before it and cannot be seen, where that may deploy to staging; undefined if nothing may. */
function unseenStaging(node: DeploymentNode, path: Path, judge: Judge): Hidden | undefined {
  const deploys = path.guarded.get('deploy')
  if (!isHidden(deploys)) return undefined
  const { sure, perhaps } = path.standings
  const unseen = [...sure, ...perhaps.keys()].filter((atom) => atom.hidden?.couldBe.includes('deploy'))
  const elsewhere = new Set(unseen.filter((atom) => goesElsewhere(atom, judge)).map((atom) => atom.hidden?.value))
  if (!elsewhere.has(deploys)) return deploys
  const parts = [...unseen.map((atom) => atom.hidden), ...node.plan.workflow.hidden]
  return parts.find((part) => part?.couldBe.includes('deploy') && !elsewhere.has(part.value))?.value
}

/**
 * Whether its job is declared to be one of another environment, or it is given one itself (`deploy.sh prod`): what it does
 * not show deploys there, if anywhere.
 */
function goesElsewhere(atom: Atom, { settings }: Judge): boolean {
  const { workflow, job, step } = atom
  const declared = declaredEnvironment(workflow, job, settings)?.class
  const named = namedByAct(atom, settings)?.class
  const told = [declared, named].filter((kind) => kind !== undefined)
  if (told.length === 0 || told.some((kind) => isHidden(kind) || kind === 'staging')) return false
  return !step || classOfJobName(step.name, settings) !== 'staging'
}

interface Before {
  readonly node: DeploymentNode
  readonly doubt: Hidden | undefined
}

/** The staging deployments before it; those of other services only where there are no others, and in doubt. */
function stagingBefore(node: DeploymentNode, path: Path, judge: Judge): Before[] {
  const all = deployedBefore(node, path, judge)
  const isOther = ({ node: staging }: Before) => judge.kin.alike(node, staging) === 'other'
  const own = all.filter((one) => !isOther(one))
  const seen = own.some(({ node: staging }) => staging.environment.class === 'staging')
  return seen ? own : all.map((one) => (isOther(one) ? { ...one, doubt: one.doubt ?? ofAnother(node, one.node) } : one))
}

const ofAnother = ({ job }: DeploymentNode, { job: before }: DeploymentNode): Hidden =>
  new Hidden(`whether what ${job.id} deploys has been on staging, where ${before.id} deploys another service`, {
    kind: 'file',
    text: `deploy the same service to staging before ${job.id}`,
  })

function deployedBefore(node: DeploymentNode, path: Path, judge: Judge): Before[] {
  const found = new Map<DeploymentNode, Hidden | undefined>()
  const take = (atom: Atom, doubt: Hidden | undefined) => {
    const other = judge.nodeOf(atom)
    if (!other || other === node) return
    const { class: kind } = other.environment
    if (isHidden(kind)) {
      if (!found.has(other)) found.set(other, kind)
    } else if (kind === 'staging') found.set(other, doubt ?? undefined)
  }
  for (const [atom, doubt] of path.standings.perhaps) take(atom, doubt)
  for (const atom of path.standings.sure) take(atom, undefined)
  return [...found].map(([one, doubt]) => ({ node: one, doubt }))
}

function verifiedBetween(staging: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const { plan } = staging
  const later = jobsAfter(plan, staging.jobIndex, (edge) => edge.requires !== 'failure')
  const follows = (atom: Atom) => {
    if (atom.workflow !== plan.workflow) return true
    if (atom.jobIndex !== staging.jobIndex) return has(later, atom.jobIndex)
    if (atom.stepIndex === -1) return atom.hidden !== undefined
    const { first } = staging
    return atom.stepIndex > first.stepIndex || (atom.stepIndex === first.stepIndex && atom.actIndex > first.actIndex)
  }
  const answers: Seen<boolean>[] = []
  const take = (atom: Atom, doubt: Hidden | undefined) => {
    const serves = atom.kinds.includes('smoke-test') || atom.hidden !== undefined
    if (!serves || answers.includes(true) || !follows(atom)) return
    if (atom.kinds.includes('smoke-test')) {
      answers.push(and(doubt ?? true, testsEnvironmentOf(staging, atom, judge.around)))
    } else if (atom.hidden?.couldBe.includes('smoke-test') && !isForgeGate(atom)) answers.push(atom.hidden.value)
  }
  for (const atom of path.standings.sure) take(atom, undefined)
  for (const [atom, doubt] of path.standings.perhaps) take(atom, doubt)
  for (const part of plan.workflow.hidden) if (part.couldBe.includes('smoke-test')) answers.push(part.value)
  return or(...answers)
}

/**
 * Staging deployments that a push to another branch makes, or a request to merge into this one: promotion by branch. What a
 * trigger outside of the files starts may be such a push too (Cloud Build, a listener).
 */
function promotedFrom(node: DeploymentNode, path: Path, judge: Judge): DeploymentNode[] {
  // A person who starts the pipeline of a branch gets what was pushed to it.
  const own = startsOf(path.pass.info.run, judge.plans).flatMap((run): Run[] => {
    if (run.trigger.kind === 'push' || run.trigger.kind === 'external') return [run]
    const isOfBranch = run.trigger.kind === 'manual' && run.branch !== undefined
    return isOfBranch ? [{ ...run, trigger: { ...run.trigger, kind: 'push' } }] : []
  })
  if (own.length === 0) return []
  const found = new Set<DeploymentNode>()
  for (const { run, nodes } of stagingByBranch(judge)) {
    const comesBefore = run.trigger.kind === 'pull-request' ? mergesInto : pushToAnotherBranch
    if (!own.some((mine) => comesBefore(mine, run, judge))) continue
    const outside = run.trigger.kind === 'external'
    for (const other of nodes) if (outside ? other.plan !== node.plan : other !== node) found.add(other)
  }
  return [...found]
}

/** The staging deployments that pushes make, where a push or a tag starts this one. */
const pushedToStaging = (path: Path, judge: Judge): readonly DeploymentNode[] =>
  startsOf(path.pass.info.run, judge.plans).some(({ trigger: { kind } }) => kind === 'push' || kind === 'tag')
    ? stagingByBranch(judge).flatMap(({ run, nodes }) => (run.trigger.kind === 'push' ? [...nodes] : []))
    : []

/**
 * The staging deployments of the runs that build, where this one only deploys what was built before: it is judged by those
 * (verdicts.md), and files do not show whether the build that is chosen came so far.
 */
function stagedWhereBuilt(node: DeploymentNode, path: Path, judge: Judge): DeploymentNode[] {
  if (!path.readyMade?.redeploys && !path.readyMade?.ofEarlierRun) return []
  const isBuilt = ({ readyMade, guarded }: Path) =>
    !readyMade && (['build', 'package', 'publish'] as const).some((kind) => guarded.get(kind) === true)
  return judge.nodes.filter(
    (other) => other !== node && other.environment.class === 'staging' && judge.paths(other).some(isBuilt),
  )
}

const chosenBuild = ({ job }: DeploymentNode): Hidden =>
  new Hidden(`whether the build that ${job.id} is started with has been on staging`, {
    kind: 'file',
    text: `let ${job.id} deploy only what has passed staging, or deploy production in the run that deploys staging`,
  })

/** Whether a request to merge into the branch that is pushed to deploys to staging: what is merged may have been there. */
const mergesInto = (mine: Run, { trigger }: Run, { plans }: Judge): boolean =>
  mine.trigger.kind === 'push' && branchAllowed(trigger, mine.branch ?? plans.branches.default ?? '')

interface Pushed {
  /** one of the pushes, which stands for all to the same branch, or of the requests by one trigger */
  readonly run: Run
  readonly nodes: Set<DeploymentNode>
}

const pushed = new WeakMap<Judge, readonly Pushed[]>()

/** The deployments to staging that pushes and requests make, by the branch that is pushed to; found once for all. */
function stagingByBranch(judge: Judge): readonly Pushed[] {
  const known = pushed.get(judge)
  if (known) return known
  const byBranch = new Map<string, Pushed>()
  for (const node of judge.nodes) {
    if (node.environment.class !== 'staging') continue
    for (const path of judge.paths(node)) {
      for (const run of startsOf(path.pass.info.run, judge.plans)) {
        const { kind } = run.trigger
        if (kind !== 'push' && kind !== 'external' && kind !== 'pull-request') continue
        const key =
          kind === 'push'
            ? `${run.onDefaultBranch} ${run.branch ?? ''}`
            : `${kind} ${run.trigger.branches?.join() ?? ''} ${run.trigger.branchesIgnore?.join() ?? ''}`
        const one = byBranch.get(key) ?? { run, nodes: new Set() }
        one.nodes.add(node)
        byBranch.set(key, one)
      }
    }
  }
  const all = [...byBranch.values()]
  pushed.set(judge, all)
  return all
}

/** Whether the rules of the branch let only commits in that were deployed to this staging environment. */
function demandedBefore(staging: DeploymentNode, path: Path, { forge }: Judge): boolean {
  const { run } = path.pass.info
  const rules = run.trigger.kind === 'push' && run.branch !== undefined ? rulesOf(run.branch, forge) : undefined
  if (rules === undefined || isHidden(rules)) return false
  const name = staging.environment.name.toLowerCase()
  return rules.deployedTo.some((environment) => environment.toLowerCase() === name)
}

function promotion(path: Path): Hidden {
  const { branch: named, trigger } = path.pass.info.run
  if (trigger.kind === 'external') {
    return new Hidden('whether what a trigger outside of the files deploys has been on staging before', {
      kind: 'permission',
      text: 'show what may send the event that starts the deployment',
    })
  }
  const branch = named ?? 'this branch'
  return new Hidden(`whether every commit on ${branch} has been on staging before`, {
    kind: 'permission',
    text: `let Assay read the branch protection of ${branch}`,
  })
}
