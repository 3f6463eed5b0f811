import { isUtf8 } from 'node:buffer'
import { gunzipSync } from 'node:zlib'

/** What a run of characters was written in, with the bytes that it means. */
export interface Decoded {
  readonly encoding: 'base64' | 'hexadecimal' | 'base64+gzip'
  readonly bytes: Buffer
}

/** The most that is unpacked of what is packed within a text (a Helm release is within a Kubernetes Secret). */
const mostUnpacked = 4 << 20

const hexText = /^(?:[2-7][0-9a-f]|0[9ad]){8}/i
/** ASCII in Base64: the first of four characters is one of the first half of the alphabet. */
const base64Text = /^(?:[A-Za-f].{3}){6}/

/** Whether a run of which these are the first 24 characters may be that of a text, or of what is packed. */
export function mayBeText(beginning: string): boolean {
  return base64Text.test(beginning) || hexText.test(beginning) || beginning.startsWith('H4sI')
}

/** Decodes a run that is the Base64 or the hexadecimal form of a text; undefined where it is none: a hash, a path, a name. */
export function decodeRun(written: string): Decoded | undefined {
  if (hexText.test(written) && /^[0-9a-f]+$/i.test(written) && written.length % 2 === 0)
    return texted('hexadecimal', Buffer.from(written, 'hex'))
  if (written.startsWith('H4sI')) return unpacked(Buffer.from(written, 'base64'))
  if (!base64Text.test(written) || written.length % 4 === 1) return undefined
  return texted('base64', Buffer.from(written, 'base64'))
}

function texted(encoding: Decoded['encoding'], bytes: Buffer): Decoded | undefined {
  return isText(bytes) ? { encoding, bytes } : undefined
}

/** UTF-8 without control characters; or UTF-16, as PowerShell encodes its commands. */
function isText(bytes: Buffer): boolean {
  for (let at = 0, zeros = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === 0 && at % 2 === 1 && zeros === (at - 1) / 2) zeros++
    else if (byte < 32 && (byte < 9 || byte > 13)) return false
  }
  return isUtf8(bytes)
}

function unpacked(bytes: Buffer): Decoded | undefined {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: mostUnpacked })
    return isUtf8(text) ? { encoding: 'base64+gzip', bytes: text } : undefined
  } catch {
    return undefined // cut off, or larger than what is unpacked
  }
}
