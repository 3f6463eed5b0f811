import { crc32 } from 'node:zlib'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The CRC-32 of ASCII characters in six digits of base 62, as GitHub and npm end their tokens. */
export function crc32InBase62(characters: string): string {
  let rest = crc32(characters)
  let text = ''
  while (text.length < 6) {
    text = digits[rest % 62] + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/** Whether the last six characters of a token are the checksum of those between `from` and them. */
export function holdsCrc32(token: string, from: number): boolean {
  return crc32InBase62(token.slice(from, -6)) === token.slice(-6)
}

/** The CRC-32 of ASCII characters in eight hexadecimal digits, highest byte first. */
export function crc32InHex(characters: string): string {
  return crc32(characters).toString(16).padStart(8, '0')
}

/** The same with the lowest byte first, as Grafana ends its service account tokens. */
export function crc32InHexReversed(characters: string): string {
  return crc32InHex(characters).match(/../g)!.reverse().join('')
}

/** The CRC-32 of ASCII characters in seven digits of base 36, as GitLab ends its routable tokens. */
export function crc32InBase36(characters: string): string {
  return crc32(characters).toString(36).padStart(7, '0')
}
