import { compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { compareReleases, readNotes, type ToldNotes } from '../notes/read.ts'
import type { ToldRelease } from '../notes/releases.ts'
import type { Notes, Release } from '../schema/document.ts'
import type { OrderedTag } from '../versions/order.ts'
import { hiddenTags, readTags } from '../versions/read.ts'
import { compareVersions, parseSemVer } from '../versions/semver.ts'

export default collector({
  yields: ['releases', 'notes'],
  reads: 'changelogs, release notes in files and folders, git tags, and signs that notes are releases on the forge',
  touches: {
    path: /(^|\/)(change|changelog|changes|history|release|news|what)[^/]*(\.(md|markdown|mdx|rst|adoc|asciidoc|txt))?$|(^|\/)(release|change)[^/]*\/[^/]+\.(md|markdown|mdx|rst|adoc|asciidoc|txt)$/i,
  },
  async collect({ repository, settings }) {
    const { told, elsewhere } = await readNotes(repository, settings)
    const tags = await readTags(repository)
    const tagged = tags ? new Set(tags.map((tag) => tag.version)) : hiddenTags(repository)
    const releases = told
      .flatMap((notes) => releasesFrom(withoutNext(notes, tagged), tagged, newestOf(tags)))
      .sort((a, b) => compareText(a.id, b.id))
    const notes: Notes[] = told.map(({ path, kind, releases, unreleased, place }) => ({
      id: path,
      file: path,
      kind,
      releases: releases.length,
      unreleased,
      place,
    }))
    if (elsewhere) {
      const { id, place } = elsewhere
      notes.push({ id, file: place.file, kind: 'forge', releases: 0, unreleased: false, place })
    }
    for (const where of settings.documents['known-issues'] ?? []) {
      const place = { file: '', setting: 'documents.known-issues in assay.yaml' }
      notes.push({ id: where, file: '', kind: 'issues', releases: 0, unreleased: false, place })
    }
    return { releases, notes: notes.sort((a, b) => compareText(a.id, b.id)) }
  },
})

/** Without the first chapter where nothing stands in it yet, and no tag has its version: the next release is none so far. */
function withoutNext(notes: ToldNotes, tagged: Seen<ReadonlySet<string>>): ToldNotes {
  const [first, ...rest] = notes.releases
  if (!first?.empty || rest.length === 0 || isHidden(tagged) || tagged.size === 0) return notes
  const { version, date } = first.heading
  return isHidden(version) || tagged.has(version || date) ? notes : { ...notes, releases: rest }
}

function releasesFrom(
  notes: ToldNotes,
  tagged: Seen<ReadonlySet<string>>,
  newestTag: OrderedTag | undefined,
): Release[] {
  const newestFirst = [...notes.releases].sort((a, b) => compareReleases(b, a))
  const newest = newestFirst[0]
  const seen = new Map<string, number>()
  return notes.releases.map((release, index) => {
    const { version, semver, date, isoDate, saysRelease } = release.heading
    const below = notes.releases[index + 1]
    const age = newestFirst.indexOf(release)
    return {
      id: uniqueId(release, seen),
      file: release.file,
      heading: release.title,
      version,
      semver,
      major: isMajor(version),
      date,
      isoDate,
      saysRelease,
      newest: release === newest,
      age,
      first: age === newestFirst.length - 1,
      inOrder: notes.kind === 'folder' || below === undefined || isAfter(release, below),
      overtaken: newestTag && release === newest && isLater(newestTag, release) ? newestTag.name : '',
      tagged: isHidden(version) ? version : isHidden(tagged) ? tagged : tagged.has(version || date),
      sections: [...release.sections],
      hasBreakingChanges: release.sections.some((s) => s.standsFor === 'Breaking Changes' && s.content === 'text'),
      place: release.place,
    }
  })
}

/** The newest tag of the repository itself; packages in it may have lines of their own. */
const newestOf = (tags: readonly OrderedTag[] | undefined) => tags?.find(({ newest, line }) => newest && line === '')

/** Whether a tag has a later version than a release; of what is no SemVer it is not told. */
function isLater({ version }: OrderedTag, { heading }: ToldRelease): boolean {
  if (isHidden(heading.version) || !parseSemVer(heading.version) || !parseSemVer(version)) return false
  return compareVersions(version, heading.version) > 0
}

/** A correction of an older line stands above a higher version where it is the later one. */
function isAfter(release: ToldRelease, below: ToldRelease): boolean {
  if (compareReleases(release, below) >= 0) return true
  const [date, other] = [release.heading, below.heading]
  return date.isoDate && other.isoDate && date.date >= other.date
}

function uniqueId(release: ToldRelease, seen: Map<string, number>): string {
  const { version, date } = release.heading
  const id = `${release.file}#${isHidden(version) ? release.title : version || date}`
  const count = (seen.get(id) ?? 0) + 1
  seen.set(id, count)
  return count === 1 ? id : `${id} (${count})`
}

function isMajor(version: Seen<string>): boolean {
  const semver = isHidden(version) ? undefined : parseSemVer(version)
  return semver !== undefined && semver.major > 0 && semver.minor === 0 && semver.patch === 0
}
