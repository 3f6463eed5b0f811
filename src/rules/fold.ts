import type { Verdict } from './rule.ts'

/** A verdict that may decide nothing: what {@link fold} reads of a result. */
export interface Counted {
  readonly verdict: Verdict
  readonly counts: boolean
}

/** Results to one verdict: any fail, else any unknown, else any pass, else not-applicable. Those that do not count are left out. */
export function fold(results: readonly Counted[]): Verdict {
  const found = new Set(results.filter((result) => result.counts).map((result) => result.verdict))
  for (const verdict of ['fail', 'unknown', 'pass'] as const) if (found.has(verdict)) return verdict
  return 'not-applicable'
}

/**
 * Several ways to judge one requirement, of which one is enough: pass if one passes, else unknown if one is unknown, else
 * fail if one fails, else not-applicable.
 */
export function foldAny(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ['pass', 'unknown', 'fail'] as const) if (verdicts.includes(verdict)) return verdict
  return 'not-applicable'
}
