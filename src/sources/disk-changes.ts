import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crypto } from './crypto.ts'
import { git } from './git.ts'
import { defaultLimits } from './paths.ts'
import type { Source } from './source.ts'
import type { GitEntry, Touch } from './touched.ts'

const none: GitEntry = { mode: '000000', id: '0'.repeat(40) }

/**
 * Adds to the differences of a commit and the index what the files on disk have besides. git itself would run filters to
 * tell: so sizes and times in the index are compared here, and where they differ, the content, with and without carriage
 * returns. What a filter changes counts as touched: rather too much than a program of the repository run.
 */
export async function changedOnDisk(
  root: string,
  source: Source,
  committed: readonly Touch[],
): Promise<readonly Touch[]> {
  const { files, skipped } = await source.list()
  const index = await readStats(root)
  const found = new Map(committed.map((touch) => [touch.path, touch]))
  const untracked = files.filter(({ tracked }) => !tracked)
  for (const { path } of untracked) found.set(path, { path, deleted: false, now: none, then: none })
  for (const { path, reason } of skipped) {
    const entry = index.get(path)
    if (reason !== 'deleted' || !entry) continue
    found.set(path, { path, deleted: true, now: none, then: found.get(path)?.then ?? entry })
  }
  for (const { path, link, tracked } of files) {
    const entry = index.get(path)
    if (found.has(path) || link || !tracked || !entry || isSame(join(root, path), entry)) continue
    found.set(path, { path, deleted: false, now: none, then: entry })
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

interface Stat extends GitEntry {
  readonly size: number
  /** seconds and nanoseconds */
  readonly time: string
}

/** `ls-files -s --debug`: the entry, then lines of what the file was like when it was put into the index. */
async function readStats(root: string): Promise<ReadonlyMap<string, Stat>> {
  const { stdout } = await git(root, ['ls-files', '-s', '--debug', '-z'])
  const pattern =
    /(\d{6}) ([0-9a-f]+) \d\t([^\0]*)\0 {2}ctime: \d+:\d+\n {2}mtime: (\d+:\d+)\n {2}dev: [^\n]*\n {2}uid: [^\n]*\n {2}size: (\d+)\tflags: \w+\n/g
  const found = new Map<string, Stat>()
  for (const [, mode, id, path, time, size] of stdout.toString().matchAll(pattern)) {
    found.set(path as string, { mode: mode as string, id: id as string, time: time as string, size: Number(size) })
  }
  return found
}

function isSame(file: string, { id, size, time }: Stat): boolean {
  try {
    const { mtimeNs, size: now } = lstatSync(file, { bigint: true })
    const [seconds, nanoseconds] = time.split(':')
    if (
      Number(now) === size &&
      mtimeNs === BigInt(seconds as string) * 1_000_000_000n + BigInt(nanoseconds as string)
    ) {
      return true
    }
    if (Number(now) > defaultLimits.maxFileSize) return false
    const content = readFileSync(file)
    return idOf(content, id) || idOf(Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), id)
  } catch {
    return false
  }
}

/** Whether a content has the id, by the kind of hash that the id shows. */
function idOf(content: Buffer, id: string): boolean {
  const hash = crypto().createHash(id.length === 40 ? 'sha1' : 'sha256')
  return hash.update(`blob ${content.length}\0`).update(content).digest('hex') === id
}
