import { compareText } from '../../documents/place.ts'
import type { Crew, FileScan, searchDisk } from '../../secrets/index.ts'
import { withoutPath } from '../reading.ts'
import type { Repository, RepositoryFile, Unread } from '../repository.ts'

/** How many bytes may be read ahead of the search: reading a revision waits for git. */
const ahead = 8 << 20

/** How many bytes go to a worker at once: a few milliseconds of work. */
const batch = 192 << 10

/** What is larger is searched by the main thread, as archives are: what they unpack to is in memory once. */
const large = 2 << 20

/** How the search for secrets is asked. */
export interface Searcher {
  readonly scanFile: (path: string, bytes: Uint8Array) => FileScan
  readonly isArchive: (bytes: Uint8Array) => boolean
  readonly crewSize: (bytes: number) => number
  readonly Crew: new (size: number) => Crew
  readonly searchDisk: typeof searchDisk
}

/** A file with what the search of it gave, or why it could not be read. */
export type Scanned = readonly [file: RepositoryFile, scan: FileScan | Unread]

type Read = (path: string) => Promise<Uint8Array | Unread>

/** Where files are read from. */
type Files = { readonly bytes: Read } & Pick<Repository, 'disk'>

/**
 * Searches files, in the order of their paths; with worker threads where there is enough to do. The result is the same, but
 * that files on disk of which there is nothing to tell may be passed over.
 */
export async function* scanned(
  files: readonly RepositoryFile[],
  { bytes: read, disk }: Files,
  searcher: Searcher,
): AsyncGenerator<Scanned> {
  const ordered = files.toSorted((a, b) => compareText(a.path, b.path))
  const size = searcher.crewSize(ordered.reduce((sum, file) => sum + file.size, 0))
  if (disk) {
    yield* onDisk(ordered, read, disk, searcher, size)
    return
  }
  if (size === 0) {
    for await (const [file, bytes] of readAhead(ordered, read))
      yield [file, bytes instanceof Uint8Array ? searcher.scanFile(file.path, bytes) : bytes]
    return
  }
  const crew = new searcher.Crew(size)
  try {
    yield* together(ordered, read, searcher, crew)
  } finally {
    await crew.end()
  }
}

/** The same for files that the threads read by themselves. */
async function* onDisk(
  ordered: readonly RepositoryFile[],
  read: Read,
  { root, limits, holds }: NonNullable<Files['disk']>,
  searcher: Searcher,
  size: number,
): AsyncGenerator<Scanned> {
  const there = ordered.filter(({ path }) => holds(path))
  const found = await searcher.searchDisk(root, limits, there, size)
  for (const file of ordered) {
    const scan = found.get(file.path)
    if (scan)
      yield [file, 'message' in scan ? { reason: scan.reason, why: withoutPath(scan.message, file.path) } : scan]
    else if (!holds(file.path)) yield [file, (await read(file.path)) as Unread]
  }
}

type Content = readonly [file: RepositoryFile, bytes: Uint8Array | Unread]

/** The same with a crew: batches are told in the order in which they were given out. */
async function* together(
  files: readonly RepositoryFile[],
  read: Read,
  searcher: Searcher,
  crew: Crew,
): AsyncGenerator<Scanned> {
  const under: Promise<readonly Scanned[]>[] = []
  const settled = new Set<Promise<readonly Scanned[]>>()
  let bytes = files.reduce((sum, file) => sum + file.size, 0)
  const left = () => Math.ceil(bytes / batch)
  const give = (contents: readonly Content[]) => {
    const work = batchOf(contents, searcher, crew, left())
    bytes -= contents.reduce((sum, [file]) => sum + file.size, 0)
    // a failure is told where its turn comes
    work.then(
      () => settled.add(work),
      () => settled.add(work),
    )
    under.push(work)
  }
  for await (const contents of batches(readAhead(files, read))) {
    give(contents)
    // not before they have enough: what else is collected takes the turn, and comes back when it is done
    if (crew.isFree(left())) continue
    await crew.turn()
    for (let first = under[0]; first && settled.delete(first); first = under[0]) {
      under.shift()
      yield* await first
    }
  }
  for (const work of under) yield* await work
}

async function batchOf(contents: readonly Content[], { scanFile, isArchive }: Searcher, crew: Crew, left: number) {
  const own = (bytes: Uint8Array) => bytes.length > large || isArchive(bytes)
  const loads = contents.flatMap(([{ path }, bytes]) =>
    bytes instanceof Uint8Array && !own(bytes) ? [{ path, bytes }] : [],
  )
  const scans = loads.length ? [...(await crew.scan(loads, left))] : []
  return contents.map(([file, bytes]): Scanned => {
    if (!(bytes instanceof Uint8Array)) return [file, bytes]
    return [file, own(bytes) ? scanFile(file.path, bytes) : (scans.shift() as FileScan)]
  })
}

async function* batches(contents: AsyncIterable<Content>): AsyncGenerator<readonly Content[]> {
  let some: Content[] = []
  let size = 0
  for await (const content of contents) {
    some.push(content)
    size += content[1] instanceof Uint8Array ? content[1].length : 0
    if (size < batch) continue
    yield some
    some = []
    size = 0
  }
  if (some.length) yield some
}

/** The files with their bytes, in order; the next ones are being read while one is worked on. */
async function* readAhead(ordered: readonly RepositoryFile[], read: Read): AsyncGenerator<Content> {
  const reading: Promise<Uint8Array | Unread>[] = []
  let next = 0
  let size = 0
  for (const file of ordered) {
    while (next < ordered.length && (size < ahead || !reading.length) && reading.length < 64) {
      const { path, size: bytes } = ordered[next++] as RepositoryFile
      size += bytes
      reading.push(read(path))
    }
    const bytes = (await reading.shift()) as Uint8Array | Unread
    size -= file.size
    yield [file, bytes]
  }
}
