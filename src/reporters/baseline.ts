import type { BaselineStanding } from '../assessment/assessment.ts'

/** What became of accepted findings that are found no more: "2 fixed, 3 not found any more, but not judged". */
export function goneWords({ fixed, unjudged }: BaselineStanding): string {
  return `${fixed.length} fixed${unjudged.length ? `, ${unjudged.length} not found any more, but not judged` : ''}`
}
