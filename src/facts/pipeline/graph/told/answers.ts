import type { KindAnswer, Settings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import type { Act, HiddenPart, Job, Step, Workflow } from '../../model.ts'

/**
 * The workflows with the kinds that `assay.yaml` gives to jobs and steps (`kinds:`). An answer for a step replaces what
 * was found in it, or in what the pipeline takes in under that name; one for a job replaces all that is hidden in it (and
 * what a controller runs after it), and stands beside what was found: where something hidden could be it, else in the last
 * step.
 */
export function withAnswers(workflows: readonly Workflow[], settings: Settings): readonly Workflow[] {
  if (settings.kinds.length === 0) return workflows
  return workflows.map((workflow) => {
    const answers = settings.kinds.filter((answer) => answer.file === undefined || isFile(workflow, answer.file))
    if (answers.length === 0) return workflow
    const isWhole = (job: Job) => wholeOf(job, answers) !== undefined
    const hidden = workflow.hidden
      .filter((part) => !(part.byController && workflow.jobs.every(isWhole)))
      .flatMap((part) => answeredPart(part, answers))
    return { ...workflow, hidden, jobs: workflow.jobs.map((job) => answered(job, answers)) }
  })
}

/** Whether a workflow is of a file that an answer names. */
export function isFile(workflow: Workflow, file: string): boolean {
  return workflow.file === file || workflow.file.endsWith(`/${file}`)
}

/** The answers on a job and on its steps; those that name no job are on any. */
export const ofJob = (job: Job, answers: readonly KindAnswer[]) =>
  answers.filter((answer) => answer.job === undefined || answer.job === job.id || answer.job === job.key)

/** The answer on a job as a whole; several say together what it does. */
const wholeOf = (job: Job, answers: readonly KindAnswer[]) =>
  together(ofJob(job, answers).filter((one) => one.step === undefined && one.job !== undefined))

/**
 * What is left hidden of a part outside every job (an include) of which somebody said what it does: only that, since
 * neither its order nor its environments are told by it.
 */
function answeredPart(part: HiddenPart, answers: readonly KindAnswer[]): readonly HiddenPart[] {
  const answer = together(answers.filter((one) => isOfPart(one, part)))
  if (!answer) return [part]
  const kinds = answer.kinds.filter((kind) => kind !== 'set-up')
  if (kinds.length === 0) return []
  const { what, as } = part.value
  const settle = {
    kind: 'file',
    text: `keep in this repository ${part.name}: assay.yaml tells neither its order nor its environments`,
  } as const
  const deploys = kinds.includes('deploy') ? { deploys: true as const } : {}
  return [{ ...part, value: new Hidden(what, settle, as), couldBe: kinds, ...deploys }]
}

/** Whether an answer speaks of a part outside every job. */
export const isOfPart = ({ job, step }: KindAnswer, { name }: HiddenPart): boolean =>
  name !== undefined && (job === undefined ? step === name : job === name && step === undefined)

/** Answers on one thing as one. */
function together(answers: readonly KindAnswer[]): KindAnswer | undefined {
  const [first] = answers
  return first && { ...first, kinds: [...new Set(answers.flatMap(({ kinds }) => kinds))] }
}

function answered(job: Job, answers: readonly KindAnswer[]): Job {
  const own = ofJob(job, answers)
  const steps = job.steps.map((step) => {
    const answer = together(own.filter((one) => one.step !== undefined && isStep(step, one.step)))
    return answer ? { ...step, acts: [saidAct(step, answer)] } : step
  })
  const whole = wholeOf(job, answers)
  if (!whole) return { ...job, steps }
  const { hidden: _, ...visible } = job
  return { ...visible, steps: steps.length === 0 ? [saidStep(job, whole)] : saidOf(steps, whole) }
}

/** Steps with what is said of their job as a whole. */
function saidOf(steps: readonly Step[], { kinds }: KindAnswer): readonly Step[] {
  const acts = steps.flatMap((step) => step.acts)
  const hidden = acts.filter((act) => act.hidden)
  const said = new Map<Act, Kind[]>(hidden.map((act) => [act, []]))
  const left: Kind[] = []
  for (const kind of kinds.filter((one) => !acts.some((act) => act.kinds.includes(one)))) {
    const here = likeliest(kind, hidden)
    if (here) said.get(here)?.push(kind)
    else left.push(kind)
  }
  return steps.map((step, i) => {
    const known = step.acts.flatMap((act) => {
      const told = said.get(act)
      if (!told) return [act]
      const { hidden: _, ...rest } = act
      return told.length || act.kinds.length ? [{ ...rest, kinds: [...act.kinds, ...told] }] : []
    })
    const added = left.length > 0 && i === steps.length - 1 ? [saidAct(step, { kinds: left })] : []
    return { ...step, acts: [...known, ...added] }
  })
}

/** The hidden act that a kind is most likely of: the last of those that could be it and the least else. */
function likeliest(kind: Kind, hidden: readonly Act[]): Act | undefined {
  const width = (act: Act) => act.hidden?.couldBe.length ?? 0
  return hidden
    .filter((act) => act.hidden?.couldBe.includes(kind))
    .reduce<Act | undefined>((best, act) => (best && width(best) < width(act) ? best : act), undefined)
}

/** Whether a step is called so, or runs what is. */
export function isStep(step: Step, name: string): boolean {
  return step.name === name || step.acts.some((act) => act.text === name || act.tool === name)
}

function saidAct(step: Step, answer: KindAnswer): Act {
  const first = step.acts[0]
  return {
    kinds: answer.kinds,
    tool: first?.tool ?? 'assay.yaml',
    text: first?.text ?? step.name,
    place: first?.place ?? step.place,
    via: first?.via ?? [],
    onFailure: 'stops',
    words: first?.words ?? [],
    ...(first?.environment === undefined ? {} : { environment: first.environment }),
    ...(first?.inputs === undefined ? {} : { inputs: first.inputs }),
  }
}

function saidStep(job: Job, answer: KindAnswer): Step {
  const step: Step = {
    id: `${job.id}/0`,
    name: job.name,
    place: job.place,
    via: job.via,
    runsAfterFailure: 'no',
    continueOnError: false,
    acts: [],
  }
  return { ...step, acts: [saidAct(step, answer)] }
}
