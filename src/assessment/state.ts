import type { Remark, Result } from './assessment.ts'

/** How a failure stands: `known` is in the baseline, `waived` is covered by an exception. */
export type FindingState = 'open' | 'known' | 'waived'

/** How a failure stands to exceptions and to the baseline; what is no failure has neither, and is open. */
export function stateOf({ suppression, baselineState }: Result): FindingState {
  if (suppression) return 'waived'
  return baselineState === 'unchanged' ? 'known' : 'open'
}

/** The code of a remark on whoever says otherwise than a policy locks. */
export const OVERRIDE = 'policy-override'

/** The code of the remark that a baseline was made by other rules. */
export const OTHER_RULES = 'baseline-other-rules'

/** Whether all could be judged, but not by what the policy locks. */
export const isContradiction = ({ code }: Remark): boolean => code === OVERRIDE
