import { type Stretch, stretches } from './pattern/stretch.ts'

const flags = (pattern: RegExp) =>
  Uint8Array.from({ length: 256 }, (_, code) => (code < 128 && pattern.test(String.fromCharCode(code)) ? 1 : 0))
const alphabets = { narrow: flags(stretches.narrow), wide: flags(stretches.wide) }

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
