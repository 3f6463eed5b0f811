/** The text that a value is in Base64 or hexadecimal; undefined where what comes out is no text. */
export function decodedText(value: string): string | undefined {
  if (value.length < 8) return undefined
  if (value.startsWith('OBF:')) return revealed(value.slice(4))
  if (/^(?:[0-9a-f]{2}){8,}$|^(?:[0-9A-F]{2}){8,}$/.test(value)) return textOf(Buffer.from(value, 'hex'))
  return /^[A-Za-z0-9+/]{7,}={0,2}$|^[A-Za-z0-9+/]{6}==$/.test(value) && value.replace(/=+$/, '').length % 4 !== 1
    ? base64Text(value)
    : undefined
}

/** The text of Base64 (either alphabet); undefined where it is none. */
export function base64Text(value: string): string | undefined {
  return /^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(value) ? textOf(Buffer.from(value, 'base64')) : undefined
}

/** Printable ASCII, a line break at the end allowed. */
function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replace(/[\r\n]+$/, '')
  const printable = /^[\x20-\x7e]{3,}/.exec(text)?.[0]
  if (printable === undefined || printable === text) return printable
  // encoded by hand, and with a slip: what chance prints is never as long
  return printable.length >= 12 && printable.length >= text.length * 0.6 ? printable : undefined
}

/**
 * What Jetty writes down so that nobody reads it over a shoulder: each byte, and the one as far from the other end, make four
 * digits in base 36 (org.eclipse.jetty.util.security.Password, whose `deobfuscate` this is).
 */
function revealed(text: string): string | undefined {
  if (!/^(?:U?[\da-z]{4})+$/.test(text)) return undefined
  const bytes = [...text.matchAll(/(U?)([\da-z]{4})/g)].map(([, wide, digits]) => {
    const sum = Number.parseInt(digits as string, 36)
    return wide ? sum >> 8 : (Math.floor(sum / 256) + (sum % 256) - 254) / 2
  })
  return bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
    ? textOf(Buffer.from(bytes))
    : undefined
}
