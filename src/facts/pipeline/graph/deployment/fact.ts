import { type Kind, type KindField, kindField, kinds } from '../../../../config/vocabulary.ts'
import { compareText } from '../../../../documents/place.ts'
import { type Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { once } from '../../../once.ts'
import { platformOf } from '../../../platform/of-tool.ts'
import type { TraceStop } from '../../../schema/form.ts'
import type { Deployment } from '../../../schema/pipeline.ts'
import { gateFacts } from '../guard/gate-facts.ts'
import { followOn, guardOn, type Judge, rollsBackOn, verificationRollsBackOn, whollyVisible } from '../guard/judge.ts'
import { overPaths, type Path } from '../guard/paths.ts'
import { stagedAutomatically, stagedOn, stagingVerified } from '../guard/staging.ts'
import { onMerge, protectedTrigger, startRules, startsOf } from '../guard/starts.ts'
import { gapOf, traceOf } from '../guard/trace.ts'
import { hasWayBack } from '../rollback/way-back.ts'
import type { DeploymentNode } from './deployments.ts'
import { isInCluster, mannerOf } from './manner.ts'
import { isStamped } from './stamped.ts'
import { stepwiseOn } from './stepwise.ts'
import { isNamedOpenly, nothingNames } from './unnamed.ts'

/** The fact of one deployment, from all its paths. `id` is unique among the deployments of the repository. */
export function deploymentFact(node: DeploymentNode, id: string, judge: Judge): Deployment {
  const all = judge.paths(node)
  // A run that deploys what an earlier one built is judged by that one, if another way exists.
  const building = all.filter((path) => !path.readyMade?.redeploys)
  const paths = building.length > 0 ? building : all
  const { environment, job, plan } = node
  const guarded = forKinds((kind) => overPaths(paths, (path) => guardOn(kind, path, judge)))
  const followed = forKinds((kind) => overPaths(paths, (path) => followOn(kind, node, path, judge)))
  const way = all[0]
  return {
    id,
    file: job.place.file,
    pipeline: plan.workflow.id,
    system: plan.workflow.system,
    job: job.id,
    tool: node.first.act?.tool ?? node.first.text,
    platform: onePlatform(node),
    environment: environment.class,
    environmentName: environment.name,
    environmentClass: isHidden(environment.class) ? '' : environment.class,
    environmentUnnamed: nothingNames(node, judge),
    environmentOpen: isNamedOpenly(node),
    environmentDeclared: environment.declared,
    gated: judge.gated(node),
    approval: approvalOf(all, judge),
    approvalOnEveryPath: overPaths(all, (path) => guardOn('approve', path, judge)),
    ...gateFacts(node, all, judge),
    triggers: [...new Set(all.map((path) => path.pass.info.run.trigger.kind))].sort(compareText),
    onMerge: onMerge(all, judge.plans),
    onlyManual: all.length > 0 && all.every((path) => isByHand(path, judge)),
    protectedTrigger: protectedTrigger(all, judge.plans),
    startRules: startRules(all, judge),
    appliesOnly: node.atoms.every(({ kinds: done }) => done.includes('apply') && !done.includes('deploy')),
    redeploys: all.length > 0 && building.length === 0 && all.some((path) => path.readyMade?.redeploys),
    wayBack: all.some((path) => path.readyMade?.wayBack === true),
    toProduction: isToProduction(node, all, judge),
    recorded: isHidden(job.environment?.recorded) || (job.environment?.recorded ?? false),
    guardedBy: kinds.filter((kind) => guarded[kindField(kind)] === true),
    followedBy: kinds.filter((kind) => followed[kindField(kind)] === true),
    guarded,
    gaps: forKinds((kind) => gap(kind, guarded[kindField(kind)], node, paths, judge)),
    followed,
    stamped: isStamped(node),
    manner: mannerOf(node),
    inCluster: isInCluster(node),
    staged: overPaths(paths, (path) => stagedOn(node, path, judge)),
    stagedAutomatically: overPaths(paths, (path) => stagedAutomatically(node, path, judge)),
    stagingVerified: overPaths(paths, (path) => stagingVerified(node, path, judge)),
    hasWayBack: hasWayBack(node, judge),
    stepwise: overPaths(paths, (path) => stepwiseOn(node, path, judge)),
    rollsBack: overPaths(paths, (path) => rollsBackOn(node, path, judge)),
    verificationRollsBack: overPaths(paths, (path) => verificationRollsBackOn(node, path, judge)),
    wholeJobVisible: whollyVisible(plan),
    place: job.place,
    at: node.first.place,
    path: way ? traceOf(node, way.pass) : [],
  }
}

/** Whether a person starts it: the run itself, or each of those that submit or precede it, however many lie between. */
function isByHand({ pass }: Path, { plans }: Judge): boolean {
  const starts = startsOf(pass.info.run, plans)
  return starts.length > 0 && starts.every(({ trigger }) => trigger.kind === 'manual')
}

/** The platform that all its tools are of; a script or another program that may change any leaves it open. */
function onePlatform({ atoms, first }: DeploymentNode): string {
  const tools = atoms.length > 0 ? atoms.map(({ act, text }) => act?.tool ?? text) : [first.text]
  const platforms = new Set(tools.map(platformOf))
  const [only = ''] = platforms
  return platforms.size === 1 ? only : ''
}

/**
 * It goes to production; or no production deployment is visible, and it is more than the preview of a request beside
 * other deployments.
 */
function isToProduction(node: DeploymentNode, paths: readonly Path[], { nodes }: Judge): boolean {
  if (node.environment.class === 'production') return true
  if (namesProduction(nodes)) return false
  const isPreview =
    node.environment.class === 'development' &&
    (isOfBranch(node.environment) ||
      paths.every(
        ({ pass }) => pass.info.run.trigger.kind === 'pull-request' || pass.info.run.trigger.kind === 'external',
      ))
  return !(isPreview && hidesSome(nodes))
}

/** `review/*`, `preview-12`, `pr-7`: an environment that lives as long as its branch, whatever starts the run. */
const isOfBranch = ({ name }: DeploymentNode['environment']) =>
  !isHidden(name) && /^(review|preview|pr|mr)([/_.-]|$)/i.test(name)

const namesProduction = once((nodes: readonly DeploymentNode[]) =>
  nodes.some(({ environment }) => environment.class === 'production'),
)
const hidesSome = once((nodes: readonly DeploymentNode[]) =>
  nodes.some(({ environment }) => isHidden(environment.class)),
)

/** `manual` where a gate in the files holds it on some path, `none` where nothing can, else what hides the answer. */
function approvalOf(paths: readonly Path[], judge: Judge): Seen<'manual' | 'none'> {
  let hidden: Hidden | undefined
  for (const path of paths) {
    const answer = guardOn('approve', path, judge)
    if (answer === true) return 'manual'
    if (isHidden(answer) && hidden?.as !== 'forge') hidden = answer
  }
  return hidden ?? 'none'
}

/** A path without the kind, a certain one if there is. */
function gap(
  kind: Kind,
  guarded: Seen<boolean>,
  node: DeploymentNode,
  paths: readonly Path[],
  judge: Judge,
): readonly TraceStop[] {
  if (guarded !== false) return []
  const without = paths.filter((path) => guardOn(kind, path, judge) === false)
  const path = without.find((one) => one.certain) ?? without[0]
  return path ? gapOf(node, path.pass, [kind]) : []
}

function forKinds<T>(make: (kind: Kind) => T): Record<KindField, T> {
  return Object.fromEntries(kinds.map((kind) => [kindField(kind), make(kind)])) as Record<KindField, T>
}
