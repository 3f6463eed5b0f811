import type { Kind } from '../../config/vocabulary.ts'
import { groupBy } from '../../documents/group.ts'
import { lazily } from '../../sources/lazily.ts'
import { and, Hidden, isHidden, or, type Seen } from '../hidden.ts'
import type { Graph } from '../pipeline/graph/index.ts'
import { follows as holdsWhere, partsOf } from '../pipeline/graph/run/conditions.ts'
import type { Act, Condition, Job, Workflow } from '../pipeline/model.ts'
import type { Observations } from '../table.ts'
import { type Build, type Spot, spots } from './builds.ts'
import { isOfAnother, isOfFiles, isSame, nameOf } from './meant.ts'
import { demanded } from './policies.ts'

export interface Checks {
  /** a blocking image scan between the build and the first deployment */
  scanned(build: Build): Seen<boolean>
  /** a signature after the push, or a policy that demands one */
  signed(build: Build): Seen<boolean>
  /** of an image that is deployed, by what is built here; a deployment's own guards count where it is known */
  scannedAnywhere(reference: string): Seen<boolean>
  /** whether what these pipelines deploy is scanned before, in each of them */
  scannedBefore(pipelines: readonly string[]): Seen<boolean>
  signedAnywhere(reference: string): Seen<boolean>
  /** an admission policy refuses it where it is not signed */
  demanded(reference: string): Seen<boolean>
}

const settleElsewhere = (kind: string) => ({
  kind: 'file' as const,
  text: `build and deploy the image in pipelines of this repository, or keep its ${kind} as records`,
})

/**
 * Answers whether images are scanned and signed, from the deployments' guards and the order of the steps.
 * @param at whether manifests here deploy images, and which of them a cluster builds by configurations here
 */
export function makeChecks(
  observed: Pick<Observations, 'deployments' | 'admissionPolicies'>,
  graph: Graph,
  builds: readonly Build[],
  { hasManifests, inCluster }: { readonly hasManifests: boolean; readonly inCluster: (reference: string) => boolean },
): Checks {
  const byHand = [...new Set(builds.map(({ workflow }) => workflow))].filter((one) => !graph.workflows.includes(one))
  const spotsIn = groupBy([...spots(graph.workflows), ...spots(byHand)], (spot) => spot.workflow)
  const telling = new Map<Kind, ReadonlyMap<Workflow, readonly Spot[]>>()
  /** the spots of a workflow that are of a kind, or may be */
  const spotsOf = (workflow: Workflow, kind: Kind): readonly Spot[] => {
    const known =
      telling.get(kind) ?? new Map([...spotsIn].map(([of, all]) => [of, all.filter(({ act }) => mayBe(act, kind))]))
    telling.set(kind, known)
    return known.get(workflow) ?? []
  }
  const buildsIn = groupBy(builds, (build) => build.workflow)
  const deploymentsIn = groupBy(observed.deployments, (deployment) => deployment.pipeline)
  const policy = (names: readonly string[]) => demanded(observed.admissionPolicies, names)
  const isFollowed = (build: Build, kind: Kind, counts: (act: Act) => boolean) => {
    const all = buildsIn.get(build.workflow) ?? []
    const isMeant = (act: Act) => counts(act) && !isOfAnother(act, build, all)
    return follows(build, spotsOf(build.workflow, kind), graph, kind, isMeant)
  }
  /** The scans of its pipeline that may be of it: not those of other images that are built there, nor those before its build. */
  const scansOf = (build: Build): readonly Spot[] => {
    const all = buildsIn.get(build.workflow) ?? []
    const isBefore = ({ job, order }: Spot) => build.builds && job === build.job && order < build.order
    const isElsewhere = [...spotsIn.keys()].some(
      (one) => one !== build.workflow && spotsOf(one, 'image-scan').length > 0,
    )
    return spotsOf(build.workflow, 'image-scan').filter(
      (spot) => (spot.act.hidden || !isOfAnother(spot.act, build, all)) && (isElsewhere || !isBefore(spot)),
    )
  }

  /** A name that is given, or a copy that is made, in a pipeline that builds nothing: all is decided where it was built. */
  const isCopy = (build: Build) => !build.builds && !(buildsIn.get(build.workflow) ?? []).some((other) => other.builds)

  const namesOf = ({ tags, from }: Build): readonly string[] => [...tags, ...(from === undefined ? [] : [from])]

  const scanned = (build: Build): Seen<boolean> => {
    if (isCopy(build)) return scannedSomewhere(...namesOf(build))
    const { workflow } = build
    const origin = originOf(build, buildsIn.get(workflow) ?? [])
    const scans = spotsOf(workflow, 'image-scan')
    const own = scansOf(origin)
    if (scans.length > 0 && own.length === 0) return false
    const here = isFollowed(origin, 'image-scan', blocks)
    // the scans that are seen are of something else, and so tells nothing what they guard
    if (own.length < scans.length && own.every(({ act }) => act.hidden)) return here
    const all = deploymentsIn.get(workflow.id)
    // what waits for no push while others do (the infrastructure that comes first) deploys none of its images
    const waiting = all?.some(({ guarded }) => guarded.publish === true)
      ? all.filter(({ guarded }) => guarded.publish !== false)
      : all
    const guards = and(...(waiting ?? observed.deployments).map((deployment) => deployment.guarded.image_scan))
    // In its own pipeline a scan must come before the deployment; one before a deployment elsewhere may be of any image.
    if (waiting) return or(guards, here === true ? guards : here)
    if (here !== false) return here
    if (observed.deployments.length && !isCalledOnly(workflow)) return guards
    return unseen(workflow, 'scanned', 'scan reports')
  }
  const signed = (build: Build): Seen<boolean> => {
    if (isCopy(build) && isFollowed(build, 'sign', signsImages) === false)
      return or(policy(namesOf(build)), signedSomewhere(...namesOf(build)))
    const here = or(policy(namesOf(build)), isFollowed(build, 'sign', signsImages))
    // verdicts.md: "signing passes by a step or by an admission policy; it fails only where both would show"
    if (here !== false || (!isCalledOnly(build.workflow) && (observed.deployments.length || hasManifests))) return here
    return unseen(build.workflow, 'signed', 'signatures')
  }
  const seenWhole = graph.workflows.length > 0 && graph.workflows.every(({ read }) => read !== false)
  /** of an image that is deployed; what all are asked alike is found once, when it is first asked for */
  const anywhere = (judge: (build: Build) => Seen<boolean>, of: Kind, kind: string) => {
    const shipped = builds.filter((build) => build.pushes && !isCopy(build))
    const built = lazily(() =>
      shipped.length
        ? and(...shipped.map(judge))
        : new Hidden(
            `where the image is built, and whether it is ${kind} there`,
            settleElsewhere('scan reports and signatures'),
          ),
    )
    // what a cluster builds and runs is scanned or signed by a pipeline that starts it, or by nobody
    const isByNobody = lazily(() => {
      const isSeen = shipped.length === 0 && seenWhole && observed.deployments.length > 0
      return isSeen && graph.workflows.every((workflow) => !mayDo(workflow, of, spotsOf))
    })
    return (...names: readonly string[]): Seen<boolean> => (isByNobody() && names.some(inCluster) ? false : built())
  }
  const scannedSomewhere = anywhere(scanned, 'image-scan', 'scanned')
  const signedSomewhere = anywhere(signed, 'sign', 'signed')
  const guarded = lazily(() =>
    observed.deployments.length ? and(...observed.deployments.map((d) => d.guarded.image_scan)) : false,
  )
  return {
    scanned,
    signed,
    scannedAnywhere: (reference) => or(guarded(), scannedSomewhere(reference)),
    scannedBefore: (pipelines) => {
      const deployed = observed.deployments.filter(({ pipeline }) => pipelines.includes(pipeline))
      return deployed.length ? and(...deployed.map(({ guarded }) => guarded.image_scan)) : false
    },
    demanded: (reference) => policy([reference]),
    signedAnywhere: (reference) => or(policy([reference]), signedSomewhere(reference)),
  }
}

/** Whether something in a pipeline is of a kind, or may be. */
const mayDo = (workflow: Workflow, kind: Kind, spotsOf: (workflow: Workflow, kind: Kind) => readonly Spot[]): boolean =>
  [...workflow.hidden, ...workflow.jobs.flatMap((job) => job.hidden ?? [])].some((part) =>
    part.couldBe.includes(kind),
  ) || spotsOf(workflow, kind).length > 0

/** Nothing here deploys what is pushed: what stands between is elsewhere. */
function unseen(workflow: Workflow, done: string, records: string): Hidden {
  const what = isCalledOnly(workflow)
    ? `what the pipelines elsewhere that call ${workflow.name} do with its images`
    : `where the image is deployed, and whether it is ${done} before`
  return new Hidden(what, settleElsewhere(records))
}

function isCalledOnly(workflow: Workflow): boolean {
  return workflow.triggers.length > 0 && workflow.triggers.every((trigger) => trigger.kind === 'call')
}

/**
 * Where the image of a push was first made: the build of the same name, else the first build of its workflow. A build
 * that pushes after the same was built for a scan (`load: true`) takes it from the cache.
 */
function originOf(build: Build, builds: readonly Build[]): Build {
  const made = builds.filter((other) => other.builds)
  const earlier = made.filter((other) => other.job === build.job && other.order < build.order)
  if (build.builds) return earlier.find((other) => isSame(other, build)) ?? build
  const names = new Set([...build.tags, ...(build.from ? [build.from] : [])].map(nameOf))
  const named = made.find((other) => other.tags.some((tag) => names.has(nameOf(tag))))
  return named ?? earlier[0] ?? made[0] ?? build
}

const blocks = (act: Act): boolean => act.onFailure === 'stops' || isHidden(act.onFailure)

/** A signature that may be lacking without anybody's notice (`cosign sign … || true`) is none. */
const signsImages = (act: Act): boolean => !isOfFiles(act) && blocks(act)

const mayBe = ({ kinds, hidden }: Act, kind: Kind): boolean =>
  kinds.includes(kind) || (hidden?.couldBe.includes(kind) ?? false)

/**
 * Whether one of the spots of its workflow that is of a kind, or may be, comes after a build, whenever the build runs:
 * later in its job, or in a job that needs it.
 */
function follows(
  build: Build,
  all: readonly Spot[],
  graph: Graph,
  kind: Kind,
  counts: (act: Act) => boolean,
): Seen<boolean> {
  const later = jobsAfter(build.workflow, build.job)
  const after = all.filter((spot) => (spot.job === build.job ? spot.order > build.order : later.has(spot.job)))
  // an action that builds may sign by itself
  if (build.act.kinds.includes(kind) && counts(build.act)) return true
  const found = after
    .filter((spot) => spot.act.kinds.includes(kind) && counts(spot.act) && spot.step.continueOnError === false)
    .map((spot) => runsWith(spot, build, graph))
  const hidden = [build.act, ...after.map((spot) => spot.act)]
    .map((act) => act.hidden)
    .find((part) => part?.couldBe.includes(kind))
  const job = build.workflow.jobs.find((j) => j.hidden?.couldBe.includes(kind) && later.has(j))
  return or(...found, hidden?.value ?? job?.hidden?.value ?? false)
}

const conditionsOf = ({ job, step, act }: Spot): readonly Condition[] =>
  [job.condition, step.condition, act.condition].filter((condition) => condition !== undefined)

/** Whether something runs in every start of the workflow in which the build does. Requests ship nothing. */
function runsWith(spot: Spot, build: Build, graph: Graph): Seen<boolean> {
  const own = conditionsOf(spot)
  if (!own.length) return true
  const given = new Set(conditionsOf(build).flatMap((condition) => [condition.text, ...partsOf(condition)]))
  const asked = own.filter((condition) => !holdsWhere(condition, given))
  const { runs } = graph.judge.plans.of(build.workflow).runs
  const usual = runs.filter(({ departures }) => departures === 0)
  const shipping = usual.filter(({ run }) => run.trigger.kind !== 'pull-request')
  const answers: Seen<boolean>[] = []
  for (const { answers: answered } of shipping.length ? shipping : usual) {
    if (conditionsOf(build).some((condition) => answered.get(condition) === false)) continue
    for (const condition of asked) answers.push(answered.get(condition) ?? whether(condition, spot))
  }
  return and(...answers)
}

const whether = (condition: Condition, { step }: Spot) =>
  new Hidden(`whether the step ${step.name} runs (${condition.text})`, {
    kind: 'file',
    text: `let the step ${step.name} run without a condition`,
  })

const known = new WeakMap<Job, ReadonlySet<Job>>()

/** The jobs of a workflow that wait, through any number of needs, for one of them. */
function jobsAfter(workflow: Workflow, target: Job): ReadonlySet<Job> {
  const before = known.get(target)
  if (before) return before
  const found = new Set<Job>()
  known.set(target, found)
  const waiting = groupBy(
    workflow.jobs.flatMap((job) => job.needs.map((need) => ({ job, for: need.job }))),
    (need) => need.for,
  )
  const ids = [target.id]
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const { job } of waiting.get(id) ?? []) {
      found.add(job)
      ids.push(job.id)
    }
  }
  return found
}
