import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The nearest folder at or above this one that has a `.git`: the top of its repository. Undefined where there is none. */
export function topFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false })) return at
    if (dirname(at) === at) return undefined
  }
}

/**
 * The index that a hook is to judge: `git commit -a`, `-p` and `git commit <path>` write one of their own and name it in
 * GIT_INDEX_FILE, absolute or from the top of the work tree (githooks(5)). The variable says something of the repository
 * that the caller stands in; where another one is judged it is not for that, and is left alone. `top` is the real path of
 * the judged repository. Undefined: the usual index.
 */
export function namedIndex(top: string, named: string | undefined, standing: string): string | undefined {
  if (!named || topFolder(realFolder(standing)) !== top) return undefined
  return resolve(top, named)
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

/**
 * Whether it is known, by its bytes alone, that an index lists no path that holds this text: what starting git for the
 * answer costs at every commit, reading half a megabyte does not. False where it is not as plain as nearly always: version 2
 * or 3 (gitformat-index(5); the paths of version 4 are cut), not split, in `.git` of the folder unless it is named.
 */
export function surelyLacks(top: string, text: string, named?: string): boolean {
  try {
    const index = readFileSync(named ?? join(top, '.git', 'index'))
    const version = index.length > 12 && index.toString('latin1', 0, 4) === 'DIRC' ? index.readUInt32BE(4) : 0
    return (version === 2 || version === 3) && !index.includes('link\0') && !index.includes(text)
  } catch {
    return false
  }
}
