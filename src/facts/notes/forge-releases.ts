import { parseMarkdown } from '../../documents/markdown.ts'
import { Text } from '../../documents/text.ts'
import { type ForgeRelease, type ForgeSettings, isUntold, mostReleases } from '../../sources/forge/settings.ts'
import { settingName } from '../forge/untold.ts'
import { parseReleaseHeading, type ReleaseHeading } from './heading.ts'
import type { ToldNotes } from './read.ts'
import { releaseOf, type ToldRelease } from './releases.ts'

/** The releases that the forge told of, as notes. */
export interface ForgeNotes {
  /** undefined: there are none with any notes */
  readonly notes: ToldNotes | undefined
  /** there are older ones that were not read */
  readonly cut: boolean
}

/** Reads the notes of releases on the forge; undefined where it was not asked, or did not tell. */
export async function readForgeReleases(forge: ForgeSettings | undefined): Promise<ForgeNotes | undefined> {
  if (!forge || isUntold(forge.releases)) return undefined
  const written = forge.releases.filter(({ notes }) => notes.trim() !== '')
  const cut = forge.releases.length >= mostReleases
  if (!written.length) return { notes: undefined, cut }
  const path = settingName('releases', forge)
  const releases = await Promise.all(written.map((release) => toldRelease(release, path, forge)))
  return { notes: { path, kind: 'folder', releases, unreleased: false, place: { file: '', setting: path } }, cut }
}

/** One release: headed by the first heading of its notes that names a version, else by its title (or tag). */
async function toldRelease(release: ForgeRelease, file: string, forge: ForgeSettings): Promise<ToldRelease> {
  const document = await parseMarkdown(new Text(file, release.notes))
  const place = { file: '', setting: settingName(`release ${release.tag}`, forge) }
  const title = release.name.trim() || release.tag
  const byTitle: ReleaseHeading = parseReleaseHeading(title) ?? parseReleaseHeading(release.tag) ?? unnamed
  const headed = releaseOf(document, undefined)
  const told = headed ?? { ...(releaseOf(document, byTitle) as ToldRelease), title, heading: byTitle }
  // its text is in no file: what stands in it is called by the release
  return { ...told, place, sections: told.sections.map((section) => ({ ...section, place })) }
}

const unnamed: ReleaseHeading = {
  version: '',
  semver: false,
  date: '',
  isoDate: false,
  saysRelease: false,
  plain: true,
}
