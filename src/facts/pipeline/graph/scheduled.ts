import type { Act, Job, Step } from '../model.ts'
import type { Atom } from './atoms.ts'
import type { Plan } from './family.ts'
import type { Pass } from './pass.ts'

/** What runs on a schedule: each act with its step and job, and what is hidden there. */
export interface Scheduled {
  readonly acts: readonly { readonly job: Job; readonly step: Step; readonly act: Act }[]
  readonly hidden: readonly Atom[]
}

/** The parts of a pipeline that its schedules reach, if nothing fails. */
export function scheduledIn(plan: Plan, passes: readonly Pass[]): Scheduled {
  const timed = passes.filter(({ info }) => info.run.trigger.kind === 'schedule')
  const runs = (jobIndex: number, step?: Step, act?: Act) =>
    timed.some(
      ({ jobs, info }) =>
        jobs[jobIndex]?.runs !== 'no' &&
        [step?.condition, act?.condition].every((one) => !one || info.answers.get(one) !== false),
    )
  return {
    acts: plan.workflow.jobs.flatMap((job, jobIndex) =>
      job.steps.flatMap((step) =>
        step.acts.filter((act) => runs(jobIndex, step, act)).map((act) => ({ job, step, act })),
      ),
    ),
    hidden: plan.atoms.filter((atom) => atom.hidden && runs(atom.jobIndex, atom.step, atom.act)),
  }
}
