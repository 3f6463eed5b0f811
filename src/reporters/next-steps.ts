import type { Assessment } from '../assessment/assessment.ts'
import { compareText } from '../documents/place.ts'
import type { Settle } from '../facts/hidden.ts'
import { requirementsInScope } from './scope.ts'

/** An answer or a permission, and the requirements that it would settle. */
export interface NextStep {
  readonly settle: Settle
  readonly requirements: readonly string[]
}

/** The few answers that would settle most unknowns, the most useful first. Waiting for a later version is none. */
export function nextSteps(assessment: Assessment): NextStep[] {
  const byText = new Map<string, { settle: Settle; requirements: string[] }>()
  for (const requirement of requirementsInScope(assessment)) {
    if (requirement.verdict !== 'unknown') continue
    for (const settle of requirement.settle) {
      if (settle.kind === 'version') continue
      const step = byText.get(settle.text) ?? { settle, requirements: [] }
      if (!step.requirements.includes(requirement.id)) step.requirements.push(requirement.id)
      byText.set(settle.text, step)
    }
  }
  return [...byText.values()].sort(
    (a, b) => b.requirements.length - a.requirements.length || compareText(a.settle.text, b.settle.text),
  )
}
