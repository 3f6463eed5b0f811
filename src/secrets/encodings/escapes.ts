/** A text with escapes undone, and where each of its characters stands in what was written. */
export interface Unescaped {
  readonly encoding: 'URL encoding' | 'escapes'
  readonly text: string
  /** for each byte of the text, and one behind the last: the byte of the file */
  readonly at: readonly number[]
  /** where the stretch ends in the file */
  readonly end: number
}

/** `%`, as a byte. */
export const PERCENT = 37
const most = 4096

/** Stretches with `%3A%2F%2F`, `%22`, `%3D` and the like: parts of URLs and forms, up to what no URL holds. */
export function* percentEncoded(bytes: Buffer): Generator<Unescaped> {
  for (let hit = bytes.indexOf(PERCENT); hit >= 0; ) {
    if (!isEncoded(bytes, hit)) {
      hit = bytes.indexOf(PERCENT, hit + 1)
      continue
    }
    let start = hit
    while (start > 0 && hit - start < most && isUrl(bytes[start - 1] as number)) start--
    const found = undone(bytes, start)
    yield found
    hit = bytes.indexOf(PERCENT, found.end)
  }
}

/** `%xx` of a byte that means something to who reads a secret: a sign, not a letter of another script. */
function isEncoded(bytes: Buffer, at: number): boolean {
  const code = hex(bytes, at + 1)
  return code !== undefined && code > 32 && code < 127
}

function undone(bytes: Buffer, start: number): Unescaped {
  const codes: number[] = []
  const places: number[] = []
  let at = start
  while (at < bytes.length && at - start < 2 * most && isUrl(bytes[at] as number)) {
    const code = bytes[at] === PERCENT ? hex(bytes, at + 1) : undefined
    codes.push(code ?? (bytes[at] as number))
    places.push(at)
    at += code === undefined ? 1 : 3
  }
  return { encoding: 'URL encoding', text: Buffer.from(codes).toString('utf8'), at: [...places, at], end: at }
}

/** Not white space, quotes, angles, backslash, backtick. */
const isUrl = (byte: number) =>
  byte > 32 && byte < 127 && byte !== 34 && byte !== 39 && byte !== 60 && byte !== 62 && byte !== 92 && byte !== 96

/** Strings written as `\x41\x42` or `\u0041\u0042`, eight characters or more. */
export function* escaped(bytes: Buffer): Generator<Unescaped> {
  for (const [mark, digits] of [
    ['\\x', 2],
    ['\\u00', 2],
  ] as const) {
    for (let hit = bytes.indexOf(mark); hit >= 0; ) {
      const codes: number[] = []
      const places: number[] = []
      let at = hit
      while (codes.length < most && bytes.indexOf(mark, at, 'latin1') === at) {
        const code = hex(bytes, at + mark.length)
        if (code === undefined || code < 9 || code > 126) break
        codes.push(code)
        places.push(at)
        at += mark.length + digits
        // indexOf looks to the end of the file where it finds none
        if (bytes[at] !== BACKSLASH || bytes[at + 1] !== mark.charCodeAt(1)) break
      }
      if (codes.length >= 8)
        yield { encoding: 'escapes', text: Buffer.from(codes).toString('latin1'), at: [...places, at], end: at }
      hit = bytes.indexOf(mark, Math.max(at, hit + 1))
    }
  }
}

/** `\`, as a byte. */
export const BACKSLASH = 92

/** The byte that two hexadecimal digits mean. */
function hex(bytes: Buffer, at: number): number | undefined {
  const high = digits[bytes[at] ?? 0] as number
  const low = digits[bytes[at + 1] ?? 0] as number
  return high < 16 && low < 16 ? high * 16 + low : undefined
}

/** What each byte is as a digit; 16 for those that are none. */
const digits = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(digit) ? 16 : digit
})
