import type { Fraction } from '../assessment/assessment.ts'

/** "12 of 88". */
export const outOf = ({ numerator, denominator }: Fraction): string => `${numerator} of ${denominator}`

/** "13.6 %"; undefined where there is nothing to take a part of. */
export function percentOf({ numerator, denominator }: Fraction): string | undefined {
  return denominator ? `${((100 * numerator) / denominator).toFixed(1)} %` : undefined
}
