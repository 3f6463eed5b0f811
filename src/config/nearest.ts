/**
 * The candidate that a misspelt name most likely means: the one with the fewest edits (insert, delete, replace, swap of
 * neighbours), at most a third of the name's length and never more than three. Case does not count. Undefined where none
 * is near; of equally near ones the first.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let limit = Math.min(3, Math.max(1, Math.ceil(wanted.length / 3)))
  for (const candidate of candidates) {
    const far = distance(wanted, candidate.toLowerCase(), limit)
    if (far > limit || (best !== undefined && far === limit)) continue
    best = candidate
    limit = far
  }
  return best
}

/** `; did you mean "x"?`, or an empty string where nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates)
  return near === undefined ? '' : `; did you mean "${near}"?`
}

/** Damerau-Levenshtein (optimal string alignment); anything above `limit` is told as `limit + 1`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
