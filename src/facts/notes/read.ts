import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { ForgeSettings } from '../../sources/forge/settings.ts'
import { isHidden } from '../hidden.ts'
import { once } from '../once.ts'
import { readProse } from '../prose/read.ts'
import type { Repository } from '../repository.ts'
import { compareVersions } from '../versions/semver.ts'
import { findNotes, type NotesFiles, versionOfFile } from './files.ts'
import { findForgeNotes } from './forge.ts'
import { readForgeReleases } from './forge-releases.ts'
import { isUnreleased, parseReleaseHeading } from './heading.ts'
import { releaseOf, releasesOf, type ToldRelease } from './releases.ts'

/** A place of release notes with what it tells of. */
export interface ToldNotes extends Pick<NotesFiles, 'path' | 'kind'> {
  /** newest first for a folder; in the order of the file else */
  readonly releases: readonly ToldRelease[]
  /** it has a chapter on what is not released yet */
  readonly unreleased: boolean
  /** the file, or the first one of the folder */
  readonly place: Place
}

/** What says that release notes are where they were not read. */
export interface Elsewhere {
  readonly id: string
  readonly place: Place
  /** the newest were read, on the forge, and there are older ones */
  readonly cut?: true
}

/** All release notes here, and what says that they are on the forge or elsewhere. */
export interface AllNotes {
  readonly told: readonly ToldNotes[]
  /** undefined: nothing says that notes are kept where they were not read */
  readonly elsewhere: Elsewhere | undefined
}

/** Reads the release notes of a repository, once. */
export const readNotes = once(readAll)

async function readAll(repository: Repository, settings: Settings): Promise<AllNotes> {
  const all: ToldNotes[] = []
  let pointer: Place | undefined
  for (const found of findNotes(repository, settings)) {
    const place = { file: found.files[0] as string }
    const notes = { path: found.path, kind: found.kind, unreleased: false, place }
    if (found.kind === 'folder') {
      all.push({ ...notes, releases: await readFolder(repository, found) })
      continue
    }
    repository.claim(found.path, 'releases', 'notes')
    const document = await readProse(repository, found.path, isPlainRelease)
    if (!document) continue
    const releases = releasesOf(document)
    const unreleased = document.headings.some((heading) => isUnreleased(heading.title))
    // "see the releases page" and nothing else: the notes are there
    if (!releases.length && pointsToForge(document.text.content)) pointer ??= place
    // a HISTORY or NEWS without releases is about something else
    else if (isOfReleases(found.path, releases) || unreleased || /change|release[-_ ]?notes/i.test(found.path)) {
      all.push({ ...notes, releases, unreleased })
    }
  }
  const told = toldOnce(all)
  const released = told.some(({ releases }) => releases.length > 0)
    ? undefined
    : await readForgeReleases(repository.forge)
  if (released?.notes) told.push(sorted(released.notes))
  const url = settings.documents['release-notes']?.find((where) => /^[a-z]+:\/\//i.test(where))
  // the releases of this repository were read: what says that notes are there says no more than they do
  if (released && !released.cut && (!url || isReleasesOf(url, repository.forge))) return { told, elsewhere: undefined }
  if (url)
    return { told, elsewhere: { id: url, place: { file: '', setting: `documents.release-notes in assay.yaml` } } }
  if (released?.cut)
    return { told, elsewhere: { id: 'forge', place: { file: '', setting: 'releases on the forge' }, cut: true } }
  const sign = pointer ? { place: pointer } : await findForgeNotes(repository)
  return { told, elsewhere: sign && { id: 'forge', place: sign.place } }
}

/** `docs/history.md` whose chapters are days, and none a version, is a story. */
const isOfReleases = (path: string, releases: readonly ToldRelease[]) =>
  releases.length > 0 && (!path.includes('/') || releases.some(({ heading }) => heading.version !== ''))

/** Newest first, as the files of a folder are. */
const sorted = (notes: ToldNotes): ToldNotes => ({
  ...notes,
  releases: [...notes.releases].sort((a, b) => compareReleases(b, a)),
})

const isReleasesOf = (url: string, forge: ForgeSettings | undefined) =>
  forge !== undefined && url.toLowerCase().includes(`${forge.host}/${forge.repository}/`.toLowerCase())

/**
 * A release that both a changelog and a file in the folder beside it tell of counts once: where it has more sections, else
 * in the changelog. A folder of which nothing is left (the parts that a changelog is made from) is none.
 */
function toldOnce(all: readonly ToldNotes[]): ToldNotes[] {
  const keyOf = ({ heading }: ToldRelease) => (isHidden(heading.version) ? '' : heading.version || heading.date)
  const dropped = new Set<ToldRelease>()
  for (const folder of all.filter(({ kind }) => kind === 'folder')) {
    const beside = all.filter(({ kind, path }) => kind === 'changelog' && dirname(path) === dirname(folder.path))
    const inChangelog = new Map(beside.flatMap(({ releases }) => releases.map((release) => [keyOf(release), release])))
    for (const release of folder.releases) {
      const other = keyOf(release) && inChangelog.get(keyOf(release))
      if (other) dropped.add(release.sections.length > other.sections.length ? other : release)
    }
  }
  return all.flatMap((notes) => {
    const releases = notes.releases.filter((release) => !dropped.has(release))
    return notes.kind === 'folder' && !releases.length && notes.releases.length ? [] : [{ ...notes, releases }]
  })
}

const isPlainRelease = (line: string) => line.length < 80 && parseReleaseHeading(line)?.plain === true

async function readFolder(repository: Repository, notes: NotesFiles): Promise<readonly ToldRelease[]> {
  const releases: ToldRelease[] = []
  for (const path of notes.files) {
    repository.claim(path, 'releases', 'notes')
    const document = await readProse(repository, path)
    const release = document && releaseOf(document, versionOfFile(path))
    if (release) releases.push(release)
  }
  return releases.sort((a, b) => compareReleases(b, a))
}

const pointsToForge = (content: string) => content.length < 2000 && /\/releases\b|git(hub|lab) releases/i.test(content)

/** Below 0 where the first is older; by version, else by date as written. */
export function compareReleases(a: ToldRelease, b: ToldRelease): number {
  const [x, y] = [a.heading.version, b.heading.version]
  if (!isHidden(x) && !isHidden(y) && x !== '' && y !== '') return compareVersions(x, y)
  const [from, to] = [timeOf(a), timeOf(b)]
  return Number.isNaN(from) || Number.isNaN(to) ? 0 : from - to
}

const timeOf = ({ heading }: ToldRelease) => Date.parse(heading.date.replace(/(\d)(st|nd|rd|th)\b/i, '$1'))
