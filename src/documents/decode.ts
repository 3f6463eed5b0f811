import { isUtf8 } from 'node:buffer'

export interface Decoded {
  /** The characters without the byte-order mark; line ends are kept as they are. Empty for a binary file. */
  readonly content: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** whether the file began with a byte-order mark */
  readonly bom: boolean
  readonly binary: boolean
  /** whether bytes that are no text in this encoding were replaced by U+FFFD */
  readonly replaced: boolean
}

/** How far into a file a NUL makes it binary: git's own measure (`buffer_is_binary`, 8,000 bytes), rounded up. */
const sniffed = 8192

/**
 * Bytes of a file → characters. UTF-16 is known by its byte-order mark, or by its zeros where it is nearly ASCII; everything else is UTF-8, with what does
 * not fit replaced and said in `replaced`. A NUL in the first 8 KiB makes a file binary. Never throws.
 */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  if (utf16) return decodeUtf16(bytes.subarray(2), utf16, true)
  const unmarked = unmarkedUtf16(bytes)
  return unmarked ? decodeUtf16(bytes, unmarked, false) : decodeUtf8(bytes)
}

/**
 * UTF-16 without a mark, as Windows' tools write it at times: of the first characters nearly all are ASCII, so that every
 * other byte is 0, and none of those between is.
 */
export function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 8 || bytes.length % 2 === 1) return undefined
  const zero = bytes[0] === 0 ? 0 : bytes[1] === 0 ? 1 : undefined
  if (zero === undefined) return undefined
  const end = Math.min(bytes.length, 512)
  let ascii = 0
  for (let at = 0; at < end; at += 2) {
    const other = bytes[at + 1 - zero] as number
    if (other === 0) return undefined
    if (bytes[at + zero] === 0 && (other > 126 || (other < 32 && (other < 9 || other > 13)))) return undefined
    if (bytes[at + zero] === 0) ascii++
  }
  if (ascii < end * 0.4) return undefined
  return zero === 0 ? 'utf-16be' : 'utf-16le'
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  if (bytes.subarray(0, sniffed).includes(0))
    return { content: '', encoding: 'utf-8', bom, binary: true, replaced: false }
  const rest = bom ? bytes.subarray(3) : bytes
  const content = Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength).toString('utf8')
  return { content, encoding: 'utf-8', bom, binary: false, replaced: !isUtf8(rest) }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', bom: boolean): Decoded {
  const content = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
  // UTF-32 and executables may begin with the same two bytes; a NUL character gives them away.
  if (content.slice(0, sniffed).includes('\0')) return { content: '', encoding, bom, binary: true, replaced: false }
  let replaced = bytes.length % 2 === 1
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    replaced = true
  }
  return { content, encoding, bom, binary: false, replaced }
}
