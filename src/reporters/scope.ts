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

/**
 * How a run was limited to what somebody touched, in one line: `3 staged files; 64 rules left to the gate`. Undefined
 * where it was not.
 */
export function touchedLine({
  scope: { touched },
}: {
  readonly scope: Pick<Assessment['scope'], 'touched'>
}): string | undefined {
  if (!touched) return undefined
  const { by, since, base, files, rulesLeft } = touched
  const from = since === 'merge-base' ? `the merge base (${base?.slice(0, 10)})` : since
  if (files === 0) return by === 'staged' ? 'nothing staged' : `nothing changed since ${from}`
  const what = files === 1 ? 'file' : 'files'
  const which = by === 'staged' ? `${files} staged ${what}` : `${files} ${what} changed since ${from}`
  return `${which}; ${rulesLeft} ${rulesLeft === 1 ? 'rule' : 'rules'} left to the gate`
}
