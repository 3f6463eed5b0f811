import { didYouMean } from '../config/nearest.ts'
import { UsageError } from './errors.ts'

/**
 * The ids that patterns pick, in the order of `ids`; a pattern is an id or has `*` for any characters. Without patterns:
 * all. A pattern that picks none is a {@link UsageError} that names the nearest id.
 */
export function pick(patterns: readonly string[], ids: readonly string[]): readonly string[] {
  if (patterns.length === 0) return ids
  const picked = new Set<string>()
  for (const pattern of patterns) {
    const matches = matcher(pattern)
    const found = ids.filter(matches)
    if (found.length === 0) {
      const hint = didYouMean(pattern, ids) || '; `assay rules` lists them'
      throw new UsageError(`no requirement is called "${pattern}"${hint}`)
    }
    for (const id of found) picked.add(id)
  }
  return ids.filter((id) => picked.has(id))
}

/** `*` alone is special; the pieces between are found one after the other, so that no pattern is slow. */
function matcher(pattern: string): (id: string) => boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return (id) => id === pattern
  return (id) => {
    if (!id.startsWith(head) || !id.endsWith(tail) || id.length < head.length + tail.length) return false
    let at = head.length
    const end = id.length - tail.length
    for (const piece of rest) {
      const found = id.indexOf(piece, at)
      if (found < 0 || found + piece.length > end) return false
      at = found + piece.length
    }
    return true
  }
}
