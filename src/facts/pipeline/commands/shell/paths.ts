import { basename, joinPath } from '../../../../documents/path.ts'
import { belowCheckout } from '../../dialect/checkout.ts'
import type { Shell } from './state.ts'

/** Paths inside the repository: `/`-separated, '' for its root. */

/** How systems name the root of the checkout; a path that begins so is a path of the repository. */
const roots =
  /^(?:\$\{REPOSITORY\}|\$\{GITHUB_WORKSPACE\}|\$\{\{\s*github\.workspace\s*\}\}|\$\{CI_PROJECT_DIR\}|\$\{WORKSPACE\}|\$\{?BUILD_SOURCESDIRECTORY\}?|\$\(Build\.(?:SourcesDirectory|Repository\.LocalPath)\)|\$\(System\.DefaultWorkingDirectory\)|\$\{CIRCLE_WORKING_DIRECTORY\}|\$\{BITBUCKET_CLONE_DIR\}|\$\{TRAVIS_BUILD_DIR\}|\$\(git rev-parse --show-toplevel\))(?=\/|$)/

/**
 * The path in the repository that a resolved word names.
 *
 * @param word as rendered; may begin with a system's name for the root of the checkout
 * @param directory the present folder, undefined where it is not known
 * @param checkouts names of folders beside the work that hold the repository, for where the folder is not known
 * @returns undefined for absolute paths elsewhere, unknown variables and what lies outside
 */
export function repositoryPath(
  word: string,
  directory: string | undefined,
  checkouts: readonly string[] = [],
): string | undefined {
  const rest = word.replace(roots, '')
  if (rest !== word) return /[$`*?]/.test(rest) ? undefined : joinPath('', rest)
  if (isAbsolute(word) || /[$`{*?]/.test(word)) return undefined
  if (directory !== undefined) return joinPath(directory, word)
  const below = belowCheckout(word, checkouts)
  return below === undefined ? undefined : joinPath('', below)
}

/** The same from where a shell is. */
export const pathFrom = (word: string, { directory, checkouts }: Shell): string | undefined =>
  repositoryPath(word, directory, checkouts)

/** `/usr/bin/x`, `~/.local/bin/x`, `C:/Program Files/x.exe` */
export const isAbsolute = (word: string): boolean => /^([/~]|[A-Za-z]:\/)/.test(word)

/** Where a machine keeps programs of its own, and what is fetched on the way. */
const ofMachine =
  /^\/((usr\/(local\/)?)?s?bin|etc|dev|proc|lib\d*|tmp|var|opt\/hostedtoolcache|snap)\/|^\/(root|home\/[^/]+)\/\./
/** Where images and services lay the checkout: `/app`, `/workdir` (Buildkite's plugin docker), `/github/workspace`. */
const checkouts =
  /^\/(app|workdir|workspace|work|src|code|repo|project|usr\/src\/app|github\/workspace|drone\/src|builds\/[^/]+\/[^/]+)\//

/**
 * The file of the repository behind an absolute path in a container into which the checkout is laid
 * (`/app/.buildkite/scripts/deploy.sh`): the longest end of the path that is a file of the repository in a folder, or a file
 * right below one of the usual places.
 *
 * @param has whether a path is one of the repository
 */
export function mountedPath(word: string, has: (path: string) => boolean): string | undefined {
  if (!/^\/[\w.-]+\/[\w./-]+$/.test(word) || ofMachine.test(word)) return undefined
  const below = word.replace(checkouts, '')
  if (below !== word && has(below)) return below
  const segments = word.split('/').slice(1)
  // no machine has a folder of a pipeline at its root: `/.buildkite/deploy.sh`
  const root = segments.join('/')
  if (
    /^\.(buildkite|circleci|ci|github|gitlab|drone|woodpecker|pipelines?|azure\w*|travis|cloudbuild|scripts?)\//.test(
      root,
    ) &&
    has(root)
  )
    return root
  for (let from = 1; from <= deepestMount && from < segments.length - 1; from++) {
    const end = segments.slice(from).join('/')
    if (has(end)) return end
  }
  return undefined
}

/** `/home/circleci/project/bin/x`: the folders above a checkout. */
const deepestMount = 4

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
