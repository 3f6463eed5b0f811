import type { Assessment, RequirementVerdict } from '../assessment/assessment.ts'
import { asks } from '../assessment/levels.ts'
import { leftOut } from '../assessment/requirement.ts'

/**
 * The requirements that this run was asked for, the user's own last: what a partial run left out is no result, and what
 * the profile does not ask for is not held against anybody.
 */
export function requirementsInScope({ scope, requirements, own }: Assessment): RequirementVerdict[] {
  const asked = [...requirements, ...own].filter(({ level }) => asks(scope.profile, level))
  if (scope.kind === 'repository') return asked
  return asked.filter((requirement) => requirement.judged || requirement.reason !== leftOut(requirement).reason)
}
