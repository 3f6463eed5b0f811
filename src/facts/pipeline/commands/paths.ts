import { basename, joinPath } from '../../../documents/path.ts'

/** Paths inside the repository: `/`-separated, '' for its root. */

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

/** How systems name the folder to which artifacts of the run are brought. */
const artifacts =
  /^\$\{(PIPELINE_WORKSPACE|SYSTEM_ARTIFACTSDIRECTORY|BUILD_ARTIFACTSTAGINGDIRECTORY|BUILD_STAGINGDIRECTORY|AGENT_BUILDDIRECTORY)\}\/+/

/**
 * The file of the repository behind a path in a downloaded artifact (`$(Pipeline.Workspace)/drop/ops/check.ps1`): the
 * artifact was made of files of the repository, whose folders it keeps from some folder on. The only file whose path ends
 * as the longest such end does; undefined where several do, or none.
 *
 * @param files the paths of the repository
 */
export function artifactPath(word: string, files: readonly { readonly path: string }[]): string | undefined {
  const rest = word.replace(artifacts, '')
  if (rest === word || /[$`*?]/.test(rest)) return undefined
  const name = basename(rest)
  const named = files.filter(({ path }) => path === name || path.endsWith(`/${name}`))
  const segments = rest.split('/')
  for (let from = 0; from < segments.length && named.length > 0; from++) {
    const end = segments.slice(from).join('/')
    const found = named.filter(({ path }) => path === end || path.endsWith(`/${end}`))
    if (found.length) return found.length === 1 ? found[0]?.path : undefined
  }
  return undefined
}
