import { realpathSync } from 'node:fs'
import { type Checkout, cloneNotices, looksBare, type Probe, probe, readable } from './checkout.ts'
import { rootFolder } from './disk.ts'
import { complaint, type GitAnswer, git } from './git.ts'
import { openHistory } from './history.ts'
import { ignoredBy } from './ignored.ts'
import { difference, diffIndex, environmentFor, indexQuestion } from './index-difference.ts'
import { topFolder } from './index-file.ts'
import { lazily } from './lazily.ts'
import { missingObjects } from './missing-objects.ts'
import { type ObjectReader, openObjects } from './objects.ts'
import { defaultLimits, type Limits, limitNotices, printable, splitNul } from './paths.ts'
import { type Search, searchIndex } from './search.ts'
import { type Commit, type History, type Skipped, type Source, SourceError } from './source.ts'
import { type Difference, readDifference, type Touch } from './touched.ts'
import { makeTree, readBlob, type TreeEntry } from './tree.ts'
import { oldGit, versionQuestion } from './version.ts'
import { notUtf8 } from './walk.ts'

/** What is judged, and what of it differs from a commit. */
export interface TouchedSource {
  readonly source: Source
  readonly touches: readonly Touch[]
  /** reads objects of the repository, such as those that a touch had before */
  readonly objects: ObjectReader
}

/**
 * Opens the index, as the next commit will have it: listed and read from git's objects, never from the files on disk.
 * Throws a {@link SourceError} where there is none, git refuses it or is too old, or a merge is not finished.
 */
export async function openStaged(path: string, limits: Partial<Limits> = {}): Promise<TouchedSource> {
  const bounds = { ...defaultLimits, ...limits }
  const root = rootFolder(path)
  const top = topFolder(root)
  if (top === undefined) {
    const what = looksBare(root) ? 'a bare repository' : 'no git repository'
    throw new SourceError(`${path} is ${what}, so nothing is staged there`)
  }
  const environment = environmentFor(realpathSync(top))
  const [found, version, first] = await Promise.all([
    probe(root),
    git(root, versionQuestion),
    diffIndex(root, 'HEAD', environment),
  ])
  const old = oldGit(version)
  if (old) throw new SourceError(old)
  const checkout = checkoutIn(found, path, root)
  const answer = checkout.head ? first : await diffIndex(root, await emptyTree(root), environment)
  if (answer.code !== 0) throw new SourceError(indexTrouble(answer, root))
  const changed = readDifference(answer.stdout)
  refuseUnmerged(changed)
  const objects = openObjects(root, bounds.maxFileSize)
  const source = indexSource({ root, checkout, objects, limits: bounds, environment, changed })
  return { source, touches: changed.touches, objects }
}

/** The id of the tree without files, which differs with the kind of hash; git knows it everywhere. */
async function emptyTree(root: string): Promise<string> {
  const { stdout } = await git(root, ['hash-object', '-t', 'tree', '--stdin'])
  return stdout.toString().trim()
}

/** The checkout, or the sentence on why there is none, and what follows from that for whoever asked. */
export function checkoutIn(found: Probe, path: string, root: string, so = 'so nothing is staged there'): Checkout {
  if (found.state === 'none') throw new SourceError(`${path} is no git repository, ${so}`)
  const checkout = readable(found, path, root)
  if (checkout.workTree && !checkout.bare) return checkout
  throw new SourceError(`${path} has no work tree, ${so}; name a folder of a checkout`)
}

function indexTrouble(answer: GitAnswer, root: string): string {
  return `git cannot read the index: ${complaint(answer, root) || 'it gave no answer'}`
}

function refuseUnmerged({ unmerged }: Difference): void {
  const [first, second, ...more] = unmerged
  if (first === undefined) return
  const names = [first, ...(second === undefined ? [] : [second])].join(', ')
  const which = more.length
    ? `${names} and ${more.length} more are`
    : second === undefined
      ? `${names} is`
      : `${names} are`
  throw new SourceError(`a merge is not finished: ${which} in conflict; resolve, then \`git add\`, and check again`)
}

interface Opening {
  readonly root: string
  readonly checkout: Checkout
  readonly objects: ObjectReader
  readonly limits: Limits
  readonly environment: NodeJS.ProcessEnv
  readonly changed: Difference
}

function indexSource(opening: Opening): Source {
  const { root, checkout, objects, limits, changed } = opening
  const tree = lazily(async () => {
    const skipped: Skipped[] = []
    const entries = await indexEntries(root, opening.environment, skipped)
    const intended = await intendedToAdd(entries, opening)
    const listed = entries.filter(({ path }) => !intended.has(path))
    // what was staged is here; what stands as in the commit may not be
    const missing = checkout.partial && checkout.head ? await missingObjects(root, checkout.head) : new Set<string>()
    return makeTree(listed, { missing, objects, limits, skipped })
  })
  const list = lazily(async () => {
    const { files, skipped } = await tree()
    return { files, skipped, notices: [...cloneNotices(checkout), ...limitNotices(skipped)] }
  })
  const read = async (file: string) => readBlob(objects, file, (await tree()).ids.get(file) ?? '')
  const above = checkout.prefix ? `${root}/${'../'.repeat(checkout.prefix.split('/').length - 1)}` : root
  const all = () => indexEntries(above, opening.environment, [])
  const isIgnored: History['isIgnored'] = (paths) => ignoredBy(all, { root, prefix: checkout.prefix, objects }, paths)
  const history = openHistory(root, checkout, { isIgnored })
  const touched = new Set(changed.touches.flatMap(({ path, before = path }) => [path, before]))
  // the newest change of a staged file is the one that is to be committed, and has no date yet
  const lastChange = async (paths: readonly string[]): Promise<Commit | undefined> =>
    paths.some((path) => touched.has(path)) ? undefined : history.lastChange(paths)
  // the files as they were before ask the same
  const searches = new Map<Search, ReturnType<typeof searchIndex>>()
  const search: Source['search'] = (wanted) => {
    const found = searches.get(wanted) ?? searchIndex(root, wanted, opening.environment)
    searches.set(wanted, found)
    return found
  }
  return { kind: 'index', list, read, search, history: { ...history, lastChange } }
}

/** Lines of `ls-files -s`: `<mode> <id> <stage>\t<path>`; a sparse index comes whole. Sizes are known when they are read. */
async function indexEntries(
  root: string,
  environment: NodeJS.ProcessEnv,
  skipped: Skipped[],
): Promise<readonly TreeEntry[]> {
  const answer = await git(root, indexQuestion, { environment })
  if (answer.code !== 0) throw new SourceError(indexTrouble(answer, root))
  const entries: TreeEntry[] = []
  for (const raw of splitNul(answer.stdout)) {
    if (typeof raw !== 'string') {
      skipped.push(notUtf8(printable(raw.subarray(raw.indexOf(9) + 1))))
      continue
    }
    const tab = raw.indexOf('\t')
    entries.push({ path: raw.slice(tab + 1), mode: raw.slice(0, 6), id: raw.slice(7, tab - 2), size: 0 })
  }
  return entries
}

/** The id of a file without content, in both kinds of hashes. */
const empty =
  /^(e69de29bb2d1d6434b8b29ae775ad8c2e48c5391|473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813)$/

/**
 * Paths of `git add --intent-to-add`: they stand in the index as if they were empty, and no commit will have them. git
 * shows them as new where it is not told to pass them over, which tells them from files that are empty.
 */
async function intendedToAdd(entries: readonly TreeEntry[], opening: Opening): Promise<ReadonlySet<string>> {
  const { root, checkout, environment, changed } = opening
  if (!entries.some(({ id }) => empty.test(id))) return new Set()
  const tree = checkout.head ?? (await emptyTree(root))
  const answer = await git(root, [...difference, '--ita-visible-in-index', tree, '--'], { environment })
  const staged = new Set(changed.touches.filter(({ deleted }) => !deleted).map(({ path }) => path))
  const shown = readDifference(answer.stdout).touches.filter(({ deleted }) => !deleted)
  return new Set(shown.map(({ path }) => path).filter((path) => !staged.has(path)))
}
