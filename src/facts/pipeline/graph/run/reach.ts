import { add, type Bits, bits, has } from './bits.ts'
import type { Plan } from './family.ts'
import type { Edge } from './order.ts'

/** The jobs that come after one, along edges that `takes` accepts; the job itself is not among them. Linear. */
export function jobsAfter(plan: Plan, from: number, takes: (edge: Edge) => boolean): Bits {
  const reached = bits(plan.workflow.jobs.length)
  const waiting = [from]
  for (const index of waiting) {
    for (const edge of plan.order.dependants[index] ?? []) {
      if (has(reached, edge.to) || edge.to === from || !takes(edge)) continue
      add(reached, edge.to)
      waiting.push(edge.to)
    }
  }
  return reached
}
