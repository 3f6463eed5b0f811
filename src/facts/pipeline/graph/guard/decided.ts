import type { Hidden } from '../../../hidden.ts'
import type { Pass } from '../run/pass.ts'

/**
 * What decides whether a run comes to a job and is kept elsewhere, where its condition is open, or that of a job that it
 * cannot do without.
 */
export function decidedBy(jobIndex: number, { plan, info }: Pass): Hidden | undefined {
  const seen = new Set([jobIndex])
  for (const index of seen) {
    const condition = plan.workflow.jobs[index]?.condition
    if (condition && info.answers.get(condition) === undefined) {
      const hidden = condition.decidedBy?.(info.run)
      if (hidden) return hidden
    }
    for (const { from, requires, evenIfSkipped, group } of plan.order.needs[index] ?? [])
      if (requires === 'success' && !evenIfSkipped && group === undefined) seen.add(from)
  }
  return undefined
}
