import { type Checkout, cloneNotices, probe, readable, tooOld } from './checkout.ts'
import { rootFolder } from './disk.ts'
import { complaint, type GitAnswer, git } from './git.ts'
import { openHistory, resolveCommit, spelling } from './history.ts'
import { ignoredBy } from './ignored.ts'
import { lazily } from './lazily.ts'
import { lfsNotices } from './lfs.ts'
import { missingObjects } from './missing-objects.ts'
import { type ObjectReader, openObjects } from './objects.ts'
import { defaultLimits, type Limits, limitNotices, printable, splitNul } from './paths.ts'
import { type Skipped, type Source, SourceError, UnreadableError } from './source.ts'
import { makeTree, readBlob, type Tree, type TreeEntry } from './tree.ts'
import { notUtf8 } from './walk.ts'

/**
 * Opens the files of a commit, read from git's objects: nothing is checked out, a bare repository serves as well, and
 * from a folder inside a repository only that folder is seen. Throws a {@link SourceError} where there is no
 * repository, git refuses it, or the revision names no commit.
 */
export async function openRevision(path: string, revision: string, limits: Partial<Limits> = {}): Promise<Source> {
  const bounds = { ...defaultLimits, ...limits }
  const root = rootFolder(path)
  const [checkout, commit] = await Promise.all([checkoutOf(path, root), resolveCommit(root, revision)])
  if (!commit) throw new SourceError(unknownRevision(path, revision, checkout))
  const objects = openObjects(root)
  const tree = lazily(() => readTree(root, commit, checkout, objects, bounds))
  const list = lazily(async () => {
    const { files, skipped, ids } = await tree()
    const raw = async (file: string) => (await objects.read(ids.get(file) as string).catch(() => undefined))?.content
    const mend = 'check the folder on disk after `git lfs pull` instead of a revision'
    const notices = [...cloneNotices(checkout), ...limitNotices(skipped), ...(await lfsNotices(files, raw, mend))]
    return { files, skipped, notices }
  })
  const read = async (file: string) => {
    const id = (await tree()).ids.get(file)
    if (id === undefined) throw new UnreadableError(file, 'unreadable', `${file} is not a file of ${revision}`)
    return readBlob(objects, file, id)
  }
  const all = async () => {
    const { stdout } = await git(root, ['ls-tree', '-r', '-z', '--full-tree', commit])
    return treeEntries(stdout, [])
  }
  const isIgnored = (paths: readonly string[]) => ignoredBy(all, { root, prefix: checkout.prefix, objects }, paths)
  return { kind: 'revision', list, read, history: openHistory(root, checkout, { commit, isIgnored }) }
}

async function checkoutOf(path: string, root: string): Promise<Checkout> {
  const [found, old] = await Promise.all([probe(root), tooOld(root)])
  if (old) throw new SourceError(old)
  if (found.state === 'none') {
    throw new SourceError(`${path} is no git repository, so there is no revision to read; leave out --rev`)
  }
  return readable(found, path, root)
}

function unknownRevision(path: string, revision: string, checkout: Checkout): string {
  const where = `${revision || 'the empty name'} names no commit in ${path}`
  if (!checkout.head) return `${where}: there is no commit yet`
  const mend = checkout.shallow ? 'the clone is shallow; run `git fetch --unshallow --tags`' : spelling
  return `${where}: ${mend}`
}

async function readTree(
  root: string,
  commit: string,
  { prefix, partial }: Checkout,
  objects: ObjectReader,
  limits: Limits,
): Promise<Tree> {
  const skipped: Skipped[] = []
  const missing = partial ? await missingObjects(root, commit) : new Set<string>()
  const treeish = prefix ? `${commit}:${prefix.replace(/\/$/, '')}` : commit
  // asking for the size of an object that is missing would have git try to fetch it
  const answer = await git(root, ['ls-tree', '-r', '-z', ...(missing.size ? [] : ['-l']), '--full-tree', treeish])
  if (answer.code !== 0) throw new SourceError(treeTrouble(answer, root, prefix, commit))
  const listed = [...treeEntries(answer.stdout, skipped)]
  const sizes = missing.size ? await sizesOf(root, listed, missing) : undefined
  const entries = listed.map((entry) => (sizes ? { ...entry, size: sizes.get(entry.id) ?? 0 } : entry))
  return makeTree(entries, { missing, objects, limits, skipped })
}

function treeTrouble(answer: GitAnswer, root: string, prefix: string, commit: string): string {
  if (prefix && /not a tree|Not a valid object name/i.test(answer.stderr)) {
    return `there is no folder ${prefix} in the commit ${commit.slice(0, 12)}`
  }
  return `git cannot list the files of ${commit.slice(0, 12)}: ${complaint(answer, root) || 'it gave no answer'}`
}

/** Lines of `ls-tree -l`: `<mode> <type> <id> <size>\t<path>`, without the size where -l was not asked for. */
function* treeEntries(output: Buffer, skipped: Skipped[]): Generator<TreeEntry> {
  for (const raw of splitNul(output)) {
    if (typeof raw !== 'string') {
      skipped.push(notUtf8(printable(raw.subarray(raw.indexOf(9) + 1))))
      continue
    }
    const tab = raw.indexOf('\t')
    const [mode = '', , id = '', size] = raw.slice(0, tab).split(/ +/)
    // the size of an object that is missing is written as BAD
    yield { path: raw.slice(tab + 1), mode, id, size: size === 'BAD' ? -1 : Number(size) || 0 }
  }
}

/** The sizes of the objects that are here, where ls-tree could not be asked for them. */
async function sizesOf(root: string, entries: readonly TreeEntry[], missing: ReadonlySet<string>) {
  const ids = entries.filter((entry) => entry.mode !== '160000' && !missing.has(entry.id)).map((entry) => entry.id)
  const answer = await git(root, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: ids.map((id) => `${id}\n`).join(''),
  })
  const lines = answer.stdout.toString().split('\n')
  return new Map(
    lines.map((line): [string, number] => [line.split(' ', 1)[0] as string, Number(line.split(' ')[1]) || 0]),
  )
}
