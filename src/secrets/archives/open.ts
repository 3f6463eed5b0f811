import { gunzipSync } from 'node:zlib'
import { basename } from '../../documents/path.ts'
import type { Allowance } from './allowance.ts'
import type { Entry } from './entry.ts'
import { isTar, tarEntries } from './tar.ts'
import { zipEntries } from './zip.ts'

/** Kinds of archives that are known and not opened: Node has no unpacker for them. */
const closed: readonly (readonly [name: string, bytes: string])[] = [
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
]

/** What kind of archive bytes are, by their beginning; undefined for anything else. */
export function archiveOf(bytes: Buffer): string | undefined {
  if (bytes.length < 20) return undefined
  const start = bytes.toString('hex', 0, 8)
  if (start.startsWith('504b0304') || start.startsWith('504b0506')) return 'zip'
  if (start.startsWith('1f8b08')) return 'gzip'
  return closed.find(([, beginning]) => start.startsWith(beginning))?.[0] ?? (isTar(bytes) ? 'tar' : undefined)
}

/** Whether bytes are an archive of some kind. */
export const isArchive = (bytes: Uint8Array) =>
  archiveOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) !== undefined

/** The members of an archive; that of a plain gzip is called as the file without `.gz`. */
export function* entriesOf(file: string, bytes: Buffer, kind: string, allowance: Allowance): Generator<Entry> {
  if (kind === 'zip') yield* zipEntries(bytes, allowance)
  else if (kind === 'tar') yield* tarEntries(bytes)
  else if (kind === 'gzip') {
    const unpacked = allowance.unpack(bytes, gunzipSync)
    if ('refused' in unpacked) yield { path: '', ...unpacked }
    else if (isTar(unpacked.bytes)) yield* tarEntries(unpacked.bytes)
    else yield { path: basename(file).replace(/\.t?gz$/, ''), ...unpacked }
  } else yield { path: '', refused: `is a ${kind} archive, which is not opened` }
}
