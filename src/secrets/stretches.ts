import { flagsOf, type Stretch, stretches } from './pattern/stretch.ts'

const alphabets = { narrow: flagsOf(stretches.narrow, 256), wide: flagsOf(stretches.wide, 256) }

/**
 * Whether a stretch stands in the bytes [from, to). It looks at few of them: at the last that such a stretch could have, and
 * back to one that ends it.
 */
export function hasStretch(bytes: Uint8Array, from: number, to: number, { of, length }: Stretch): boolean {
  const alphabet = alphabets[of]
  const last = Math.min(bytes.length, to)
  let start = Math.max(0, from)
  while (start + length <= last) {
    let at = start + length - 1
    while (at >= start && alphabet[bytes[at] as number]) at--
    if (at < start) return true
    start = at + 1
  }
  return false
}
