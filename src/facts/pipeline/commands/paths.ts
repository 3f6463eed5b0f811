/** Paths inside the repository: `/`-separated, '' for its root. */

/** The folder of a path: everything before its last segment. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
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

/** How systems name the root of the checkout; a path that begins so is a path of the repository. */
const roots =
  /^(?:\$\{REPOSITORY\}|\$\{GITHUB_WORKSPACE\}|\$\{\{\s*github\.workspace\s*\}\}|\$\{CI_PROJECT_DIR\}|\$\{WORKSPACE\}|\$\{?BUILD_SOURCESDIRECTORY\}?|\$\(Build\.(?:SourcesDirectory|Repository\.LocalPath)\)|\$\(System\.DefaultWorkingDirectory\)|\$\{CIRCLE_WORKING_DIRECTORY\}|\$\{BITBUCKET_CLONE_DIR\}|\$\{TRAVIS_BUILD_DIR\}|\$\(git rev-parse --show-toplevel\))(?=\/|$)/

/**
 * The path in the repository that a resolved word names.
 *
 * @param word as rendered; may begin with a system's name for the root of the checkout
 * @param directory the present folder, undefined where it is not known
 * @returns undefined for absolute paths elsewhere, unknown variables and what lies outside
 */
export function repositoryPath(word: string, directory: string | undefined): string | undefined {
  const rest = word.replace(roots, '')
  if (rest !== word) return /[$`*?]/.test(rest) ? undefined : joinPath('', rest)
  if (word.startsWith('/') || word.startsWith('~') || /[$`{*?]/.test(word)) return undefined
  return directory === undefined ? undefined : joinPath(directory, word)
}
