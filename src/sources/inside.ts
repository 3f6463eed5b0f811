import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { below, insideOf, outside, reasonOf } from './disk.ts'
import { isPointer } from './lfs.ts'
import { type Limits, tooLarge } from './paths.ts'
import { UnreadableError } from './source.ts'

/** Reads files below a root. Throws an {@link UnreadableError}. */
export type InsideReader = (path: string, options?: Asked) => Uint8Array

interface Asked {
  /** whether a pointer of Git LFS is what the caller looks for */
  readonly pointers?: boolean
  /** the size that was listed: what has it was read to its end, without asking for more */
  readonly size?: number
}

/**
 * A reader of files below a root, for one source. Links are followed, but only to regular files inside the root; a pipe
 * does not make it wait. The calls are synchronous, which for small files is several times faster. A pointer of Git LFS
 * counts as unreadable, unless it is what the caller looks for. With `shared` the bytes are good until the next file is read:
 * who searches thousands of files need not have a buffer for each.
 */
export function insideReader(root: string, limits: Limits, { shared = false } = {}): InsideReader {
  const folders = new Map<string, string | undefined>()
  return (path, { pointers = false, size = -1 } = {}) => {
    const plain = readPlain(root, path, folders, limits, size)
    const bytes = plain ? (shared ? plain : Buffer.from(plain)) : readFollowing(root, path, limits)
    if (!pointers && isPointer(bytes)) {
      throw new UnreadableError(
        path,
        'lfs',
        `${path} is only a pointer of Git LFS; run \`git lfs pull\` to get its content`,
      )
    }
    return bytes
  }
}

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** What files are first read into: most fit, and need not be asked for their size. */
let room: Buffer | undefined

/**
 * The short way of most files: small ones that are no links themselves, in a folder whose real path is known from the file
 * before. It saves two thirds of the calls. What it gives is good until the next file is read. Undefined where it does not
 * lead to an end; the long way tells why.
 */
function readPlain(
  root: string,
  path: string,
  folders: Map<string, string | undefined>,
  { maxFileSize }: Limits,
  listed: number,
): Buffer | undefined {
  if (!constants.O_NOFOLLOW) return undefined
  const cut = path.lastIndexOf('/')
  const folder = realFolder(root, path.slice(0, Math.max(0, cut)), folders)
  const name = path.slice(cut + 1)
  if (folder === undefined || insideOf(root, `${folder}/${name}`) === undefined) return undefined
  let handle: number | undefined
  try {
    handle = openSync(`${folder}/${name}`, flags)
    room ??= Buffer.allocUnsafeSlow(256 << 10)
    let size = 0
    for (let more = 1; more > 0 && (size !== listed || size === 0) && size < room.length; size += more)
      more = readSync(handle, room, size, room.length - size, null)
    // what gives nothing may be a pipe that nobody writes to
    if (size === room.length || size > maxFileSize || (size === 0 && !fstatSync(handle).isFile())) return undefined
    return room.subarray(0, size)
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/** The real path of a folder, if it is inside the root. */
function realFolder(root: string, folder: string, known: Map<string, string | undefined>): string | undefined {
  if (known.has(folder)) return known.get(folder)
  const cut = folder.lastIndexOf('/')
  const parent = folder === '' ? undefined : realFolder(root, folder.slice(0, Math.max(0, cut)), known)
  let real: string | undefined
  try {
    // where the folder above is known, one call tells that this one is no link; all of a path takes one for each part
    const straight = parent === undefined ? undefined : `${parent}/${folder.slice(cut + 1)}`
    real =
      straight !== undefined && lstatSync(straight).isDirectory() ? straight : realpathSync.native(below(root, folder))
  } catch {
    // told by who reads the file
  }
  if (real !== undefined && insideOf(root, real) === undefined) real = undefined
  known.set(folder, real)
  return real
}

function readFollowing(root: string, path: string, limits: Limits): Buffer {
  let target: string
  try {
    target = realpathSync.native(join(root, path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new UnreadableError(path, code === 'ELOOP' ? 'link-loop' : 'unreadable', `${path}: ${reasonOf(error)}`)
  }
  if (insideOf(root, target) === undefined) throw new UnreadableError(path, outside[0], `${path}: ${outside[1]}`)
  let handle: number | undefined
  try {
    handle = openSync(target, flags)
    const stats = fstatSync(handle)
    if (!stats.isFile()) throw new UnreadableError(path, 'special', `${path} is no regular file`)
    if (stats.size > limits.maxFileSize) {
      throw new UnreadableError(path, 'too-large', `${path}: ${tooLarge(path, stats.size, limits).detail}`)
    }
    return readFileSync(handle)
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    throw new UnreadableError(path, 'unreadable', `${path}: ${reasonOf(error)}`)
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
