/** Tells which of some globs a path matches first; undefined where none does. */
export type GlobMatcher = (path: string) => string | undefined

/**
 * Globs as people write them in `assay.yaml`: `*` within a name, `**` across folders, braces; hidden files are matched;
 * a folder's name, with or without a closing slash, stands for everything in it; a leading `./` or `/` is dropped.
 */
export async function compileGlobs(globs: readonly string[]): Promise<GlobMatcher> {
  if (!globs.length) return () => undefined
  const { default: picomatch } = await import('picomatch')
  const matchers = globs.map((glob) => {
    const bare = glob.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
    return { glob, matches: picomatch([bare, `${bare}/**`], { dot: true, nonegate: true }) }
  })
  return (path) => matchers.find(({ matches }) => matches(path))?.glob
}
