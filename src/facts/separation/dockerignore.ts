/**
 * What a `.dockerignore` keeps out of a build, as docs.docker.com/build/concepts/context/#dockerignore-files describes it:
 * patterns from the root of the context, `**` for folders, the last one that matches counts, `!` takes a file in again.
 * @returns tells of a path (from the context) whether it is kept out
 */
export async function dockerignore(content: string): Promise<(path: string) => boolean> {
  const { default: picomatch } = await import('picomatch')
  const lines = content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  const patterns = lines.map((line) => {
    const keeps = line.startsWith('!')
    const bare = line
      .slice(keeps ? 1 : 0)
      .trim()
      .replace(/^(\.?\/)+/, '')
      .replace(/\/+$/, '')
    // a folder that is kept out takes along what is in it
    return { keeps, matches: picomatch([bare || '.', `${bare}/**`], { dot: true, nonegate: true, noextglob: true }) }
  })
  return (path) => {
    let out = false
    for (const { keeps, matches } of patterns) if (matches(path)) out = !keeps
    return out
  }
}
