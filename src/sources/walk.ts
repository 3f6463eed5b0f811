import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, reasonOf } from './disk.ts'
import { cutOff, decodeName, foldersOf, type Limits, printable } from './paths.ts'
import type { FileEntry, Listing, Skipped } from './source.ts'

export interface Walk {
  /** names of folders that are not entered, at any depth, but named in the result */
  readonly passOver: readonly string[]
  /** folders with a `.git` of their own are named and not entered */
  readonly stopAtRepositories: boolean
}

/**
 * All files below a folder without the help of git. Links are not followed, so there is no way round in circles; a
 * folder that cannot be entered is named. The order is that of the paths, so a limit always cuts at the same file.
 */
export function walk(root: string, options: Walk, limits: Limits): Omit<Listing, 'notices'> {
  const files: FileEntry[] = []
  const skipped: Skipped[] = []
  const folderLinks: { path: string; target: string }[] = []
  const pending = [{ path: '', folder: true }]
  while (pending.length && files.length <= limits.maxFiles) {
    const { path, folder } = pending.pop() as { path: string; folder: boolean }
    if (folder) {
      for (const entry of entries(root, path, options, skipped).reverse()) pending.push(entry)
      continue
    }
    const found = describe(root, path, true, false, limits)
    if (found === 'gone') continue
    if ('file' in found) files.push(found.file)
    else if ('skipped' in found) skipped.push(found.skipped)
    else folderLinks.push({ path, target: found.folder })
  }
  skipped.push(...strayFolderLinks(folderLinks, files))
  cutOff(files, skipped, limits, files.length > limits.maxFiles && pending.length > 0)
  return { files, skipped }
}

function entries(root: string, folder: string, options: Walk, skipped: Skipped[]): { path: string; folder: boolean }[] {
  let found: Dirent<Buffer>[]
  try {
    found = readdirSync(join(root, folder), { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[]
  } catch (error) {
    skipped.push({ path: folder, reason: 'unreadable', detail: `a folder, but ${reasonOf(error)}` })
    return []
  }
  const result: { path: string; folder: boolean }[] = []
  for (const entry of found) {
    const bytes = entry.name
    const name = decodeName(bytes)
    if (name === undefined) {
      skipped.push(notUtf8(`${folder}${printable(bytes)}${entry.isDirectory() ? '/' : ''}`))
    } else if (!entry.isDirectory()) {
      if (name !== '.git') result.push({ path: folder + name, folder: false })
    } else if (options.passOver.includes(name)) {
      skipped.push({ path: `${folder}${name}/`, reason: 'excluded', detail: 'installed packages are not judged' })
    } else if (name !== '.git') {
      const path = `${folder}${name}/`
      if (options.stopAtRepositories && isRepository(join(root, path))) skipped.push(nestedRepository(path))
      else result.push({ path, folder: true })
    }
  }
  return result.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function isRepository(folder: string): boolean {
  try {
    return lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined
  } catch {
    return false // it cannot be entered; that is said when its entries are read
  }
}

/** The line for a repository inside the one that is judged. */
export function nestedRepository(path: string): Skipped {
  return { path, reason: 'nested-repository', detail: 'a repository of its own inside this one; check it by itself' }
}

/** The line for a name that is not UTF-8, given in printable form. */
export function notUtf8(path: string): Skipped {
  const detail = path.endsWith('/')
    ? 'a folder whose name is not UTF-8, so no report could name what is in it; rename it'
    : 'its name is not UTF-8, so no report could name it; rename it'
  return { path, reason: 'name-not-utf8', detail }
}

/** Links to folders whose files are not listed under their own names: what they lead to would go unread, unsaid. */
export function strayFolderLinks(links: readonly { path: string; target: string }[], files: readonly FileEntry[]) {
  if (!links.length) return []
  const folders = new Set(['/'])
  for (const file of files) for (const folder of foldersOf(file.path)) folders.add(folder)
  return links
    .filter(({ target }) => !folders.has(`${target}/`))
    .map(
      ({ path }): Skipped => ({
        path,
        reason: 'special',
        detail: 'a link to a folder of which no file is judged (ignored, passed over or empty)',
      }),
    )
}
