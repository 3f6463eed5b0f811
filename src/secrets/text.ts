import { isAscii, isUtf8 } from 'node:buffer'
import { decode, unmarkedUtf16 } from '../documents/decode.ts'

/** The bytes to search, as UTF-8, and how they become the text whose offsets a Place counts. */
export interface TextBytes {
  readonly bytes: Uint8Array
  readonly binary: boolean
  decode(): string
}

/**
 * Makes bytes searchable: UTF-8 as it is (without its mark), UTF-16 by its mark or its zeros and broken UTF-8 by way of the text, and a
 * binary byte by byte. Nothing is decoded where that can wait for a hit.
 */
export function textBytes(file: Uint8Array): TextBytes {
  const utf16 = (file[0] === 0xff && file[1] === 0xfe) || (file[0] === 0xfe && file[1] === 0xff)
  if (!utf16 && !unmarkedUtf16(file)) {
    if (file.subarray(0, 8192).includes(0)) return latin(file, true)
    const bytes = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf ? file.subarray(3) : file
    if (isAscii(bytes)) return latin(bytes, false)
    if (isUtf8(bytes)) return { bytes, binary: false, decode: () => bufferOf(bytes).toString('utf8') }
  }
  const { content, binary } = decode(file)
  return binary ? latin(file, true) : { bytes: Buffer.from(content, 'utf8'), binary: false, decode: () => content }
}

function latin(bytes: Uint8Array, binary: boolean): TextBytes {
  return { bytes, binary, decode: () => bufferOf(bytes).toString('latin1') }
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
