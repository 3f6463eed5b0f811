import { spawn } from 'node:child_process'
import { probe, readable } from './checkout.ts'
import { rootFolder } from './disk.ts'
import { complaint, git, gitArguments, gitEnvironment, gitProgram } from './git.ts'
import { openObjects } from './objects.ts'
import { defaultLimits } from './paths.ts'
import { SourceError } from './source.ts'

/** A content that a file had, with the first commit of the range that brought it. */
export interface PastFile {
  readonly path: string
  readonly commit: string
  /** when its author says it was written: RFC 3339 */
  readonly date: string
  /** undefined: not in this clone, or larger than what is searched */
  readonly bytes: Uint8Array | undefined
  readonly tooLarge: boolean
}

/** A range of history whose files are to be searched. */
export interface Past {
  readonly range: string
  /** the clone is cut off: what is older is not in it */
  readonly shallow: boolean
  files(): AsyncGenerator<PastFile>
}

/** How many contents are asked of git ahead of the search. */
const ahead = 32

/** Opens a range as git names it (`main..feature`, `HEAD`, `v1.0..`). Throws a {@link SourceError} where it is none. */
export async function openPast(path: string, range: string): Promise<Past> {
  const root = rootFolder(path)
  const found = await probe(root)
  if (found.state === 'none') throw new SourceError(`${path} is in no git repository, so it has no history`)
  const checkout = readable(found, path, root)
  // a word that begins with a dash would be an option of git
  if (!range || /^-|[\s\0]/.test(range)) throw new SourceError(`"${range}" is no range of commits, like main..HEAD`)
  const answer = await git(root, ['rev-list', '-n', '1', '--end-of-options', range, '--'])
  if (answer.code !== 0) {
    const why = checkout.shallow
      ? 'the clone is shallow; run `git fetch --unshallow --tags`'
      : complaint(answer, root) || 'it gave no answer'
    throw new SourceError(`git knows no range "${range}": ${why}`)
  }
  return { range, shallow: checkout.shallow, files: () => pastFiles(root, range) }
}

/** Every content of every file, once, from the oldest commit on; each is read when its turn comes. */
async function* pastFiles(root: string, range: string): AsyncGenerator<PastFile> {
  const objects = openObjects(root, defaultLimits.maxFileSize)
  const seen = new Set<string>()
  const waiting: (() => Promise<PastFile>)[] = []
  for await (const { id, ...at } of changes(root, range)) {
    if (seen.has(id)) continue
    seen.add(id)
    const reading = objects.read(id)
    waiting.push(async () => {
      const { content, tooLarge } = await reading
      return { ...at, bytes: content, tooLarge: tooLarge !== undefined }
    })
    if (waiting.length >= ahead) yield await (waiting.shift() as () => Promise<PastFile>)()
  }
  for (const next of waiting) yield await next()
}

interface Change {
  readonly id: string
  readonly path: string
  readonly commit: string
  readonly date: string
}

/**
 * The files that commits add or change, parents first. A merge is compared with its first parent: what came with the other
 * was seen before, or comes with its own commit. Neither filters nor drivers of the repository run for raw differences.
 */
async function* changes(root: string, range: string): AsyncGenerator<Change> {
  const words =
    'log --reverse --topo-order --raw -z -r --root --no-abbrev --no-renames --relative --diff-merges=first-parent --diff-filter=AMT --no-show-signature --format=%x01%H%x02%aI'
  const child = spawn(gitProgram(), gitArguments(root, [...words.split(' '), '--end-of-options', range, '--']), {
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  })
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(-1))
    child.on('close', (code) => resolve(code ?? -1))
  })
  let [commit, date] = ['', '']
  // the raw line whose path comes next
  let raw: string | undefined
  for await (const word of wordsOf(child.stdout)) {
    if (raw !== undefined) {
      // a regular file: links and submodules hold nothing
      const id = /^:\d+ 100\d{3} [0-9a-f]+ ([0-9a-f]+) /.exec(raw)?.[1]
      raw = undefined
      if (id) yield { id, path: word, commit, date }
      continue
    }
    const line = word.trimStart()
    const [, id, when] = /^\u0001([0-9a-f]+)\u0002(\S+)/.exec(line) ?? []
    if (id && when) [commit, date] = [id, when.replace(/\+00:00$/, 'Z')]
    else if (line.startsWith(':')) raw = line
  }
  const code = await ended
  if (code !== 0) throw new SourceError(`git could not list the history of ${range} (it ended with ${code})`)
}

/** The parts of a stream between NULs. */
async function* wordsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    const all = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let from = 0
    for (let end = all.indexOf(0); end >= 0; end = all.indexOf(0, from)) {
      yield all.toString('utf8', from, end)
      from = end + 1
    }
    rest = all.subarray(from)
  }
  if (rest.length) yield rest.toString('utf8')
}
