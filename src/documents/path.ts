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
