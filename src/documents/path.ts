/* Paths inside what is judged: `/`-separated on every machine, '' for the root. */

/** The folder of a path: everything before its last segment. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The last segment of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Joins a path to a folder, `.` and `..` resolved as far as they go; a leading slash is the root, and nothing leads out of it. */
export function join(folder: string, path: string): string {
  const segments: string[] = []
  for (const segment of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (segment === '..') segments.pop()
    else if (segment && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

/** Joins a relative path to a folder; undefined where that leads out of the repository. */
export function joinPath(folder: string, path: string): string | undefined {
  const segments: string[] = []
  for (const segment of `${folder}/${path}`.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}
