import { accessSync, constants } from 'node:fs'
import { type Checkout, cloneNotices, hasGitAbove, looksBare, type Probe, probe, tooOld } from './checkout.ts'
import { obstacleAt, reasonOf, rootFolder } from './disk.ts'
import { complaint, type GitAnswer, git } from './git.ts'
import { openHistory } from './history.ts'
import { listCommand, readIndexListing } from './index-listing.ts'
import { insideReader } from './inside.ts'
import { lazily } from './lazily.ts'
import { lfsNotices } from './lfs.ts'
import { defaultLimits, type Limits, limitNotices } from './paths.ts'
import { type Listing, type Notice, type Source, SourceError } from './source.ts'
import { walk } from './walk.ts'

/**
 * Opens a folder as it lies on disk: what git tracks there and what it neither tracks nor ignores; without git,
 * everything but `.git` and `node_modules`. Throws a {@link SourceError} where there is no folder to read.
 */
export async function openDirectory(path: string, limits: Partial<Limits> = {}): Promise<Source> {
  const bounds = { ...defaultLimits, ...limits }
  const root = rootFolder(path)
  try {
    accessSync(root, constants.R_OK | constants.X_OK)
  } catch (error) {
    throw new SourceError(`${path}: ${reasonOf(error)}`)
  }
  if (!hasGitAbove(root)) {
    if (looksBare(root)) throw new SourceError(bareSentence(path))
    return withoutGit(root, bounds, notARepository)
  }
  const [found, listed, old] = await Promise.all([probe(root), git(root, listCommand), tooOld(root)])
  if (old && found.state === 'repository')
    return withoutGit(root, bounds, noticeFor({ state: 'refused', message: old }))
  if (found.state !== 'repository') return withoutGit(root, bounds, noticeFor(found))
  const { checkout } = found
  if (checkout.bare) throw new SourceError(bareSentence(path))
  if (!checkout.workTree) {
    if (!/[/\\]\.git([/\\]|$)/.test(root)) return withoutGit(root, bounds, noticeFor(elsewhere))
    throw new SourceError(`${path} is the inside of a git repository; name the folder above .git`)
  }
  if (listed.code !== 0) {
    return withoutGit(
      root,
      bounds,
      noticeFor({ state: 'refused', message: complaint(listed, root) || 'no list of files' }),
    )
  }
  return withGit(root, bounds, checkout, listed)
}

const bareSentence = (path: string) =>
  `${path} is a bare repository without files on disk; name a revision to read, as in \`--rev HEAD\``

const elsewhere = { state: 'refused', message: 'its core.worktree names another folder' } as const

const notARepository: Notice = {
  code: 'no-git',
  message:
    'not a git repository: tags, commits and .gitignore say nothing here; check a clone, or run `git init` in the folder',
}

/** Why a folder that has a `.git` is read without git, in one line. */
function noticeFor(found: Exclude<Probe, { state: 'repository' }>): Notice {
  switch (found.state) {
    case 'none':
      return notARepository
    case 'no-git':
      return {
        code: 'git-unusable',
        message: 'git is not installed here: tags, commits and .gitignore say nothing; install git and check again',
      }
    case 'unsafe':
      return {
        code: 'unsafe-git',
        message:
          'the repository belongs to another user, so git refuses to read it: tags, commits and .gitignore say nothing; if you trust it, run in its top folder: git config --global --add safe.directory "$PWD"',
      }
    case 'refused':
      return {
        code: 'git-unusable',
        message: `git cannot read this repository (${found.message}): tags, commits and .gitignore say nothing; mend it and check again`,
      }
  }
}

function withoutGit(root: string, limits: Limits, notice: Notice): Source {
  const listing = lazily(async () => {
    const found = walk(root, { passOver: ['node_modules'], stopAtRepositories: true }, limits)
    return { ...found, notices: [notice, ...limitNotices(found.skipped)] }
  })
  const read = insideReader(root, limits)
  const obstacle = (path: string) => obstacleAt(root, path)
  return { kind: 'directory', list: listing, read: async (path) => read(path), disk: { root, limits }, obstacle }
}

function withGit(root: string, limits: Limits, checkout: Checkout, listed: GitAnswer): Source {
  const read = insideReader(root, limits)
  const listing = lazily(async () => {
    const found = readIndexListing(listed, root, limits)
    const notices = [...cloneNotices(checkout), ...sparseNotices(found), ...limitNotices(found.skipped)]
    // pointers are what is looked for here, and a plain read refuses them
    const raw = async (path: string) => read(path, { pointers: true })
    notices.push(...(await lfsNotices(found.files, (path) => raw(path).catch(() => undefined), 'run `git lfs pull`')))
    return { ...found, notices }
  })
  const obstacle = (path: string) => obstacleAt(root, path)
  const history = openHistory(root, checkout)
  return {
    kind: 'directory',
    list: listing,
    read: async (path) => read(path),
    disk: { root, limits },
    obstacle,
    history,
  }
}

function sparseNotices({ skipped }: Omit<Listing, 'notices'>): Notice[] {
  const count = skipped.filter((skip) => skip.reason === 'sparse').length
  if (!count) return []
  const files = count === 1 ? '1 tracked file is' : `${count} tracked files are`
  return [
    {
      code: 'sparse',
      message: `a sparse checkout: ${files} not on disk; run \`git sparse-checkout disable\` to have them`,
    },
  ]
}
