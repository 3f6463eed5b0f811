import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { UsageError } from './errors.ts'

/**
 * Where a file of a repository is to be read and written on disk: links are followed as long as they stay in the folder.
 * One that leads out of it, to nothing or into `.git` is a {@link UsageError}: a repository could have any file of this
 * machine read, or written over.
 */
export function placeInside(root: string, file: string): string {
  const parts: string[] = []
  let there = join(root, file)
  while (!existsSync(there)) {
    if (isLink(there)) throw new UsageError(`${file}: a link on the way leads to nothing; mend or delete it`)
    parts.unshift(basename(there))
    there = dirname(there)
  }
  const top = realpathSync(root)
  const real = join(realpathSync(there), ...parts)
  if (!isWithin(real, top)) throw new UsageError(`${file} lies outside the folder, by a link that is not followed`)
  if (parts.length && !statSync(there).isDirectory()) {
    throw new UsageError(`${file}: ${relative(root, there)} is a file, so nothing can be in it; move or delete it`)
  }
  return real
}

/** Whether a link stands at a path, whatever it leads to; a part of the path may be no folder. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** Whether a real path lies in a real folder, and not among what git keeps there. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !/^([A-Za-z]:|[/\\])/.test(way) && !/^\.git([/\\]|$)/i.test(way)
}
