import { inflateRawSync } from 'node:zlib'
import type { Allowance } from './allowance.ts'
import type { Entry } from './entry.ts'

const endMark = 0x06054b50
const centralMark = 0x02014b50
const localMark = 0x04034b50

/**
 * The members of a zip (APPNOTE.TXT 4.3), by its central directory: what that does not list is in no tool's view. A reader
 * of our own, for it needs no more than three fields of each record and zlib, and takes all from memory.
 */
export function* zipEntries(bytes: Buffer, allowance: Allowance): Generator<Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endMark) {
    yield { path: '', refused: 'is cut off or damaged' }
    return
  }
  const directory = directoryOf(bytes, end)
  if (directory === undefined) {
    yield { path: '', refused: 'is cut off or damaged' }
    return
  }
  let { at } = directory
  const { count } = directory
  for (let number = 0; number < count; number++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== centralMark) {
      yield { path: '', refused: 'is cut off or damaged' }
      return
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const path = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const record = at
    at += 46 + nameLength + extraLength + commentLength
    if (path.endsWith('/')) continue
    if (allowance.spent) return
    yield { path, ...contentOf(bytes, record, allowance) }
  }
}

/** Where the central directory begins, and how many records it has; of zip64 (4.3.14, 4.3.15), where the first record says 2³². */
function directoryOf(bytes: Buffer, end: number): { at: number; count: number } | undefined {
  const at = bytes.readUInt32LE(end + 16)
  const count = bytes.readUInt16LE(end + 10)
  if (at !== 0xffffffff && count !== 0xffff) return { at, count }
  const locator = end - 20
  if (locator < 0 || bytes.readUInt32LE(locator) !== 0x07064b50) return at === 0xffffffff ? undefined : { at, count }
  const record = Number(bytes.readBigUInt64LE(locator + 8))
  if (record + 56 > bytes.length || bytes.readUInt32LE(record) !== 0x06064b50) return undefined
  return { at: Number(bytes.readBigUInt64LE(record + 48)), count: Number(bytes.readBigUInt64LE(record + 32)) }
}

/** The packed size of a member and where its local record is; of zip64 from its extra field (4.5.3), in the order of those that are 2³². */
function extentOf(bytes: Buffer, record: number): { packed: number; local: number } {
  let packed = bytes.readUInt32LE(record + 20)
  let local = bytes.readUInt32LE(record + 42)
  if (packed !== 0xffffffff && local !== 0xffffffff) return { packed, local }
  const start = record + 46 + bytes.readUInt16LE(record + 28)
  const last = Math.min(bytes.length, start + bytes.readUInt16LE(record + 30))
  for (let at = start; at + 4 <= last; at += 4 + bytes.readUInt16LE(at + 2)) {
    if (bytes.readUInt16LE(at) !== 1) continue
    let field = at + 4 + (bytes.readUInt32LE(record + 24) === 0xffffffff ? 8 : 0)
    const next = () => {
      field += 8
      return field <= last ? Number(bytes.readBigUInt64LE(field - 8)) : 0xffffffff
    }
    if (packed === 0xffffffff) packed = next()
    if (local === 0xffffffff) local = next()
    break
  }
  return { packed, local }
}

function contentOf(bytes: Buffer, record: number, allowance: Allowance): { bytes: Buffer } | { refused: string } {
  const encrypted = (bytes.readUInt16LE(record + 8) & 1) === 1
  const method = bytes.readUInt16LE(record + 10)
  const { packed, local } = extentOf(bytes, record)
  if (encrypted) return { refused: 'is encrypted' }
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== localMark) return { refused: 'is cut off or damaged' }
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (start + packed > bytes.length) return { refused: 'is cut off or damaged' }
  const content = bytes.subarray(start, start + packed)
  if (method === 0) return allowance.take(content.length) ? { bytes: content } : { refused: allowance.why }
  if (method !== 8) return { refused: 'is packed by a method that is not known' }
  return allowance.unpack(content, inflateRawSync)
}
