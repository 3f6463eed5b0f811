import type { KindAnswer, Settings } from '../../../../config/settings.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'

/**
 * The workflows with the kinds that `assay.yaml` gives to jobs and steps (`kinds:`). An answer for a step replaces what
 * was found in it; one for a job without steps of its own (it is elsewhere) replaces what is hidden; one for a visible
 * job is what its last step does beside what was found.
 */
export function withAnswers(workflows: readonly Workflow[], settings: Settings): readonly Workflow[] {
  if (settings.kinds.length === 0) return workflows
  return workflows.map((workflow) => {
    const answers = settings.kinds.filter((answer) => answer.file === undefined || isFile(workflow, answer.file))
    if (answers.length === 0) return workflow
    return { ...workflow, jobs: workflow.jobs.map((job) => answered(job, answers)) }
  })
}

function isFile(workflow: Workflow, file: string): boolean {
  return workflow.file === file || workflow.file.endsWith(`/${file}`)
}

function answered(job: Job, answers: readonly KindAnswer[]): Job {
  const own = answers.filter((answer) => answer.job === undefined || answer.job === job.id || answer.job === job.key)
  const steps = job.steps.map((step) => {
    const answer = own.find((one) => one.step !== undefined && isStep(step, one.step))
    return answer ? { ...step, acts: [saidAct(step, answer)] } : step
  })
  const whole = own.find((one) => one.step === undefined && one.job !== undefined)
  if (!whole) return { ...job, steps }
  if (steps.length === 0) {
    const { hidden: _, ...visible } = job
    return { ...visible, steps: [saidStep(job, whole)] }
  }
  const last = steps[steps.length - 1] as Step
  const missing = whole.kinds.filter((kind) => !steps.some((step) => step.acts.some((act) => act.kinds.includes(kind))))
  if (missing.length === 0) return { ...job, steps }
  const added = saidAct(last, { ...whole, kinds: missing })
  // What was hidden is now said: only acts that hide something give way.
  const kept = last.acts.filter((act) => act.hidden === undefined)
  return { ...job, steps: [...steps.slice(0, -1), { ...last, acts: [...kept, added] }] }
}

function isStep(step: Step, name: string): boolean {
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
