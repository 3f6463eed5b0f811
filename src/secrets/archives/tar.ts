import type { Entry } from './entry.ts'

/** A member of a tar with the kind of it: hard links and symbolic links are members without content. */
export type TarEntry = Entry & { readonly link?: boolean }

/**
 * The members of a tar (POSIX ustar; pax and GNU long names), in their order. Contents are parts of the given bytes, not
 * copies.
 */
export function* tarEntries(bytes: Buffer): Generator<TarEntry> {
  let longName: string | undefined
  for (let at = 0; at + 512 <= bytes.length; ) {
    if (bytes[at] === 0) return
    if (!isHeader(bytes, at)) {
      yield { path: '', refused: 'is cut off or damaged' }
      return
    }
    const size = sizeAt(bytes, at + 124)
    const content = bytes.subarray(at + 512, at + 512 + size)
    const type = String.fromCharCode(bytes[at + 156] as number)
    at += 512 + Math.ceil(size / 512) * 512
    if (type === 'L') longName = cString(content, 0, content.length)
    else if (type === 'x') longName = paxPath(content) ?? longName
    else if (type !== 'g' && type !== 'K') {
      const header = at - 512 - Math.ceil(size / 512) * 512
      const path = (longName ?? nameAt(bytes, header)).replace(/^(?:\.?\/)+/, '')
      longName = undefined
      if (type === '0' || type === '\0' || type === '7') {
        if (content.length < size) yield { path, refused: 'is cut off or damaged' }
        else yield { path, bytes: content }
      } else if (type !== '5') yield { path, bytes: Buffer.alloc(0), link: true }
    }
  }
}

/** Whether the bytes are a tar: its first header has the sum that it says. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= 512 && bytes[0] !== 0 && isHeader(bytes, 0)
}

function isHeader(bytes: Buffer, at: number): boolean {
  const told = Number.parseInt(cString(bytes, at + 148, 8).trim(), 8)
  if (!Number.isFinite(told)) return false
  let sum = 8 * 32
  for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += bytes[at + i] as number
  return sum === told
}

/** Octal, or from 8 GiB on binary with the first bit set: that is more than is ever in memory. */
function sizeAt(bytes: Buffer, at: number): number {
  if ((bytes[at] as number) & 0x80) return Number.MAX_SAFE_INTEGER
  return Number.parseInt(cString(bytes, at, 12).trim() || '0', 8) || 0
}

function nameAt(bytes: Buffer, at: number): string {
  const name = cString(bytes, at, 100)
  const prefix = bytes.toString('latin1', at + 257, at + 262) === 'ustar' ? cString(bytes, at + 345, 155) : ''
  return prefix && !/^\d/.test(prefix) ? `${prefix}/${name}` : name
}

function cString(bytes: Buffer, at: number, length: number): string {
  const end = bytes.subarray(at, at + length).indexOf(0)
  return bytes.toString('utf8', at, end < 0 ? at + length : at + end)
}

/** `<length> path=<name>\n` among the records of a pax header. */
function paxPath(content: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8', 0, Math.min(content.length, 64 << 10)))?.[1]
}
