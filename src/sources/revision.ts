import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Checkout, cloneNotices, probe } from './checkout.ts'
import { once } from './directory.ts'
import { rootFolder } from './disk.ts'
import { complaint, type GitAnswer, git } from './git.ts'
import { openHistory, readIgnored, resolveCommit } from './history.ts'
import { misleading, submodule } from './index-listing.ts'
import { isPointer, lfsNotices } from './lfs.ts'
import { type ObjectReader, openObjects } from './objects.ts'
import {
  cutOff,
  defaultLimits,
  foldersOf,
  type Limits,
  limitNotices,
  printable,
  splitNul,
  staysInside,
  tooLarge,
} from './paths.ts'
import { type FileEntry, type Listing, type Skipped, type Source, SourceError, UnreadableError } from './source.ts'
import { followLink, type LinkEnd, type TreeView } from './tree-links.ts'
import { notUtf8, strayFolderLinks } from './walk.ts'

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
  const tree = once(() => readTree(root, commit, checkout, objects, bounds))
  const list = once(async () => {
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
  const isIgnored = (paths: readonly string[]) => ignoredIn(root, commit, checkout.prefix, objects, paths)
  return { kind: 'revision', list, read, history: openHistory(root, checkout, { commit, isIgnored }) }
}

async function checkoutOf(path: string, root: string): Promise<Checkout> {
  const found = await probe(root)
  switch (found.state) {
    case 'repository':
      return found.checkout
    case 'none':
      throw new SourceError(`${path} is no git repository, so there is no revision to read; leave out --rev`)
    case 'no-git':
      throw new SourceError('git is not installed here, and a revision cannot be read without it; install git')
    case 'unsafe':
      throw new SourceError(
        `the repository at ${path} belongs to another user, so git refuses to read it; if you trust it, run: git config --global --add safe.directory ${root}`,
      )
    case 'refused':
      throw new SourceError(`git cannot read the repository at ${path}: ${found.message}`)
  }
}

function unknownRevision(path: string, revision: string, checkout: Checkout): string {
  const where = `${revision || 'the empty name'} names no commit in ${path}`
  if (!checkout.head) return `${where}: there is no commit yet`
  return checkout.shallow ? `${where}: the clone is shallow; run \`git fetch --unshallow --tags\`` : where
}

const missingMend =
  'is not in this clone, and nothing is fetched; run `git fetch --refetch --no-filter`, or clone without --filter'

async function readBlob(objects: ObjectReader, file: string, id: string): Promise<Uint8Array> {
  let content: Buffer | undefined
  try {
    content = (await objects.read(id)).content
  } catch {
    throw new UnreadableError(file, 'unreadable', `${file}: git stopped while reading it; run \`git fsck\``)
  }
  if (!content) throw new UnreadableError(file, 'unreadable', `${file} ${missingMend}`)
  if (!isPointer(content)) return content
  const mend = 'check the folder on disk after `git lfs pull` instead of a revision'
  throw new UnreadableError(file, 'lfs', `${file} is only a pointer of Git LFS; ${mend}`)
}

interface Tree extends Omit<Listing, 'notices'> {
  /** the object of each listed file; of a link, that of the file it leads to */
  readonly ids: ReadonlyMap<string, string>
}

interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly id: string
  readonly size: number
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
  const entries = new Map<string, TreeEntry>()
  const links: TreeEntry[] = []
  const files: FileEntry[] = []
  for (const one of listed) {
    const entry = sizes ? { ...one, size: sizes.get(one.id) ?? 0 } : one
    if (entry.mode === '160000') skipped.push(submodule(entry.path))
    else if (!staysInside(entry.path)) skipped.push(misleading(entry.path))
    else if (missing.has(entry.id) || entry.size < 0) {
      skipped.push({ path: entry.path, reason: 'unreadable', detail: `its content ${missingMend}` })
    } else {
      entries.set(entry.path, entry)
      if (entry.mode === '120000') links.push(entry)
      else if (entry.size > limits.maxFileSize) skipped.push(tooLarge(entry.path, entry.size, limits))
      else files.push(fileOf(entry))
    }
  }
  const ids = new Map(files.map((file) => [file.path, (entries.get(file.path) as TreeEntry).id]))
  await addLinks({ links, entries, files, skipped, ids, objects })
  cutOff(files, skipped, limits)
  return { files, skipped, ids }
}

const fileOf = ({ path, mode, size }: TreeEntry): FileEntry => ({
  path,
  size,
  executable: mode === '100755',
  link: false,
  tracked: true,
})

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

/** The objects of a commit that a partial clone left out. rev-list with --missing is the one way that never fetches. */
async function missingObjects(root: string, commit: string): Promise<Set<string>> {
  const answer = await git(root, ['rev-list', '--objects', '--no-walk', '--missing=print', commit])
  const lines = answer.stdout.toString().split('\n')
  return new Set(lines.filter((line) => line.startsWith('?')).map((line) => line.slice(1)))
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

async function addLinks(found: {
  links: readonly TreeEntry[]
  entries: ReadonlyMap<string, TreeEntry>
  files: FileEntry[]
  skipped: Skipped[]
  ids: Map<string, string>
  objects: ObjectReader
}): Promise<void> {
  if (!found.links.length) return
  const { entries, files, skipped, ids } = found
  const targets = new Map<string, string>()
  await Promise.all(
    found.links.map(async ({ path, id }) => {
      targets.set(path, (await found.objects.read(id)).content?.toString() ?? '')
    }),
  )
  const folders = new Set([''])
  for (const path of entries.keys()) for (const folder of foldersOf(path)) folders.add(folder.slice(0, -1))
  const tree: TreeView = {
    isFile: (path) => entries.has(path) && !targets.has(path),
    isFolder: (path) => folders.has(path),
    target: (path) => targets.get(path),
  }
  const strays: { path: string; target: string }[] = []
  for (const { path } of found.links) {
    const end: LinkEnd = followLink(path, tree)
    if (end.kind === 'none') skipped.push({ path, reason: end.reason, detail: end.detail })
    else if (end.kind === 'folder') strays.push({ path, target: end.path })
    else {
      const target = entries.get(end.path) as TreeEntry
      if (!ids.has(end.path)) {
        skipped.push({ path, reason: 'too-large', detail: `a link to ${end.path}, which is too large to be read` })
        continue
      }
      ids.set(path, target.id)
      files.push({ path, size: 0, executable: target.mode === '100755', link: true, tracked: true })
    }
  }
  skipped.push(...strayFolderLinks(strays, files))
}

/**
 * git only ever asks .gitignore files on disk, so those of the commit are laid into an empty folder for the question.
 */
async function ignoredIn(
  root: string,
  commit: string,
  prefix: string,
  objects: ObjectReader,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!paths.length) return new Set()
  const [listed, place] = await Promise.all([
    git(root, ['ls-tree', '-r', '-z', '--full-tree', commit]),
    git(root, ['rev-parse', '--absolute-git-dir']),
  ])
  const folder = await mkdtemp(join(tmpdir(), 'assay-ignore-'))
  try {
    for (const { path, id, mode } of treeEntries(listed.stdout, [])) {
      if (!/(^|\/)\.gitignore$/.test(path) || !mode.startsWith('100') || !staysInside(path)) continue
      const { content } = await objects.read(id)
      if (!content) continue
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    const environment = { GIT_DIR: place.stdout.toString().replace(/\n$/, ''), GIT_WORK_TREE: folder }
    const found = await readIgnored(
      folder,
      paths.map((path) => prefix + path),
      environment,
    )
    return new Set([...found].map((path) => path.slice(prefix.length)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
