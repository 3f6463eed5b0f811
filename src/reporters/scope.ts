import type { Assessment, RequirementVerdict } from '../assessment/assessment.ts'
import { leftOut } from '../assessment/requirement.ts'

/** The requirements that this run was asked for, the user's own last: what a partial run left out is no result. */
export function requirementsInScope({ scope, requirements, own }: Assessment): RequirementVerdict[] {
  const all = [...requirements, ...own]
  if (scope.kind === 'repository') return all
  return all.filter((requirement) => requirement.judged || requirement.reason !== leftOut(requirement).reason)
}
