import { groupBy } from '../../documents/group.ts'
import { basename } from '../../documents/path.ts'
import type { Source, Tag } from '../../sources/source.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Observations } from '../table.ts'
import { packagesOfLine } from '../versions/read.ts'
import { parseTagName } from '../versions/tag-name.ts'
import { mayBeMigration } from './find.ts'

/** What was there before the migrations that are judged. */
export interface Before {
  /** in words: `the release v1.2.0`, `the last twelve months` */
  readonly since: string
  /** it is a release: what came since is shipped with the next one */
  readonly isRelease: boolean
  /** whether a file was there already */
  has(path: string): boolean
  /** the files that were called so, wherever they lay */
  called(name: string): readonly string[]
  /** its text then, for files that hold several migrations */
  text(path: string): Promise<string>
}

/**
 * verdicts.md: "the migrations added since the last release tag, else those of the 12 months before the newest commit".
 * Hidden where history does not reach.
 */
export async function beforeRecent(
  repository: Repository,
  { versionTags }: Pick<Observations, 'versionTags'>,
): Promise<Seen<Before>> {
  const { history } = repository
  if (!history) return notSeen
  const tags = await history.tags()
  // where tags are not at hand, a release of last week may be among them
  if (!tags) return notSeen
  const last = lastRelease(
    tags.filter(({ name }) => !isOfLibrary(name, repository)),
    versionTags,
  )
  const newest = await history.lastChange(['.'])
  // a release that is the newest commit has nothing after it: then what it brought is judged
  const tag = last && newest && last.date < newest.date ? last : undefined
  const date = tag?.date ?? (newest && yearBefore(newest.date))
  if (!date || !history.before) return notSeen
  const source = await history.before(date).catch(() => undefined)
  // nothing was there a year ago: all of it is recent, unless history is cut
  if (!source)
    return history.shallow || tag
      ? notSeen
      : { since: 'the beginning', isRelease: false, has: () => false, called: () => [], text: async () => '' }
  return {
    since: tag ? `the release ${tag.name}` : 'the twelve months before the newest commit',
    isRelease: tag !== undefined,
    ...(await asBefore(source)),
  }
}

/**
 * The newest tag with a version: a valid one, or one of two numbers or more (`release/2025.11`). None where releases have
 * since been named otherwise (by numbers of builds or pull requests, by dates): the last version of years ago is not the
 * release before this one.
 */
function lastRelease(tags: readonly Tag[], versionTags: Observations['versionTags']): Tag | undefined {
  const valid = new Map(versionTags.map(({ name, semver, version }) => [name, semver || numbered.test(version)]))
  const [newest] = tags.filter(({ name }) => valid.has(name)).sort((a, b) => (a.date < b.date ? 1 : -1))
  return newest && valid.get(newest.name) ? newest : undefined
}

/**
 * Whether a tag is of a package that is published by itself and holds no migration: `sdk-v1.2.0`, where `libs/sdk` makes no image.
 * A release of it ships none of the service's migrations.
 */
function isOfLibrary(tag: string, repository: Repository): boolean {
  const line = parseTagName(tag)?.line ?? ''
  const folders = line === '' ? [] : packagesOfLine(line, repository)
  const files = folders.length > 0 ? repository.files : []
  return (
    folders.length > 0 &&
    folders.every(
      (folder) =>
        ofLibraries.test(folder) &&
        !files.some(
          (file) =>
            file.path.startsWith(`${folder}/`) && (/Dockerfile|Containerfile/.test(file.path) || mayBeMigration(file)),
        ),
    )
  )
}

/** Folders of what others build on, and what is called so itself. */
const ofLibraries =
  /(^|\/)(libs?|library|libraries|packages|sdks?|clients?|plugins|crates|gems|extensions)(\/|$)|[-_](sdk|client|lib|library)$/i

const numbered = /^\d+(\.\d+)+$/

async function asBefore(source: Source): Promise<Pick<Before, 'has' | 'called' | 'text'>> {
  const { files } = await source.list()
  const paths = new Set(files.map(({ path }) => path))
  let byName: ReadonlyMap<string, readonly string[]> | undefined
  return {
    has: (path) => paths.has(path),
    called(name) {
      byName ??= groupBy([...paths], basename)
      return byName.get(name) ?? []
    },
    async text(path) {
      if (!paths.has(path)) return ''
      return Buffer.from(await source.read(path)).toString('utf8')
    },
  }
}

const yearBefore = (date: string) => {
  const day = new Date(date)
  day.setUTCFullYear(day.getUTCFullYear() - 1)
  return day.toISOString()
}

const notSeen = new Hidden('which migrations are recent', {
  kind: 'clone',
  text: 'check a full clone with its tags: git fetch --unshallow --tags',
})
