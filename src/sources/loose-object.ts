import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

/** Larger ones are left to git, which passes over what is too much. In bytes, packed and unpacked. */
const largest = 1 << 20

/**
 * The content of a blob that lies by itself in the repository's `.git`, as all that was just staged does: read without git,
 * whose start takes longer than all else that a small commit needs. Undefined wherever it is anything but plain (packed,
 * borrowed, large, another kind of object, damaged): then git is asked, and says what there is to say.
 */
export function looseBlob(root: string, id: string): Buffer | undefined {
  if (!/^[0-9a-f]{40,64}$/.test(id)) return undefined
  try {
    const packed = readPlain(join(root, '.git/objects', id.slice(0, 2), id.slice(2)))
    const object = packed && inflateSync(packed, { maxOutputLength: largest })
    const end = object ? object.indexOf(0) : -1
    if (!object || end < 0) return undefined
    const content = object.subarray(end + 1)
    return object.toString('latin1', 0, end) === `blob ${content.length}` ? content : undefined
  } catch {
    return undefined
  }
}

/** A regular file that is no link and not large. */
function readPlain(path: string): Buffer | undefined {
  // opening a pipe would wait for who writes into it
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const about = fstatSync(file)
    return about.isFile() && about.size < largest ? readFileSync(file) : undefined
  } finally {
    closeSync(file)
  }
}
