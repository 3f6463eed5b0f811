import { type InsideReader, insideReader } from '../../sources/inside.ts'
import type { Limits } from '../../sources/paths.ts'
import { type SkipReason, UnreadableError } from '../../sources/source.ts'
import { type FileScan, scanFile } from '../scan.ts'

/** How many bytes are taken at once: a few milliseconds of work, so that all threads end together. */
const portion = 96 << 10

/** What is larger is searched by the main thread, as archives are: what they unpack to is in memory once. */
const large = 2 << 20

/** How many files of which no size is known are taken at once. */
const few = 32

/** What {@link stopped} adds to the number of the next portion: more than there ever are. */
const beyond = 1 << 30

/** Files below a folder that whoever has a hand free reads and searches, a portion at a time. */
export interface DiskWork {
  /** by what answers to it are told from others */
  readonly id: 'listed' | 'early'
  readonly root: string
  readonly limits: Limits
  /** the paths, with a NUL between two: one text is handed to a thread in no time, thousands are not */
  readonly paths: string
  /** their sizes, as they were listed; -1 where nobody looked */
  readonly sizes: Float64Array
  /** behind which path each portion ends */
  readonly ends: Uint32Array
  /** the number of the next portion that nobody has taken, shared by all threads */
  readonly next: Int32Array
}

/** A file that could not be read. */
export interface Unreadable {
  readonly reason: SkipReason
  /** one sentence, with the path in front */
  readonly message: string
}

/** What a search of one file by its number gave, where that is more than nothing: `left` for the main thread. */
export type Told = readonly [number: number, told: FileScan | Unreadable | 'left']

/** Parts files into portions by their sizes. */
export function divided(
  root: string,
  limits: Limits,
  files: readonly { readonly path: string; readonly size: number }[],
): DiskWork {
  const ends: number[] = []
  let size = 0
  for (let at = 0; at < files.length; at++) {
    // a file without content costs something, too
    size += (files[at]?.size ?? 0) + 512
    if (size < portion && at < files.length - 1) continue
    ends.push(at + 1)
    size = 0
  }
  const paths = files.map(({ path }) => path)
  return workOf('listed', { root, limits, paths, sizes: Float64Array.from(files, (file) => file.size), ends })
}

/** The same for a list of which nothing is known but the paths, which stay inside by their spelling. */
export function early(root: string, limits: Limits, paths: readonly string[]): DiskWork {
  const ends = Array.from({ length: Math.ceil(paths.length / few) }, (_, at) => Math.min(paths.length, (at + 1) * few))
  return workOf('early', { root, limits, paths, sizes: new Float64Array(paths.length).fill(-1), ends })
}

interface Given extends Pick<DiskWork, 'root' | 'limits' | 'sizes'> {
  readonly paths: readonly string[]
  readonly ends: readonly number[]
}

function workOf(id: DiskWork['id'], { root, limits, paths, sizes, ends }: Given): DiskWork {
  const next = new Int32Array(new SharedArrayBuffer(4))
  return { id, root, limits, paths: paths.join('\0'), sizes, ends: Uint32Array.from(ends), next }
}

/** Has nobody take any more of a work. How many portions were taken. */
export function stopped({ next, ends }: DiskWork): number {
  return Math.min(ends.length, Atomics.add(next, 0, beyond))
}

/** The paths of a work. */
export const pathsOf = ({ paths }: DiskWork): readonly string[] => (paths === '' ? [] : paths.split('\0'))

/** Searches portions for one thread. */
export class Portions {
  readonly #paths: readonly string[]
  readonly #read: InsideReader

  /** @param isMain whether large files and archives are searched here, too */
  constructor(
    readonly work: DiskWork,
    readonly isMain: boolean,
  ) {
    this.#paths = pathsOf(work)
    this.#read = insideReader(work.root, work.limits, { shared: true })
  }

  /** The number of a portion that is this thread's from now on; undefined where none is left. */
  take(): number | undefined {
    const taken = Atomics.add(this.work.next, 0, 1)
    return taken < this.work.ends.length ? taken : undefined
  }

  /** Searches one portion. Throws what the search throws, which is nobody's file but ours. */
  search(taken: number): Told[] {
    const { ends } = this.work
    const told: Told[] = []
    for (let at = taken ? (ends[taken - 1] as number) : 0; at < (ends[taken] as number); at++) {
      const found = this.one(at)
      if (found) told.push([at, found])
    }
    return told
  }

  /** Searches one file by its number; undefined where nothing is to be told of it. */
  one(at: number): Told[1] | undefined {
    const path = this.#paths[at] as string
    let bytes: Uint8Array
    try {
      bytes = this.#read(path, { size: this.work.sizes[at] as number })
    } catch (error) {
      if (error instanceof UnreadableError) return { reason: error.reason, message: error.message }
      return { reason: 'unreadable', message: 'it could not be read' }
    }
    if (!this.isMain && bytes.length > large) return 'left'
    const scan = scanFile(path, bytes, this.isMain ? {} : { opening: false })
    if (scan.closed) return 'left'
    return scan.hits.length || scan.inside.length || scan.unread || !scan.whole ? scan : undefined
  }
}
