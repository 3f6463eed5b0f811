import type { Hidden } from '../../../hidden.ts'
import type { Condition, Run } from '../../model.ts'
import type { Pass } from '../run/pass.ts'

/**
 * What decides whether a run comes to a job and is kept elsewhere, where its condition is open, or that of a job that it
 * cannot do without.
 */
export const decidedBy = (jobIndex: number, pass: Pass): Hidden | undefined =>
  ofOpenConditions(jobIndex, pass, (condition, run) => condition.decidedBy?.(run))

/** What chooses the branches that come to a job, where that is open and cannot be followed. */
export const branchesBy = (jobIndex: number, pass: Pass): Hidden | undefined =>
  ofOpenConditions(jobIndex, pass, (condition) => condition.branchesBy)

function ofOpenConditions(
  jobIndex: number,
  { plan, info }: Pass,
  told: (condition: Condition, run: Run) => Hidden | undefined,
): Hidden | undefined {
  const seen = new Set([jobIndex])
  for (const index of seen) {
    const condition = plan.workflow.jobs[index]?.condition
    if (condition && info.answers.get(condition) === undefined) {
      const hidden = told(condition, info.run)
      if (hidden) return hidden
    }
    for (const { from, requires, evenIfSkipped, group } of plan.order.needs[index] ?? [])
      if (requires === 'success' && !evenIfSkipped && group === undefined) seen.add(from)
  }
  return undefined
}
