import type { Act, Condition, Job, Step, Workflow } from '../../model.ts'
import { branchesOf } from './branches.ts'
import { runsOf } from './runs.ts'

/**
 * What no start of a workflow comes to: `if: false`, a branch that no trigger has, a job that waits for such a one. It is
 * written, and done by nobody. A workflow of which no start is seen is left as it is.
 * @returns whether an act of a workflow never runs
 */
export function neverReached(workflows: readonly Workflow[]): (job: Job, step: Step, act: Act) => boolean {
  const branches = branchesOf(workflows, undefined)
  const jobs = new Set<Job>()
  const conditions = new Set<Condition>()
  for (const workflow of workflows) {
    const { runs } = runsOf(workflow, branches)
    if (runs.length === 0) continue
    const never = (condition: Condition | undefined) =>
      condition !== undefined && runs.every(({ answers }) => answers.get(condition) === false)
    for (const job of workflow.jobs) {
      if (never(job.condition)) jobs.add(job)
      for (const step of job.steps) {
        for (const { condition } of [step, ...step.acts]) if (condition && never(condition)) conditions.add(condition)
      }
    }
    addWaiting(workflow, jobs)
  }
  return (job, step, act) =>
    jobs.has(job) || [step.condition, act.condition].some((condition) => condition && conditions.has(condition))
}

/** Adds the jobs that wait for the success of one that never runs. */
function addWaiting({ jobs: all }: Workflow, never: Set<Job>): void {
  const byId = new Map(all.map((job) => [job.id, job]))
  const waits = (job: Job) =>
    job.needs.some(({ job: id, requires, group, evenIfSkipped }) => {
      const needed = byId.get(id)
      return (
        needed !== undefined && never.has(needed) && requires === 'success' && group === undefined && !evenIfSkipped
      )
    })
  for (let before = -1; before !== never.size; ) {
    before = never.size
    for (const job of all) if (!never.has(job) && waits(job)) never.add(job)
  }
}
