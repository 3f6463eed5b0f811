/** Joins a path to a folder of the repository, `.` and `..` resolved as far as they go; a leading slash is the root. */
export function join(folder: string, path: string): string {
  const segments: string[] = []
  for (const segment of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (segment === '..') segments.pop()
    else if (segment && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}
