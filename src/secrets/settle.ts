import type { Candidate } from './finder.ts'
import type { Hit } from './hit.ts'
import { printOf } from './print.ts'

/**
 * Of candidates that overlap the one of the highest rank stays (a vendor's token beside a name is that token), then the
 * surer, then the longer; it takes over the name that another knows. Sorted by where they stand, without their values.
 */
export function settle(candidates: readonly Candidate[]): readonly Hit[] {
  if (!candidates.length) return []
  const kept: Kept[] = []
  // from left to right, what is kept does not overlap: only the last one can meet the next
  for (const candidate of candidates.toSorted((a, b) => a.start - b.start || byWorth(a, b))) {
    const last = kept.at(-1)
    if (!last || last.best.end <= candidate.start) kept.push({ best: candidate, key: candidate.key })
    else if (byWorth(candidate, last.best) < 0)
      kept[kept.length - 1] = { best: candidate, key: candidate.key || last.key }
    else if (!last.key) last.key = candidate.key
  }
  return kept.map(({ best: one, key }) => ({
    detector: one.detector,
    start: one.start,
    end: one.end,
    certainty: one.certainty,
    key,
    print: printOf(one.value),
    length: one.value.length,
    why: one.why,
    through: one.through,
  }))
}

interface Kept {
  best: Candidate
  key: string
}

const sureness = { certain: 2, likely: 1, uncertain: 0 }

function byWorth(a: Candidate, b: Candidate): number {
  return (
    b.rank - a.rank ||
    sureness[b.certainty] - sureness[a.certainty] ||
    b.end - b.start - (a.end - a.start) ||
    a.start - b.start ||
    (a.detector < b.detector ? -1 : a.detector > b.detector ? 1 : 0)
  )
}
