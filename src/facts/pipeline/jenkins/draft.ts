import type { Place } from '../../../documents/place.ts'
import { both } from '../dialect/conditions.ts'
import type { Act, Condition, EnvironmentUse, Job, Need, Step, Within } from '../model.ts'
import type { Context, Group } from './context.ts'
import type { DraftAct } from './values/values.ts'

/** A stage, or what stands outside of all stages. */
export interface StageFrame {
  /** names of the stages one is in, outermost first; empty outside */
  readonly path: readonly string[]
  readonly key: string
  readonly place: Place
  readonly via: readonly Place[]
  /** the stages around it, outermost first */
  readonly within: readonly Within[]
  readonly condition: Condition | undefined
  readonly environment: EnvironmentUse | undefined
  readonly timeoutMinutes: number | undefined
  readonly approval: Job['approval'] | undefined
}

export interface StepDraft {
  readonly step: Omit<Step, 'acts'>
  readonly acts: DraftAct[]
}

export interface JobDraft {
  readonly id: string
  readonly stage: StageFrame
  readonly needs: readonly Need[]
  readonly condition: Condition | undefined
  readonly steps: StepDraft[]
}

type Wait = Omit<Need, 'place'>

/** The jobs of a pipeline as they are found, and what the next one waits for. */
export class Pipeline {
  readonly jobs: JobDraft[] = []
  /** what must have become of the jobs before the next one starts */
  frontier: readonly Wait[] = []
  #current: JobDraft | undefined
  readonly #ids = new Map<string, number>()

  /** the name that what stands outside of all stages goes by */
  constructor(readonly name: string) {}

  /** The job that a step at this place belongs to. */
  jobFor(stage: StageFrame): JobDraft {
    if (this.#current?.stage === stage) return this.#current
    this.close()
    const id = this.#unique(stage.path.join(' / ') || this.name)
    const needs = this.frontier.map((wait) => ({ ...wait, place: stage.place }))
    const job: JobDraft = { id, stage, needs, condition: stage.condition, steps: [] }
    this.jobs.push(job)
    this.#current = job
    return job
  }

  /** Ends the job at hand: what follows waits for it. One that may be left out holds nothing up by that. */
  close(): void {
    const job = this.#current
    if (!job) return
    this.#current = undefined
    this.frontier = job.condition
      ? [...this.frontier, { job: job.id, requires: 'success', evenIfSkipped: true }]
      : [{ job: job.id, requires: 'success' }]
  }

  get current(): JobDraft | undefined {
    return this.#current
  }

  #unique(name: string): string {
    const times = (this.#ids.get(name) ?? 0) + 1
    this.#ids.set(name, times)
    return times === 1 ? name : this.#unique(`${name} (${times})`)
  }
}

/** The needs of several ways together, each job once. */
export function joined(ways: readonly (readonly Wait[])[]): Wait[] {
  const found = new Map<string, Wait>()
  for (const way of ways) for (const wait of way) found.set(`${wait.job} ${wait.requires}`, wait)
  return [...found.values()]
}

/** Adds what a step does, as a step of its own or to the group that it fails with. */
export function addActs(
  context: Context,
  name: string,
  place: Place,
  acts: readonly Act[],
  own?: Condition,
): DraftAct[] {
  const { pipeline } = context.machine
  const drafts: DraftAct[] = acts.map((act) => ({ ...act }))
  const job = pipeline.jobFor(context.stage)
  const at = inPipelineFile(place, context)
  const condition = both(context.condition, own)
  const { group } = context
  if (group) {
    const step = stepOfGroup(group, job, context, name, at)
    for (const draft of drafts) {
      const whole = both(condition, draft.condition)
      if (whole) draft.condition = whole
    }
    step.acts.push(...drafts)
    return drafts
  }
  job.steps.push({ step: stepOf(job, context, name, at, condition, false), acts: drafts })
  return drafts
}

/** A step of a file that is loaded stands where the pipeline calls it; what it does has its own place. */
function inPipelineFile(place: Place, { stage, via }: Context): Place {
  const { file } = stage.place
  return place.file === file ? place : (via.findLast((call) => call.file === file) ?? place)
}

function stepOfGroup(group: Group, job: JobDraft, context: Context, name: string, place: Place): StepDraft {
  if (group.step && group.job === job) return group.step
  const made = { step: stepOf(job, context, name, place, undefined, group.continueOnError), acts: [] }
  job.steps.push(made)
  group.step = made
  group.job = job
  return made
}

function stepOf(
  job: JobDraft,
  context: Context,
  name: string,
  place: Place,
  condition: Condition | undefined,
  continueOnError: Step['continueOnError'],
): StepDraft['step'] {
  return {
    id: `${job.id}/${job.steps.length}`,
    name,
    place,
    via: context.via,
    ...(context.within.length && { within: context.within }),
    ...(condition && { condition }),
    runsAfterFailure: context.runsAfterFailure,
    continueOnError,
    ...(context.timeoutMinutes !== undefined && { timeoutMinutes: context.timeoutMinutes }),
  }
}

/** The job in the one form. */
export function finished(draft: JobDraft): Job {
  const { stage, id, needs, condition } = draft
  const { hidden, approval, environment: given } = handedOver(draft)
  const held = stage.approval ?? approval
  const environment = stage.environment ?? given
  return {
    id,
    key: stage.key,
    name: stage.path.at(-1) ?? stage.key,
    place: stage.place,
    via: stage.via,
    ...(stage.within.length && { within: stage.within }),
    needs,
    ...(condition && { condition }),
    ...(environment && { environment }),
    steps: draft.steps.map(({ step, acts }) => ({ ...step, acts: hidden ? acts.map(withoutHidden) : acts })),
    allowFailure: false,
    ...(stage.timeoutMinutes !== undefined && { timeoutMinutes: stage.timeoutMinutes }),
    ...(held && { approval: held }),
    ...(hidden && { hidden }),
  }
}

const beside = new Set(['approve', 'notify', 'set-up', 'record', 'status'])

/**
 * A stage that only hands over to another job or to a shared library is elsewhere as a whole: it may be the deployment
 * itself, to the environment that it is told. A person who is asked before holds all of it.
 */
function handedOver({ steps }: JobDraft): Partial<Pick<Job, 'hidden' | 'approval' | 'environment'>> {
  const usual = steps.filter(({ step }) => step.runsAfterFailure === 'no')
  const acts = usual.flatMap(({ step, acts: all }) => all.map((act) => ({ act, step })))
  const hidden = acts.filter(({ act }) => act.hidden?.couldBe.includes('deploy'))
  const [only] = hidden
  if (hidden.length !== 1 || !only?.act.hidden || only.step.condition || only.act.condition) return {}
  if (only.step.continueOnError !== false) return {}
  if (
    acts.some(
      ({ act }) => act !== only.act && (act.hidden?.couldBe.length || act.kinds.some((kind) => !beside.has(kind))),
    )
  )
    return {}
  const asked = acts.find(({ act, step }) => act.kinds.includes('approve') && !act.condition && !step.condition)
  const isFirst = asked && acts.indexOf(asked) < acts.indexOf(only)
  const { environment: name, place } = only.act
  return {
    hidden: only.act.hidden,
    ...(name !== undefined && { environment: { name, place, gate: false, recorded: false } }),
    ...(isFirst && { approval: { place: asked.act.place, how: asked.act.text } }),
  }
}

function withoutHidden(act: Act): Act {
  if (!act.hidden?.couldBe.includes('deploy')) return act
  const { hidden: _, ...rest } = act
  return rest
}
