/** Joins a path to a folder of the repository; undefined where it leads out of it. */
export function join(folder: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined
  const segments: string[] = []
  for (const segment of `${folder}/${path}`.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

/** Whether a base lies in another repository. */
export const isRemote = (path: string): boolean => /:\/\/|^git@|\?ref=|^[\w.-]+\.[a-z]{2,}\/[\w.-]+\//.test(path)
