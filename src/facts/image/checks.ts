import type { Kind } from '../../config/vocabulary.ts'
import { and, Hidden, isHidden, or, type Seen } from '../hidden.ts'
import type { Act, Job, Workflow } from '../pipeline/model.ts'
import type { Observations } from '../table.ts'
import { type Build, type Spot, spots } from './builds.ts'

export interface Checks {
  /** a blocking image scan between the build and the first deployment */
  scanned(build: Build): Seen<boolean>
  /** a signature after the push, or a policy that demands one */
  signed(build: Build): Seen<boolean>
  scannedAnywhere(): Seen<boolean>
  signedAnywhere(): Seen<boolean>
}

/** Answers whether images are scanned and signed, from the deployments' guards and the order of the steps. */
export function makeChecks(observed: Observations, builds: readonly Build[]): Checks {
  const spotsIn = groupBy([...spots(observed.workflows)], (spot) => spot.workflow)
  const buildsIn = groupBy(builds, (build) => build.workflow)
  const deploymentsIn = groupBy(observed.deployments, (deployment) => deployment.file)
  const policy = observed.admissionPolicies.length > 0
  const deployedScan = (workflow: Workflow): Seen<boolean> | undefined => {
    const guards = deploymentsIn.get(workflow.file)?.map((d) => d.guarded.image_scan)
    return guards && and(...guards)
  }
  const isFollowed = (build: Build, kind: Kind, counts: (act: Act) => boolean) =>
    follows(build, spotsIn.get(build.workflow) ?? [], kind, counts)
  const scanned = (build: Build): Seen<boolean> => {
    const guarded = deployedScan(build.workflow)
    const here = isFollowed(originOf(build, buildsIn.get(build.workflow) ?? []), 'image-scan', blocks)
    if (guarded === undefined) return here
    return or(guarded, here === true ? guarded : here === false ? false : here)
  }
  const signed = (build: Build): Seen<boolean> =>
    or(
      policy,
      isFollowed(build, 'sign', () => true),
    )
  const anywhere = (judge: (build: Build) => Seen<boolean>, kind: string): Seen<boolean> => {
    const shipped = builds.filter((build) => build.builds || build.pushes)
    if (shipped.length) return and(...shipped.map(judge))
    return new Hidden(`where the image is built, and whether it is ${kind} there`, {
      kind: 'file',
      text: 'build the image in a pipeline of this repository, or keep its scan reports and signatures as records',
    })
  }
  let scannedSomewhere: Seen<boolean> | undefined
  let signedSomewhere: Seen<boolean> | undefined
  return {
    scanned,
    signed,
    scannedAnywhere() {
      scannedSomewhere ??= anywhere(scanned, 'scanned')
      return scannedSomewhere
    },
    signedAnywhere() {
      signedSomewhere ??= or(policy, anywhere(signed, 'signed'))
      return signedSomewhere
    },
  }
}

function groupBy<K, V>(members: readonly V[], keyOf: (member: V) => K): ReadonlyMap<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const member of members) {
    const key = keyOf(member)
    const group = groups.get(key)
    if (group) group.push(member)
    else groups.set(key, [member])
  }
  return groups
}

/** What a mere push pushes: of the builds of its workflow the one with the same tag, else the first one. */
function originOf(build: Build, builds: readonly Build[]): Build {
  if (build.builds) return build
  const here = builds.filter((other) => other.builds)
  return here.find((other) => other.tags.some((tag) => build.tags.includes(tag))) ?? here[0] ?? build
}

const blocks = (act: Act): boolean => act.onFailure === 'stops' || isHidden(act.onFailure)

/** Whether one of the spots of its workflow that is of a kind comes after a build: later in its job, or in a job that needs it. */
function follows(build: Build, spots: readonly Spot[], kind: Kind, counts: (act: Act) => boolean): Seen<boolean> {
  const later = jobsAfter(build.workflow, build.job)
  const after = spots.filter((spot) => (spot.job === build.job ? spot.order > build.order : later.has(spot.job)))
  if (after.some((spot) => spot.act.kinds.includes(kind) && counts(spot.act) && spot.step.continueOnError === false))
    return true
  const hidden = after.map((spot) => spot.act.hidden).find((part) => part?.couldBe.includes(kind))
  const job = build.workflow.jobs.find((j) => j.hidden?.couldBe.includes(kind) && later.has(j))
  return hidden?.value ?? job?.hidden?.value ?? false
}

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
