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
  const all = [...spots(observed.workflows)]
  const policy = observed.admissionPolicies.length > 0
  const deployedScan = (workflow: Workflow): Seen<boolean> | undefined => {
    const guards = observed.deployments.filter((d) => d.file === workflow.file).map((d) => d.guarded.image_scan)
    return guards.length ? and(...guards) : undefined
  }
  const scanned = (build: Build): Seen<boolean> => {
    const guarded = deployedScan(build.workflow)
    const here = follows(originOf(build, builds), all, 'image-scan', blocks)
    if (guarded === undefined) return here
    return or(guarded, here === true ? guarded : here === false ? false : here)
  }
  const signed = (build: Build): Seen<boolean> =>
    or(
      policy,
      follows(build, all, 'sign', () => true),
    )
  const anywhere = (judge: (build: Build) => Seen<boolean>, kind: string): Seen<boolean> => {
    const shipped = builds.filter((build) => build.builds || build.pushes)
    if (shipped.length) return and(...shipped.map(judge))
    return new Hidden(`where the image is built, and whether it is ${kind} there`, {
      kind: 'file',
      text: 'build the image in a pipeline of this repository, or keep its scan reports and signatures as records',
    })
  }
  return {
    scanned,
    signed,
    scannedAnywhere: () => anywhere(scanned, 'scanned'),
    signedAnywhere: () => or(policy, anywhere(signed, 'signed')),
  }
}

/** What a mere push pushes: the build of its workflow with the same tag, else the first one. */
function originOf(build: Build, builds: readonly Build[]): Build {
  if (build.builds) return build
  const here = builds.filter((other) => other.builds && other.workflow === build.workflow)
  return here.find((other) => other.tags.some((tag) => build.tags.includes(tag))) ?? here[0] ?? build
}

const blocks = (act: Act): boolean => act.onFailure === 'stops' || isHidden(act.onFailure)

/** Whether an act of a kind comes after a build: later in its job, or in a job that needs it. */
function follows(build: Build, all: readonly Spot[], kind: Kind, counts: (act: Act) => boolean): Seen<boolean> {
  const after = all.filter((spot) => comesAfter(spot, build))
  if (after.some((spot) => spot.act.kinds.includes(kind) && counts(spot.act) && spot.step.continueOnError === false))
    return true
  const hidden = after.map((spot) => spot.act.hidden).find((part) => part?.couldBe.includes(kind))
  const job = build.workflow.jobs.find((j) => j.hidden?.couldBe.includes(kind) && reaches(build.workflow, j, build.job))
  return hidden?.value ?? job?.hidden?.value ?? false
}

function comesAfter(spot: Spot, build: Build): boolean {
  if (spot.workflow !== build.workflow) return false
  if (spot.job === build.job) return spot.order > build.order
  return reaches(build.workflow, spot.job, build.job)
}

/** Whether `job` waits, through any number of needs, for `target`. */
function reaches(workflow: Workflow, job: Job, target: Job): boolean {
  const byId = new Map(workflow.jobs.map((j) => [j.id, j]))
  const seen = new Set<string>()
  const stack = job.needs.map((need) => need.job)
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (id === target.id) return true
    if (seen.has(id)) continue
    seen.add(id)
    stack.push(...(byId.get(id)?.needs.map((need) => need.job) ?? []))
  }
  return false
}
