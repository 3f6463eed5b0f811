import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { parseReleaseHeading } from './heading.ts'

/** Where release notes are kept in the tree: a file that tells of all releases, or a folder with a file for each. */
export interface NotesFiles {
  /** the file, or the folder */
  readonly path: string
  readonly kind: 'changelog' | 'folder'
  readonly files: readonly string[]
}

const changelogName =
  /^(change[-_]?logs?|changes|history|releases?|news|release[-_ ]?notes?|what'?s[-_]?new)(\.html)?(\.(md|markdown|mdx|rst|adoc|asciidoc|txt))?$/i
const notesName = /^release[-_ ]?notes?(\.html)?\.(md|markdown|mdx|rst|adoc|asciidoc|txt)$/i
const folderName = /^(release[-_]?notes?|releases|change[-_]?logs?)$/i
const proseEnding = /\.(md|markdown|mdx|rst|adoc|asciidoc|txt)$/i
const documentation = /^(docs?|documentation|wiki|guides?|tech[-_]docs|\.github)$/i
const manifests =
  /^(package\.json|Cargo\.toml|pyproject\.toml|setup\.(py|cfg)|Chart\.yaml|composer\.json|pom\.xml|build\.gradle(\.kts)?|go\.mod|mix\.exs|.*\.gemspec|.*\.csproj)$/

/**
 * Finds release notes by the names that people give them (CHANGELOG, CHANGES, HISTORY, RELEASES, RELEASE_NOTES … at the
 * root, in the documentation and beside the manifest of a package), and where assay.yaml says they are.
 */
export function findNotes(repository: Repository, settings: Settings): readonly NotesFiles[] {
  const found = new Map<string, NotesFiles>()
  const add = (notes: NotesFiles) => found.has(notes.path) || found.set(notes.path, notes)
  // one that was only laid down tells of no release
  const usable = repository.files.filter(({ area, size }) => size > 0 && (area === 'main' || area === 'documentation'))
  for (const file of usable)
    if (isChangelog(file, repository)) add({ path: file.path, kind: 'changelog', files: [file.path] })
  for (const [folder, files] of foldersOfNotes(usable)) add({ path: folder, kind: 'folder', files })
  for (const [prefix, files] of filesOfReleases(usable)) add({ path: `${prefix}*`, kind: 'folder', files })
  for (const path of settings.documents['release-notes'] ?? []) {
    const clean = path.replace(/^\.\//, '').replace(/\/$/, '')
    if (/^[a-z]+:\/\//i.test(clean)) continue
    if (repository.has(clean)) add({ path: clean, kind: 'changelog', files: [clean] })
    else {
      const files = repository.under(clean).filter((file) => proseEnding.test(file.path))
      if (files.length) add({ path: clean, kind: 'folder', files: files.map((file) => file.path) })
    }
  }
  const inFolders = new Set([...found.values()].filter((n) => n.kind === 'folder').flatMap((n) => n.files))
  return [...found.values()]
    .filter((notes) => notes.kind === 'folder' || !inFolders.has(notes.path))
    .sort((a, b) => compareText(a.path, b.path))
}

function isChangelog(file: RepositoryFile, repository: Repository): boolean {
  const name = basename(file.path)
  // a program may be called `changes`; prose is none, whatever its mode says where all files of a checkout have the bit
  if (!changelogName.test(name) || (file.executable && !proseEnding.test(name))) return false
  const folder = dirname(file.path)
  if (folder === '') return true
  const segments = folder.split('/')
  if (documentation.test(segments[0] as string)) return segments.length === 1 || notesName.test(name)
  if (segments.some((segment) => documentation.test(segment)) || file.area === 'documentation')
    return notesName.test(name)
  // beside a manifest: the notes of a package; a bare HISTORY or RELEASES deep in the tree is anything
  if (!/^(change|release[-_ ]?notes)/i.test(name)) return false
  return repository.in(folder).some(({ path }) => manifests.test(basename(path)))
}

/** Folders of release notes in which at least one file is named by a version or a date. */
function foldersOfNotes(files: readonly RepositoryFile[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>()
  for (const file of files) {
    if (!proseEnding.test(file.path)) continue
    const folder = dirname(file.path)
    const name = basename(file.path)
    if (!folderName.test(basename(folder)) || !proseEnding.test(name)) continue
    const list = folders.get(folder)
    if (list) list.push(file.path)
    else folders.set(folder, [file.path])
  }
  for (const [folder, paths] of folders) {
    const named = paths.filter((path) => versionOfFile(path) !== undefined)
    if (named.length) folders.set(folder, named)
    else folders.delete(folder)
  }
  return folders
}

/** A release's own file among others: `RELEASE_NOTES_v1.2.3.md`, `CHANGELOG-1.2.3.md`; one of `1.2` is of a whole line. */
const ofRelease = /^(release[-_ ]?notes?|change[-_]?logs?)[-_ .]+(?=v?\d+\.\d+\.\d)/i

/** The files of single releases at the root and in the documentation, by what their names begin with. */
function filesOfReleases(files: readonly RepositoryFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { path } of files) {
    const name = basename(path)
    const folder = dirname(path)
    const [beginning] = ofRelease.exec(name) ?? []
    if (beginning === undefined || !proseEnding.test(name) || folderName.test(basename(folder))) continue
    if (folder !== '' && !documentation.test(folder.split('/')[0] as string)) continue
    if (versionOfFile(path) === undefined) continue
    const prefix = folder === '' ? beginning : `${folder}/${beginning}`
    found.set(prefix, [...(found.get(prefix) ?? []), path])
  }
  return found
}

/** The heading that the name of a file amounts to: `v1.2.3.md`, `release-2.0.0.md`, `2024-01-02.md`. */
export function versionOfFile(path: string) {
  const heading = parseReleaseHeading(basename(path).replace(proseEnding, '').replace(ofRelease, ''))
  return heading?.version === '' && heading.date === '' ? undefined : heading
}
