import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { reasonOf, rootFolder } from './disk.ts'
import { insideReader } from './inside.ts'
import { lazily } from './lazily.ts'
import type { Limits } from './paths.ts'
import { type FileEntry, type Listing, type Source, SourceError } from './source.ts'
import { walk } from './walk.ts'

/** What is made is larger than what is written by hand. */
export const looseLimits: Limits = { maxFiles: 1_000_000, maxFileSize: 256 << 20 }

/**
 * A folder or one file as it lies on disk, whatever git says of it: the output of a build, an unpacked image, a download.
 * Nothing is passed over but the inside of `.git`. Throws a {@link SourceError} where there is nothing to read.
 */
export function openLoose(path: string, limits: Limits = looseLimits): Source {
  const stats = statsOf(path)
  const folder = stats.isDirectory()
  const root = rootFolder(folder ? path : dirname(path))
  const name = basename(path)
  const list = lazily(async (): Promise<Listing> => {
    if (folder) return { ...walk(root, { passOver: [], stopAtRepositories: false }, limits), notices: [] }
    return { files: [entryOf(name, stats.size)], skipped: [], notices: [] }
  })
  const read = insideReader(root, limits)
  return { kind: 'directory', list, read: async (file) => read(file), disk: { root, limits } }
}

/** One file that is at hand already: what came on the standard input. */
export function openBytes(name: string, bytes: Uint8Array): Source {
  const listing = { files: [entryOf(name, bytes.length)], skipped: [], notices: [] }
  return { kind: 'directory', list: async () => listing, read: async () => bytes }
}

function statsOf(path: string) {
  try {
    const stats = statSync(path)
    if (stats.isDirectory() || stats.isFile()) return stats
  } catch (error) {
    throw new SourceError(`${path}: ${reasonOf(error)}`)
  }
  throw new SourceError(`${path} is a pipe, socket or device; to search what it gives: assay secrets - < ${path}`)
}

function entryOf(path: string, size: number): FileEntry {
  return { path, size, executable: false, link: false, tracked: true }
}
