import { describe } from './disk.ts'
import type { GitAnswer } from './git.ts'
import { cutOff, type Limits, printable, splitNul, staysInside } from './paths.ts'
import type { FileEntry, Listing, Skipped } from './source.ts'
import { nestedRepository, notUtf8, strayFolderLinks } from './walk.ts'

/**
 * The git command whose answer {@link readIndexListing} reads: everything tracked, with mode and the letter that says
 * whether it is left out of a sparse checkout, and everything untracked that is not ignored. It runs no filter.
 */
export const listCommand = ['ls-files', '-z', '-s', '-v', '--cached', '--others', '--exclude-standard']

interface IndexEntry {
  path: string
  tracked: boolean
  executable: boolean
  sparse: boolean
}

/** Holds what git lists against what is on disk. `root` is the real path of the folder that git was asked about. */
export function readIndexListing(answer: GitAnswer, root: string, limits: Limits): Omit<Listing, 'notices'> {
  const files: FileEntry[] = []
  const skipped: Skipped[] = unreadableFolders(answer.stderr)
  const links: { path: string; target: string }[] = []
  for (const { path, tracked, executable, sparse } of indexEntries(answer.stdout, skipped)) {
    const found = describe(root, path, tracked, executable, limits)
    if (found === 'gone') {
      if (tracked) skipped.push(sparse ? leftOutOfCheckout(path) : deleted(path))
    } else if ('file' in found) files.push(found.file)
    else if ('skipped' in found) skipped.push(found.skipped)
    else links.push({ path, target: found.folder })
  }
  skipped.push(...strayFolderLinks(links, files))
  cutOff(files, skipped, limits)
  return { files, skipped }
}

/** The paths of regular files that git tracks and has checked out, in its order, before anybody looked whether they are there. */
export function trackedFiles({ code, stdout }: GitAnswer): readonly string[] {
  if (code !== 0) return []
  const paths: string[] = []
  for (const entry of splitNul(stdout)) {
    if (typeof entry !== 'string' || !/^H 100\d{3} [0-9a-f]+ 0\t/.test(entry)) continue
    const path = entry.slice(entry.indexOf('\t') + 1)
    if (staysInside(path)) paths.push(path)
  }
  return paths
}

/** Each path once; a file in conflict stands in the index up to three times. */
function* indexEntries(output: Buffer, skipped: Skipped[]): Generator<IndexEntry> {
  let last: string | undefined
  for (const raw of splitNul(output)) {
    if (typeof raw !== 'string') {
      skipped.push(notUtf8(printable(raw.subarray(raw[0] === 63 ? 2 : raw.indexOf(9) + 1))))
      continue
    }
    const tracked = raw[0] !== '?'
    const path = raw.slice(tracked ? raw.indexOf('\t') + 1 : 2)
    if (path === last) continue
    last = path
    const mode = tracked ? raw.slice(2, 8) : ''
    if (!staysInside(path)) {
      if (!path.endsWith('/') || !staysInside(path.slice(0, -1))) skipped.push(misleading(path))
      else skipped.push(nestedRepository(path))
    } else if (mode === '160000') skipped.push(submodule(path))
    else yield { path, tracked, executable: mode === '100755', sparse: raw[0] === 'S' || raw[0] === 's' }
  }
}

/** The line for a submodule: another repository at this place. */
export function submodule(path: string): Skipped {
  return {
    path: `${path}/`,
    reason: 'submodule',
    detail: 'a submodule: its files belong to another repository; check that one',
  }
}

/** The line for a path that no honest index or tree holds. */
export function misleading(path: string): Skipped {
  return { path, reason: 'link-outside', detail: 'its name leads out of the folder or into .git; it is never read' }
}

function leftOutOfCheckout(path: string): Skipped {
  return { path, reason: 'sparse', detail: 'not checked out (sparse); run `git sparse-checkout disable`' }
}

function deleted(path: string): Skipped {
  return {
    path,
    reason: 'deleted',
    detail: 'tracked by git but not on disk; bring it back with `git restore` if that is not meant',
  }
}

/** git says on its error output which folders it could not enter, and goes on. */
function unreadableFolders(stderr: string): Skipped[] {
  return [...stderr.matchAll(/^warning: could not open directory '([\s\S]+?)': (.+)$/gm)].map(([, path, why]) => ({
    path: `${(path as string).replace(/\/$/, '')}/`,
    reason: 'unreadable',
    detail: `a folder that could not be entered (${why?.toLowerCase()}); make it readable to the user that runs assay`,
  }))
}
