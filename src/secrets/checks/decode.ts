/** The bytes of base 64 or base 64 for URLs, with or without padding; undefined where the text is neither. */
export function base64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4) === bytes.length ? bytes : undefined
}

/** The object that a text is as JSON; undefined where it is no JSON, or another value. */
function jsonObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (!text?.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The object that base 64 holds as JSON. */
export function base64Object(text: string): Readonly<Record<string, unknown>> | undefined {
  return jsonObject(base64(text)?.toString())
}

const letters32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The bytes of base 32 (RFC 4648, upper case, no padding); bits beyond the last whole byte are dropped. */
export function base32(text: string): Buffer | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = letters32.indexOf(letter)
    if (value < 0) return undefined
    bits = (bits << 5) | value
    held += 5
    if (held >= 8) {
      held -= 8
      bytes.push((bits >> held) & 0xff)
      bits &= (1 << held) - 1
    }
  }
  return Buffer.from(bytes)
}

/** Bytes in base 32, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    bits = (bits << 8) | byte
    held += 8
    while (held >= 5) {
      held -= 5
      text += letters32[(bits >> held) & 31]
      bits &= (1 << held) - 1
    }
  }
  return held > 0 ? text + letters32[(bits << (5 - held)) & 31] : text
}

const letters58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The bytes of Bitcoin's base 58; undefined where another character stands in it. */
export function base58(text: string): Buffer | undefined {
  let value = 0n
  for (const letter of text) {
    const digit = letters58.indexOf(letter)
    if (digit < 0) return undefined
    value = value * 58n + BigInt(digit)
  }
  const hex = value.toString(16)
  const zeros = text.match(/^1*/)![0].length
  return Buffer.concat([
    Buffer.alloc(zeros),
    Buffer.from(value ? hex.padStart(hex.length + (hex.length % 2), '0') : '', 'hex'),
  ])
}

/** Bytes in Bitcoin's base 58. */
export function toBase58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = letters58[Number(value % 58n)] + text
  return '1'.repeat(bytes.findIndex((byte) => byte !== 0)) + text
}
