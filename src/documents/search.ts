/**
 * The index of the last of some parts, in order, that begins at or before an offset; 0 where none does, and where there is
 * none at all.
 */
export function lastAtOrBefore<T>(parts: readonly T[], offset: number, startOf: (part: T) => number): number {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (startOf(parts[middle] as T) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
