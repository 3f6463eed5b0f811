import type { HandedOn, Job, Step, Workflow } from '../../model.ts'

/** Where in a workflow an artifact is made that a job cannot do without. */
export interface Maker {
  readonly jobIndex: number
  /** the step that hands it on: those before it have not failed */
  readonly stepIndex: number
}

/**
 * The steps that hand on what a job takes before it deploys: whatever the condition of the job says of failures, without them
 * it fails. An artifact that several steps make, or one that is made after a failure too, tells nothing.
 */
export function makersFor(job: Job, { jobs }: Workflow): readonly Maker[] {
  const deploying = job.steps.filter(({ acts }) =>
    acts.some(({ kinds }) => kinds.includes('deploy') || kinds.includes('apply')),
  )
  // one that deploys after a failure too does so without what was to be taken
  if (deploying.some(({ runsAfterFailure }) => runsAfterFailure !== 'no')) return []
  const [first] = deploying
  const before = first ? job.steps.slice(0, job.steps.indexOf(first)) : job.steps
  const taken = new Set(before.flatMap((step) => handedOnBy(step)?.takes ?? []))
  return [...taken].flatMap((name) => {
    const makers = jobs.flatMap((other, jobIndex) =>
      other === job
        ? []
        : other.steps.flatMap((step, stepIndex) => (handedOnBy(step)?.gives === name ? [{ jobIndex, stepIndex }] : [])),
    )
    return makers.length === 1 ? makers : []
  })
}

/** What a step hands on or takes in each run that comes to it. */
function handedOnBy(step: Step): HandedOn | undefined {
  if (step.condition || step.continueOnError !== false || step.runsAfterFailure !== 'no') return undefined
  if (step.handsOn) return step.handsOn
  for (const { tool, inputs, condition } of step.acts) {
    if (condition) continue
    // https://github.com/actions/upload-artifact#inputs, https://github.com/actions/download-artifact#inputs
    if (tool === 'actions/upload-artifact') return { gives: inputs?.name ?? 'artifact' }
    if (tool === 'actions/download-artifact' && inputs?.name && !inputs['run-id']) return { takes: inputs.name }
  }
  return undefined
}
