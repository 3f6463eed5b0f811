import { pathPattern } from '../documents/pattern.ts'

/** Tells which of some globs a path matches first; undefined where none does. */
export type GlobMatcher = (path: string) => string | undefined

/** More stars in one name than people write: picomatch tries them all anew on a name that does not match, and does not end. */
const manyStars = /(?:\*[^*/]+){4}/

const options = { dot: true, nonegate: true }

function plain(glob: string): (path: string) => boolean {
  const patterns = [pathPattern(glob), pathPattern(`${glob}/**`)]
  return (path) => patterns.some((pattern) => pattern.test(path))
}

/**
 * Globs as people write them in `assay.yaml`: `*` within a name, `**` across folders, braces; hidden files are matched;
 * a folder's name, with or without a closing slash, stands for everything in it; a leading `./` or `/` is dropped.
 */
export async function compileGlobs(globs: readonly string[]): Promise<GlobMatcher> {
  if (!globs.length) return () => undefined
  const { default: picomatch } = await import('picomatch')
  const matchers = globs.map((glob) => {
    const bare = glob.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
    return { glob, matches: manyStars.test(bare) ? plain(bare) : picomatch([bare, `${bare}/**`], options) }
  })
  return (path) => matchers.find(({ matches }) => matches(path))?.glob
}
