import type { Act, Job, Step } from '../../model.ts'
import type { Atom } from './atoms.ts'
import type { Plan } from './family.ts'
import type { Pass } from './pass.ts'

/** What runs on a schedule: each act with its step and job, and what is hidden there. */
export interface Scheduled {
  readonly acts: readonly ScheduledAct[]
  readonly hidden: readonly Atom[]
}

/** What a schedule runs. */
export interface ScheduledAct {
  readonly job: Job
  readonly step: Step
  readonly act: Act
  /**
   * Whether the schedule is known to run it: the file has the schedule, or the job is there for schedules alone. A job of
   * every push runs on whatever schedule the forge has, and nothing here says that there is one for it.
   */
  readonly meant: boolean
}

/** The parts of a pipeline that its schedules reach, if nothing fails. */
export function scheduledIn(plan: Plan, passes: readonly Pass[]): Scheduled {
  const timed = passes.filter(({ info }) => info.run.trigger.kind === 'schedule')
  const pushed = passes.filter(({ info }) => info.run.trigger.kind === 'push')
  const elsewhere = timed.every(({ info }) => info.run.trigger.setUpElsewhere)
  const runs = (jobIndex: number, step?: Step, act?: Act, among = timed) =>
    among.some(
      ({ jobs, info }) =>
        jobs[jobIndex]?.runs !== 'no' &&
        [step?.condition, act?.condition].every((one) => !one || info.answers.get(one) !== false),
    )
  return {
    acts: plan.workflow.jobs.flatMap((job, jobIndex) =>
      job.steps.flatMap((step) =>
        step.acts
          .filter((act) => runs(jobIndex, step, act))
          .map((act) => ({ job, step, act, meant: !elsewhere || !runs(jobIndex, step, act, pushed) })),
      ),
    ),
    hidden: plan.atoms.filter((atom) => atom.hidden && runs(atom.jobIndex, atom.step, atom.act)),
  }
}
