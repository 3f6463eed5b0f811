import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { UsageError } from './errors.ts'

/**
 * Where a file of a repository is to be read and written on disk: links are followed as long as they stay in the folder.
 * One that leads out of it, to nothing or into `.git` is a {@link UsageError}: a repository could have any file of this
 * machine read, or written over.
 */
export function placeInside(root: string, file: string): string {
  const target = join(root, file)
  const parts: string[] = []
  let there = target
  while (!existsSync(there)) {
    if (lstatSync(there, { throwIfNoEntry: false }))
      throw new UsageError(`${file}: a link on the way leads to nothing; mend or delete it`)
    parts.unshift(basename(there))
    there = dirname(there)
  }
  const top = realpathSync(root)
  const real = join(realpathSync(there), ...parts)
  if (!isWithin(real, top)) throw new UsageError(`${file} lies outside the folder, by a link that is not followed`)
  return real
}

/** Whether a real path lies in a real folder, and not among what git keeps there. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !/^([A-Za-z]:|[/\\])/.test(way) && !/^\.git([/\\]|$)/i.test(way)
}
