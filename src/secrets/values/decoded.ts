/** The text that a value is in Base64 or hexadecimal; undefined where what comes out is no text. */
export function decodedText(value: string): string | undefined {
  if (value.length < 8) return undefined
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
