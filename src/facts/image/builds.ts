import { once } from '../once.ts'
import { neverReached } from '../pipeline/graph/run/never.ts'
import type { Act, Job, Step, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { afterPrepared, noteAct, type Prepared } from './before-build.ts'
import { buildsOfAction } from './build-actions.ts'
import { buildsOfCommand } from './build-commands.ts'
import { buildsOfFile, mayNameFile } from './build-files.ts'
import { buildsOfPlatform, mayBuildOnPlatform } from './build-platforms.ts'
import { pushedByHand } from './by-hand.ts'
import type { Making } from './making.ts'
import { namesOwnMachine } from './own-machine.ts'
import { shippedUnseen } from './shipped-unseen.ts'

/** Where in a pipeline something happens to an image. */
export interface Spot {
  readonly workflow: Workflow
  readonly job: Job
  readonly step: Step
  readonly act: Act
  readonly stepIndex: number
  readonly actIndex: number
  /** order among all acts of the job */
  readonly order: number
}

/** An image that a step builds, tags or pushes. */
export interface Build extends Spot, Making {}

/** Every act of every pipeline that some start comes to, in order; gone through once for all who ask. */
export const spots = once((workflows: readonly Workflow[]): readonly Spot[] => [...spotsIn(workflows)])

function* spotsIn(workflows: readonly Workflow[]): Generator<Spot> {
  const never = neverReached(workflows)
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      let order = 0
      for (const [stepIndex, step] of job.steps.entries()) {
        for (const [actIndex, act] of step.acts.entries()) {
          if (!never(job, step, act)) yield { workflow, job, step, stepIndex, act, actIndex, order }
          order++
        }
      }
    }
  }
}

/**
 * The images that pipelines build, tag and push; compose, bake and Skaffold files that their commands name are read. Where
 * pipelines ship nothing, those that a person pushes by a makefile or a script. Found once for all who ask for those of the
 * same pipelines.
 */
export const buildsOf = once(findBuilds)

async function findBuilds(workflows: readonly Workflow[], repository: Repository): Promise<readonly Build[]> {
  const builds = await buildsIn(workflows, repository)
  if (builds.some(({ pushes }) => pushes) || shippedUnseen(workflows) !== '') return builds
  const byHand = await buildsIn(await pushedByHand(repository), repository)
  // a registry of one's own machine is for trying out, and so is what is built beside a push of something else
  const leaving = byHand.filter(({ tags }) => tags.length === 0 || !tags.every(namesOwnMachine))
  const pushing = new Set(leaving.flatMap(({ pushes, workflow }) => (pushes ? workflow : [])))
  return [...builds, ...leaving.filter(({ workflow }) => pushing.has(workflow))]
}

async function buildsIn(workflows: readonly Workflow[], repository: Repository): Promise<readonly Build[]> {
  const builds: Build[] = []
  const prepared = new Map<Job, Prepared>()
  for (const spot of spots(workflows)) {
    const { act, job } = spot
    if (act.lays || act.stamps !== undefined) noteAct(act, preparedIn(job, prepared))
    // a task that stands for a command has both inputs and words
    const made =
      (act.inputs && buildsOfAction(act)) ??
      // to wait for each act takes longer than to look at it
      (mayNameFile(act) ? await buildsOfFile(act, repository) : undefined) ??
      (mayBuildOnPlatform(act) ? await buildsOfPlatform(act, repository) : undefined) ??
      (act.words.length ? buildsOfCommand(act) : undefined)
    for (const making of made ?? []) {
      const before = prepared.get(job)
      const whole = before ? await afterPrepared(making, act, before, repository) : making
      builds.push({ ...spot, ...withAllTags(whole, spot, builds) })
    }
  }
  return builds
}

/** What a job has prepared, made where there is nothing yet. */
function preparedIn(job: Job, all: Map<Job, Prepared>): Prepared {
  const own = all.get(job) ?? { laid: new Map(), stamped: new Set() }
  all.set(job, own)
  return own
}

/** `docker push --all-tags name`: what the job has named so before. */
function withAllTags(making: Making, { job }: Spot, before: readonly Build[]): Making {
  const { from, ...rest } = making
  if (from === undefined || rest.tags.length || rest.builds || !rest.pushes) return making
  const own = before.filter((build) => build.job === job).flatMap(({ tags }) => tags)
  const tags = own.filter((tag) => tag.replace(/:[^/]*$/, '') === from)
  return tags.length ? { ...rest, tags: [...new Set(tags)] } : making
}
