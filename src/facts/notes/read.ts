import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import { readProse } from '../prose/read.ts'
import type { Repository } from '../repository.ts'
import { compareVersions } from '../versions/semver.ts'
import { findNotes, type NotesFiles, versionOfFile } from './files.ts'
import { findForgeNotes } from './forge.ts'
import { parseReleaseHeading } from './heading.ts'
import { releaseOf, releasesOf, type ToldRelease } from './releases.ts'

/** A place of release notes with what it tells of. */
export interface ToldNotes extends Pick<NotesFiles, 'path' | 'kind'> {
  /** newest first for a folder; in the order of the file else */
  readonly releases: readonly ToldRelease[]
  /** the file, or the first one of the folder */
  readonly place: Place
}

/** All release notes here, and what says that they are on the forge or elsewhere. */
export interface AllNotes {
  readonly told: readonly ToldNotes[]
  /** undefined: nothing says that notes are kept out of the repository */
  readonly elsewhere: { readonly id: string; readonly place: Place } | undefined
}

const known = new WeakMap<Repository, Promise<AllNotes>>()

/** Reads the release notes of a repository, once. */
export function readNotes(repository: Repository, settings: Settings): Promise<AllNotes> {
  let notes = known.get(repository)
  if (!notes) {
    notes = readAll(repository, settings)
    known.set(repository, notes)
  }
  return notes
}

async function readAll(repository: Repository, settings: Settings): Promise<AllNotes> {
  const told: ToldNotes[] = []
  let pointer: Place | undefined
  for (const found of findNotes(repository, settings)) {
    const releases =
      found.kind === 'folder' ? await readFolder(repository, found) : await readFile(repository, found.path)
    if (!releases) continue
    const place = { file: found.files[0] as string }
    // "see the releases page" and nothing else: the notes are there
    if (!releases.length && (await pointsToForge(repository, found.path))) pointer ??= place
    else told.push({ path: found.path, kind: found.kind, releases, place })
  }
  const url = settings.documents['release-notes']?.find((where) => /^[a-z]+:\/\//i.test(where))
  if (url)
    return { told, elsewhere: { id: url, place: { file: '', setting: `documents.release-notes in assay.yaml` } } }
  const sign = pointer ? { place: pointer } : await findForgeNotes(repository)
  return { told, elsewhere: sign && { id: 'forge', place: sign.place } }
}

async function readFile(repository: Repository, path: string): Promise<readonly ToldRelease[] | undefined> {
  const document = await readProse(
    repository,
    path,
    (line) => parseReleaseHeading(line)?.plain === true && line.length < 80,
  )
  return document && releasesOf(document)
}

async function readFolder(repository: Repository, notes: NotesFiles): Promise<readonly ToldRelease[]> {
  const releases: ToldRelease[] = []
  for (const path of notes.files) {
    const document = await readProse(repository, path)
    const release = document && releaseOf(document, versionOfFile(path))
    if (release) releases.push(release)
  }
  return releases.sort((a, b) => compareReleases(b, a))
}

async function pointsToForge(repository: Repository, path: string): Promise<boolean> {
  const content = (await repository.text(path))?.content ?? ''
  return content.length < 2000 && /\/releases\b|git(hub|lab) releases/i.test(content)
}

/** Below 0 where the first is older; by version, else by date as written. */
export function compareReleases(a: ToldRelease, b: ToldRelease): number {
  const [x, y] = [a.heading.version, b.heading.version]
  if (!isHidden(x) && !isHidden(y) && x !== '' && y !== '') return compareVersions(x, y)
  const [from, to] = [Date.parse(a.heading.date), Date.parse(b.heading.date)]
  return Number.isNaN(from) || Number.isNaN(to) ? 0 : from - to
}
