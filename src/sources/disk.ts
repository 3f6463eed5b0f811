import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type Limits, tooLarge } from './paths.ts'
import { type FileEntry, type Skipped, type SkipReason, SourceError } from './source.ts'

/** The real, absolute path of the folder that a user named. Throws a {@link SourceError} where there is no folder. */
export function rootFolder(path: string): string {
  let stats: Stats
  let root: string
  try {
    root = realpathSync.native(path)
    stats = statSync(root)
  } catch (error) {
    throw new SourceError(path ? `${path}: ${reasonOf(error)}` : 'the path is empty; name the folder of a repository')
  }
  if (!stats.isDirectory()) throw new SourceError(`${path} is a file; name the folder of the repository that it is in`)
  return root
}

/** Why a system call failed, in words. */
export function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException)?.code) {
    case 'ENOENT':
      return 'there is no such file or folder'
    case 'ENOTDIR':
      return 'a part of the path is a file, not a folder'
    case 'EACCES':
    case 'EPERM':
      return 'permission to read it is denied'
    case 'ELOOP':
      return 'it is a link that leads in a circle'
    case 'EISDIR':
      return 'it is a folder'
    case 'ENAMETOOLONG':
      return 'its path is too long for this system'
    default:
      return `it cannot be read (${(error as NodeJS.ErrnoException)?.code ?? 'unknown error'})`
  }
}

/** `folder`: a link to a folder inside, whose files are listed under their own names. `gone`: nothing is there. */
export type Described = { file: FileEntry } | { skipped: Skipped } | { folder: string } | 'gone'

/** What lies at a path below the root where that is neither a file nor a link, nor nothing: git lists no such thing. */
export function obstacleAt(root: string, path: string): string | undefined {
  let stats: Stats | undefined
  try {
    stats = lstatSync(join(root, path), { throwIfNoEntry: false })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? undefined : reasonOf(error)
  }
  if (!stats || stats.isFile() || stats.isSymbolicLink()) return undefined
  return stats.isDirectory() ? 'it is a folder' : 'it is a pipe, socket or device'
}

const skip = (path: string, reason: SkipReason, detail: string): Described => ({ skipped: { path, reason, detail } })

/** What a path below the root is, without opening it. `executable` is git's word, which counts where the disk has none. */
export function describe(root: string, path: string, tracked: boolean, executable: boolean, limits: Limits): Described {
  let stats: Stats | undefined
  try {
    stats = lstatSync(below(root, path), { throwIfNoEntry: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return 'gone'
    return skip(path, 'unreadable', `${reasonOf(error)}; make it readable to the user that runs assay`)
  }
  if (!stats) return 'gone'
  if (stats.isSymbolicLink()) return describeLink(root, path, tracked)
  if (stats.isDirectory()) return 'gone'
  if (!stats.isFile()) return skip(path, 'special', 'a pipe, socket or device is no file to read')
  if (stats.size > limits.maxFileSize) return { skipped: tooLarge(path, stats.size, limits) }
  const runs = process.platform === 'win32' ? executable : (stats.mode & 0o111) !== 0
  return { file: { path, size: stats.size, executable: runs, link: false, tracked } }
}

function describeLink(root: string, path: string, tracked: boolean): Described {
  let stats: Stats
  let inside: string | undefined
  try {
    const target = realpathSync.native(join(root, path))
    inside = insideOf(root, target)
    stats = statSync(target)
  } catch (error) {
    return skip(path, ...linkTrouble(error))
  }
  if (inside === undefined) return skip(path, ...outside)
  if (stats.isDirectory()) return { folder: inside }
  if (!stats.isFile()) return skip(path, 'special', 'a link to a pipe, socket or device, which is no file to read')
  return { file: { path, size: 0, executable: (stats.mode & 0o111) !== 0, link: true, tracked } }
}

/** What is said of a link that leads out of the root. */
export const outside: [SkipReason, string] = [
  'link-outside',
  'a link that leads out of the folder, which is never followed; put the file here instead',
]

function linkTrouble(error: unknown): [SkipReason, string] {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ELOOP') return ['link-loop', 'a link that leads in a circle']
  if (code === 'ENOENT' || code === 'ENOTDIR') return ['link-broken', 'a link to a file that does not exist']
  return ['unreadable', `a link to a file, but ${reasonOf(error)}`]
}

/** A path of a list below the root; it has no dots to resolve, so that joining is putting together (`join` is dear for thousands). */
export const below = (root: string, path: string): string =>
  sep === '/' && !root.endsWith('/') ? `${root}/${path}` : join(root, path)

/** The path of `target` below `root` with slashes; undefined outside of it and inside its `.git`. */
export function insideOf(root: string, target: string): string | undefined {
  if (target === root) return ''
  // both are real paths, so that what begins with the one is below it; asked for every file, where `relative` is dear
  const below = sep === '/' && target.startsWith(`${root}/`)
  const path = below ? target.slice(root.length + 1) : relative(root, target).split(sep).join('/')
  if (!below && /^\.\.(\/|$)|^\/|^[A-Za-z]:/.test(path)) return undefined
  return /^\.git(\/|$)/i.test(path) ? undefined : path
}
