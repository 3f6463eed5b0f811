import type { Checkout } from './checkout.ts'
import { probe } from './checkout.ts'
import { openDirectory } from './directory.ts'
import { rootFolder } from './disk.ts'
import { changedOnDisk } from './disk-changes.ts'
import { complaint, git } from './git.ts'
import { resolveCommit, spelling } from './history.ts'
import { openObjects } from './objects.ts'
import { defaultLimits } from './paths.ts'
import { SourceError } from './source.ts'
import { checkoutIn, type TouchedSource } from './staged.ts'
import { readDifference, type Touch } from './touched.ts'
import { oldGit, versionQuestion } from './version.ts'

/** The word for the merge base with the default branch of the remote. */
const mergeBaseWord = 'merge-base'

/**
 * Opens the files on disk, or those of a revision, with what is otherwise there than at the merge base with `since` (a
 * revision, or `merge-base`: the default branch of `origin`). Throws a {@link SourceError} that says what to fetch where
 * the base is not in this clone.
 */
export async function openSince(
  path: string,
  since: string,
  revision: string | undefined,
): Promise<TouchedSource & { readonly base: string }> {
  const root = rootFolder(path)
  const [found, version] = await Promise.all([probe(root), git(root, versionQuestion)])
  const old = oldGit(version)
  if (old) throw new SourceError(old)
  const checkout =
    revision !== undefined && found.state === 'repository'
      ? found.checkout
      : checkoutIn(found, path, root, 'so nothing tells what changed there')
  const end = revision === undefined ? checkout.head : await resolveCommit(root, revision)
  if (revision !== undefined && !end) throw new SourceError(missing(revision, checkout))
  if (!end) throw new SourceError('there is no commit yet, so nothing changed since one; use --staged')
  const base = await baseOf(root, since, end, checkout)
  const objects = openObjects(root, defaultLimits.maxFileSize)
  if (revision !== undefined) {
    const { openRevision } = await import('./revision.ts')
    const [source, touches] = await Promise.all([openRevision(path, revision), between(root, [base, end])])
    return { source, touches, objects, base }
  }
  const [source, committed] = await Promise.all([openDirectory(path), between(root, ['--cached', base])])
  return { source, touches: await changedOnDisk(root, source, committed), objects, base }
}

/** Differences of two commits, or of a commit and the index. Neither runs a filter or a driver. */
async function between(root: string, ends: readonly string[]): Promise<readonly Touch[]> {
  const command = ends[0] === '--cached' ? ['diff-index'] : ['diff-tree', '-r']
  const words = ['--raw', '-z', '-M', '--no-abbrev', '--relative', ...ends, '--']
  const answer = await git(root, [...command, ...words])
  if (answer.code !== 0) {
    throw new SourceError(
      `git cannot compare with ${ends.at(-2)?.slice(0, 12)}: ${complaint(answer, root) || 'it gave no answer'}`,
    )
  }
  return readDifference(answer.stdout).touches
}

async function baseOf(root: string, since: string, end: string, checkout: Checkout): Promise<string> {
  const other = since === mergeBaseWord ? await defaultBranch(root, checkout) : await resolveCommit(root, since)
  if (!other) throw new SourceError(missing(since, checkout))
  const answer = await git(root, ['merge-base', other, end])
  const base = answer.stdout.toString().trim()
  if (answer.code === 0 && /^[0-9a-f]{40,64}$/.test(base)) return base
  const name = since === mergeBaseWord ? `origin/${checkout.defaultBranch ?? 'main'}` : since
  if (!checkout.shallow)
    throw new SourceError(`${name} and what is judged have no commit in common; name another revision`)
  throw new SourceError(`where this branch left ${name} is not in this clone, which is shallow; ${unshallow}`)
}

const unshallow =
  'run `git fetch --unshallow origin` (in GitHub Actions: actions/checkout with fetch-depth: 0; in GitLab CI: GIT_DEPTH: 0)'

function missing(revision: string, checkout: Checkout): string {
  if (revision === mergeBaseWord) {
    return 'the default branch of origin is not in this clone; run `git fetch origin` and `git remote set-head origin --auto`, or name a branch: --since origin/main'
  }
  const what = `${revision || 'the empty name'} names no commit in this clone`
  const fetch = /^(refs\/remotes\/)?origin\/(.+)$/.exec(revision)?.[2]
  if (checkout.shallow) return `${what}, which is shallow; ${unshallow}`
  return fetch ? `${what}; run \`git fetch origin ${fetch}:refs/remotes/origin/${fetch}\`` : `${what}: ${spelling}`
}

async function defaultBranch(root: string, { defaultBranch: named }: Checkout): Promise<string | undefined> {
  for (const branch of named ? [named] : ['main', 'master']) {
    const found = await resolveCommit(root, `refs/remotes/origin/${branch}`)
    if (found) return found
  }
  return undefined
}
