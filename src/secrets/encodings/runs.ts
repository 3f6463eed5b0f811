/** Bytes of a file from start (inclusive) to end (exclusive). */
export interface Run {
  readonly start: number
  readonly end: number
}

/** What Base64 is written with, in either alphabet; hexadecimal is among it. */
const alphabet = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  alphabet[character.charCodeAt(0)] = 1

/** Shorter runs hold no token: 18 bytes. */
const least = 24

/**
 * The next run of 24 or more characters of Base64, from where none is under way. Of most texts it looks at one byte in
 * three: from 24 bytes ahead it goes back to the first byte that ends a run, and takes the next look 24 behind that.
 */
export function nextRun(bytes: Uint8Array, begin: number): Run | undefined {
  let from = begin
  let at = from + least - 1
  while (at < bytes.length) {
    let back = at
    while (back >= from && alphabet[bytes[back] as number]) back--
    if (back < from) {
      let end = at + 1
      while (end < bytes.length && alphabet[bytes[end] as number]) end++
      return { start: from, end }
    }
    from = back + 1
    at = back + least
  }
  return undefined
}

/** The stretches of a text that is wrapped: a full line, and those behind it up to the first that is shorter. */
export function wrappedFrom(bytes: Uint8Array, first: Run): readonly Run[] {
  const width = first.end - first.start
  const lines = [first]
  if (width < 60 || width % 4 !== 0) return lines
  for (let last = first; last.end - last.start === width; ) {
    let at = last.end
    if (bytes[at] === CARRIAGE_RETURN) at++
    if (bytes[at] !== NEWLINE) break
    at++
    while (bytes[at] === SPACE || bytes[at] === TAB) at++
    let end = at
    while (end < bytes.length && end - at <= width && alphabet[bytes[end] as number]) end++
    if (end === at || end - at > width) break
    last = { start: at, end }
    lines.push(last)
  }
  return lines
}

const NEWLINE = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const TAB = 9
