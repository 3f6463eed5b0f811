import { groupBy } from '../../documents/group.ts'
import { basename, dirname } from '../../documents/path.ts'
import { Hidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Repository } from '../repository.ts'
import { withoutDeadLines } from './dead-lines.ts'
import { type OrderedTag, orderTags } from './order.ts'
import { releaseTags } from './tag-name.ts'

/**
 * What to say where the tags of a repository are not at hand.
 * @param what what is hidden by that
 */
export function hiddenTags({ history }: Pick<Repository, 'history'>, what = 'the tags of the repository'): Hidden {
  return new Hidden(what, { kind: 'clone', text: settleTags(history) })
}

/** git refuses `--unshallow` in a clone that is whole, and a folder of a repository has no tags that could be fetched. */
function settleTags(history: Repository['history']): string {
  if (!history) return 'check a git clone, with its tags'
  if (history.inside) return 'check the top folder of the repository: the tags are of the whole'
  return `fetch the tags: git fetch --tags${history.shallow ? ' --unshallow' : ''} (in CI: fetch-depth: 0)`
}

/** The tags that name releases, ordered; undefined where tags are not at hand. Asked for once. */
export const readTags = once(async (repository: Repository): Promise<readonly OrderedTag[] | undefined> => {
  const all = await repository.history?.tags()
  return all && orderTags(withoutDeadLines(releaseTags(all, nameOf(repository)), packagesIn(repository)))
})

/** Tells whether a folder of the repository is called so, or as its last part is, and holds a package, a chart or an image. */
function packagesIn(repository: Repository): (line: string) => boolean {
  return (line) => packagesOfLine(line, repository).length > 0
}

/** The folders of a repository that hold a package, a chart or an image, by what they are called. */
const packageFolders = once(({ files }: Pick<Repository, 'files'>) =>
  groupBy([...new Set(files.flatMap(({ path }) => (ofPackage.test(path) ? [dirname(path)] : [])))], (folder) =>
    basename(folder).toLowerCase(),
  ),
)

/**
 * The folders that the line of a tag may be named after: those that hold a package, a chart or an image and are called as the
 * line is, or as its last part is.
 * @param line what stands before the version: `sdk` of `sdk-v1.2.0`, `acme/sdk` of `@acme/sdk@1.2.0`
 */
export const packagesOfLine = (line: string, repository: Pick<Repository, 'files'>): readonly string[] =>
  packageFolders(repository).get(basename(line).toLowerCase()) ?? []

const ofPackage =
  /(^|\/)(package\.json|composer\.json|Chart\.yaml|pyproject\.toml|setup\.(py|cfg)|Cargo\.toml|pom\.xml|mix\.exs|go\.mod|build\.gradle(\.kts)?|VERSION|version\.txt|[^/]+\.(csproj|gemspec|tf)|Dockerfile|action\.ya?ml)$/

/** What the repository is called on its forge. */
const nameOf = ({ history }: Repository): string =>
  history?.originName ?? basename(history?.origin ?? '').replace(/\.git$/, '')
