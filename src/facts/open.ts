import type { Settings } from '../config/settings.ts'
import { compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import { gatherByFolder } from '../sources/paths.ts'
import {
  type FileEntry,
  type Notice,
  type Skipped,
  type SkipReason,
  type Source,
  UnreadableError,
} from '../sources/source.ts'
import { areaOf } from './areas.ts'
import { brokenFiles, Claims } from './broken.ts'
import { compileGlobs } from './globs.ts'
import { listsOf } from './lists.ts'
import { startReading, withoutPath } from './reading.ts'
import type { Area, Repository, RepositoryFile } from './repository.ts'
import type { BrokenFile } from './schema/document.ts'
import { searched } from './words.ts'

/** A repository as collectors see it, and what became of its files. */
export interface OpenRepository extends Repository {
  /** What was passed over, sorted; whole folders gathered into one line. */
  readonly skipped: readonly Skipped[]
  /** On the checkout, and on files read leniently so far, sorted. */
  readonly notices: readonly Notice[]
  /** The texts of the files that were read so far, in no order. */
  read(): Promise<readonly Text[]>
  /** The files that could not be read or parsed so far, sorted. Templates that nobody claimed are not among them; the others are hidden. */
  broken(): readonly BrokenFile[]
  /** Files that are templates of data (Helm, Jinja, ERB) and could not be parsed as they stand, sorted. */
  templates(): readonly string[]
}

/**
 * Single files that were passed over and yet are there: collectors see them, so that a Dockerfile that cannot be read
 * is a broken file and not a missing one.
 */
const present: ReadonlySet<SkipReason> = new Set<SkipReason>([
  'too-large',
  'unreadable',
  'link-outside',
  'link-loop',
  'link-broken',
  'special',
  'sparse',
])

/**
 * Opens the files of a source for collectors. What `exclude` names is in no list (`files`, `named`, `under`,
 * `in`, `ending`), but can still be found and read by its path, with the area `excluded`: a pipeline that runs it cannot be
 * made blind to it. Rejects with what `source.list` rejects with.
 */
export async function openRepository(source: Source, settings: Settings): Promise<OpenRepository> {
  const [listing, holding, excluded, included] = await Promise.all([
    source.list(),
    source.search?.(searched),
    compileGlobs(settings.exclude),
    compileGlobs(settings.include),
  ])
  const skips = new Map(listing.skipped.filter(isFileLike).map((skip) => [skip.path, skip]))
  const unread = new Map([...skips].map(([path, { detail }]) => [path, detail]))
  const shown = listing.skipped.filter((skip) => isFileLike(skip) && present.has(skip.reason)).map(asEntry)
  const all = new Map<string, RepositoryFile>()
  const leftOut: Skipped[] = []
  for (const entry of [...listing.files, ...shown].sort((a, b) => compareText(a.path, b.path))) {
    const glob = excluded(entry.path)
    if (glob !== undefined) {
      leftOut.push({ path: entry.path, reason: 'excluded', detail: `left out by assay.yaml (exclude: ${glob})` })
    }
    const area: Area =
      glob !== undefined ? 'excluded' : included(entry.path) !== undefined ? 'main' : areaOf(entry.path)
    all.set(entry.path, { ...entry, area })
  }
  const files = [...all.values()].filter((file) => file.area !== 'excluded')
  const gathered = gatherByFolder(leftOut, files)
  const skipped = [...gatherSparse(listing.skipped, files), ...gathered].sort(bySkip)

  const unheld = holding && unheldIn(all.values(), holding)
  const reading = startReading(source, (path) => all.get(path), unread)
  const claims = new Claims()
  // a pipeline is read by its system as it stands, whatever it looks like
  const isHidden = (path: string) => reading.templates.has(path) && !claims.loses(path, 'workflows')
  return {
    files,
    history: source.history,
    forge: source.forge,
    touched: source.touched,
    skipped,
    file: (path) => all.get(path),
    has: (path) => all.has(path),
    ...listsOf(files),
    claim: (path, ...loses) => claims.claim(path, loses),
    refuse: (place, why, ...loses) => claims.refuse(place, why, loses),
    async bytes(path) {
      const skip = skips.get(path)
      if (skip) return { reason: skip.reason, why: skip.detail }
      try {
        return await source.read(path)
      } catch (error) {
        if (!(error instanceof UnreadableError)) return { reason: 'unreadable', why: 'it could not be read' }
        return { reason: error.reason, why: withoutPath(error.message, path) }
      }
    },
    disk: source.disk && { ...source.disk, holds: (path) => !skips.has(path) },
    mayHold: (path) => !unheld?.has(path),
    search: source.search,
    text: reading.text,
    read: reading.read,
    yaml: reading.yaml,
    json: reading.json,
    toml: reading.toml,
    markdown: reading.markdown,
    dockerfile: reading.dockerfile,
    hcl: reading.hcl,
    get notices() {
      return [...listing.notices, ...reading.notices, ...templateNotices([...reading.templates].filter(isHidden))].sort(
        (a, b) => compareText(a.code, b.code) || compareText(a.message, b.message),
      )
    },
    templates: () => [...reading.templates].sort(compareText),
    broken: () =>
      brokenFiles(reading, claims, {
        unread,
        skipped: listing.skipped.filter(({ path }) => excluded(path) === undefined),
        isHidden,
      }),
  }
}

/** The files that were searched, and hold none of the words. */
function unheldIn(files: Iterable<RepositoryFile>, holding: ReadonlySet<string>): ReadonlySet<string> {
  const endings = new Set<string>(searched.endings)
  const unheld = new Set<string>()
  for (const { path, link } of files) {
    if (!link && endings.has(path.slice(path.lastIndexOf('.'))) && !holding.has(path)) unheld.add(path)
  }
  return unheld
}

const isFileLike = (skip: Skipped) => !skip.path.endsWith('/') && skip.reason !== 'too-many'

const asEntry = ({ path }: Skipped): FileEntry => ({ path, size: 0, executable: false, link: false, tracked: true })

/** A sparse checkout leaves out whole folders; one line for each is enough. */
function gatherSparse(skipped: readonly Skipped[], files: readonly RepositoryFile[]): Skipped[] {
  const sparse = skipped.filter((skip) => skip.reason === 'sparse')
  if (!sparse.length) return [...skipped]
  const paths = new Set(sparse.map((skip) => skip.path))
  const others = skipped.filter((skip) => skip.reason !== 'sparse')
  return [
    ...others,
    ...gatherByFolder(
      sparse,
      files.filter((file) => !paths.has(file.path)),
    ),
  ]
}

/** Templates are hidden and not broken, but they are not passed over in silence. */
function templateNotices(templates: readonly string[]): Notice[] {
  const [first, ...others] = [...templates].sort(compareText)
  if (first === undefined) return []
  const what = others.length
    ? `${others.length + 1} files (${first} and others) are templates`
    : `${first} is a template`
  return [{ code: 'broken-file', message: `${what}: the values are not known before it is filled in` }]
}

const bySkip = (a: Skipped, b: Skipped) => compareText(a.path, b.path) || compareText(a.reason, b.reason)
