import type { Settings } from '../config/settings.ts'
import { groupBy } from '../documents/group.ts'
import { basename } from '../documents/path.ts'
import { comparePlaces, compareText, type Place } from '../documents/place.ts'
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
import { compileGlobs } from './globs.ts'
import { startReading, withoutPath } from './reading.ts'
import type { Area, Repository, RepositoryFile } from './repository.ts'
import type { BrokenFile } from './schema/document.ts'
import type { ObservationName } from './table.ts'
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
  /** what is claimed, with what is to be collected from it */
  const claimed = new Map<string, Set<ObservationName>>()
  const refused: { place: Place; why: string; loses: readonly ObservationName[] }[] = []
  // a pipeline is read by its system as it stands, whatever it looks like
  const isHidden = (path: string) => reading.templates.has(path) && !claimed.get(path)?.has('workflows')
  return {
    files,
    history: source.history,
    forge: source.forge,
    touched: source.touched,
    skipped,
    file: (path) => all.get(path),
    has: (path) => all.has(path),
    ...finders(files),
    claim(path, ...loses) {
      const known = claimed.get(path) ?? new Set()
      for (const name of loses.length ? loses : (['workflows'] as const)) known.add(name)
      claimed.set(path, known)
    },
    refuse(place, why, ...loses) {
      refused.push({ place, why, loses })
    },
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
    broken() {
      const found = new Map<string, BrokenFile>()
      const add = (file: string, message: string, loses: Iterable<ObservationName> = [], place: Place = { file }) => {
        const lost = [...loses].sort(compareText)
        const isLost = lost.length > 0 && !isHidden(file)
        if (!found.has(file)) found.set(file, { id: file, file, message, claimed: isLost, loses: lost, place })
      }
      for (const [file, { message, span }] of reading.troubles) {
        const template = reading.templates.has(file)
        if (template && !claimed.has(file)) continue
        const why = template
          ? `${message} (it looks like a template, which is read only when it is filled in)`
          : message
        add(file, why, claimed.get(file), span ? { file, ...span } : { file })
      }
      for (const [file, loses] of claimed) {
        const reason = unread.get(file)
        if (reason !== undefined) add(file, reason, loses)
        else if (reading.binary.has(file)) add(file, 'it holds binary data, not text', loses)
      }
      for (const { place, why, loses } of refused) add(place.file, why, loses, place)
      for (const skip of listing.skipped) {
        const loses = lostUnclaimed(skip)
        if (loses && excluded(skip.path) === undefined) add(skip.path, skip.detail, loses)
      }
      return [...found.values()].sort((a, b) => comparePlaces(a.place, b.place))
    },
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

/** What collectors find anywhere in the tree: a folder of unknown content may hold some of it. */
const anywhere = [
  'admissionPolicies',
  'baseImages',
  'imageContents',
  'capabilities',
  'dataFixes',
  'images',
  'infrastructureCode',
  'manualChanges',
  'pins',
  'stateFiles',
  'terraform',
] as const

/**
 * What may be lost with something that no collector can claim, because nobody knows what it holds: a folder that cannot
 * be entered, files beyond the limit, a file of evidence with a name that cannot be written. Undefined: nothing is.
 */
function lostUnclaimed({ path, reason }: Skipped): readonly ObservationName[] | undefined {
  if (reason === 'too-many') return ['workflows', ...anywhere]
  const folder = path.endsWith('/')
  const unnamed = reason === 'name-not-utf8' && (folder || evidenceName.test(path))
  if (!unnamed && !(reason === 'unreadable' && folder)) return undefined
  if (/^\.(github|gitea|forgejo|gitlab|circleci)\//.test(path)) return ['workflows']
  return areaOf(folder ? `${path}x` : path) === 'main' ? anywhere : []
}

const evidenceName = /(^|\/)(Docker|Container)file|\.ya?ml$/i

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

/** The lists of files by name, folder and ending. `files` is sorted by path. */
function finders(files: readonly RepositoryFile[]): Pick<Repository, 'named' | 'under' | 'in' | 'ending' | 'ofKind'> {
  let names: Map<string, RepositoryFile[]> | undefined
  let kinds: ReadonlyMap<string, readonly number[]> | undefined
  const lists = new Map<string, readonly RepositoryFile[]>()
  const ofKind = (...wanted: readonly string[]) => {
    const key = wanted.join('|')
    kinds ??= placesByKind(files)
    const found = lists.get(key) ?? inOrder(wanted, kinds).map((at) => files[at] as RepositoryFile)
    lists.set(key, found)
    return found
  }
  const under = (folder: string) => {
    const prefix = prefixOf(folder)
    if (prefix === '') return files
    const start = firstAtOrAfter(files, prefix)
    let end = start
    while (files[end]?.path.startsWith(prefix)) end++
    return files.slice(start, end)
  }
  return {
    ofKind,
    named(...wanted) {
      names ??= groupBy(files, ({ path }) => basename(path))
      const found = [...new Set(wanted)].flatMap((name) => names?.get(name) ?? [])
      return found.sort((a, b) => compareText(a.path, b.path))
    },
    under,
    in(folder) {
      const { length } = prefixOf(folder)
      return under(folder).filter(({ path }) => !path.includes('/', length))
    },
    ending(...wanted) {
      const key = `written ${wanted.join('|')}`
      const found = lists.get(key) ?? endingIn(ofKind(...new Set(wanted.map(kindOf))), wanted)
      lists.set(key, found)
      return found
    },
  }
}

/** What the paths of all files below a folder begin with; nothing for the root, however it is written. */
function prefixOf(folder: string): string {
  const clean = folder.replace(/^\.\//, '').replace(/\/+$/, '')
  return clean === '' || clean === '.' ? '' : `${clean}/`
}

/** What follows the last dot of a path, in small letters; of one without a dot, all of it. */
const kindOf = (path: string) => path.slice(path.lastIndexOf('.') + 1).toLowerCase()

/** Where in the list the files of each kind are: most are of none that anybody asks for. */
function placesByKind(files: readonly RepositoryFile[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (let at = 0; at < files.length; at++) {
    const kind = kindOf((files[at] as RepositoryFile).path)
    const known = places.get(kind)
    if (known) known.push(at)
    else places.set(kind, [at])
  }
  return places
}

/** The places of several kinds, in the order of the list. */
function inOrder(kinds: readonly string[], places: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const [only = [], ...others] = kinds.flatMap((kind) => [places.get(kind) ?? []]).filter(({ length }) => length > 0)
  return others.length ? [...only, ...others.flat()].sort((a, b) => a - b) : only
}

/** Of files by their kind, those with one of the endings, as they are written. */
function endingIn(files: readonly RepositoryFile[], wanted: readonly string[]): readonly RepositoryFile[] {
  return files.filter(({ path }) => wanted.some((ending) => path.endsWith(ending)))
}

/** The index of the first file whose path does not sort before the given one. */
function firstAtOrAfter(files: readonly RepositoryFile[], path: string): number {
  let low = 0
  let high = files.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((files[middle] as RepositoryFile).path < path) low = middle + 1
    else high = middle
  }
  return low
}
