import type { Attestation, BaselineStanding, Remark, Result } from '../assessment.ts'

/**
 * What people accepted or stated: waivers, ignores, attestations, a baseline. Judging knows none of it; the results are
 * handed over once they have their fingerprints, and the verdicts are folded from what comes back.
 */
export interface Acceptance {
  apply(results: readonly Result[]): Promise<Accepted> | Accepted
}

/** Results with their suppressions and their standing to the baseline, in the same order; and what is said besides. */
export interface Accepted {
  readonly results: readonly Result[]
  /** statements in force, by requirement */
  readonly attestations: ReadonlyMap<string, Attestation>
  readonly remarks: readonly Remark[]
  readonly baseline?: BaselineStanding
}

/** Where nobody accepted or stated anything. */
export const nothingAccepted: Acceptance = { apply: (results) => ({ results, attestations: new Map(), remarks: [] }) }

/** Several one after the other: each takes the results as the one before leaves them. */
export function chain(...acceptances: readonly Acceptance[]): Acceptance {
  return {
    async apply(results) {
      let sum: Accepted = { results, attestations: new Map(), remarks: [] }
      for (const acceptance of acceptances) {
        const next = await acceptance.apply(sum.results)
        sum = {
          ...sum,
          ...next,
          attestations: new Map([...sum.attestations, ...next.attestations]),
          remarks: [...sum.remarks, ...next.remarks],
        }
      }
      return sum
    },
  }
}
