import { comparePlaces, compareText, type Place } from '../documents/place.ts'
import type { Skipped } from '../sources/source.ts'
import { areaOf } from './areas.ts'
import type { Reading } from './reading.ts'
import type { BrokenFile } from './schema/document.ts'
import type { ObservationName } from './table.ts'

/** Files that hold evidence, with what is lost where they cannot be read. */
export class Claims {
  readonly #claimed = new Map<string, Set<ObservationName>>()
  readonly #refused: Refused[] = []

  /** Something is to be collected from a file: of pipelines, where nothing else is said. */
  claim(path: string, loses: readonly ObservationName[]): void {
    const known = this.#claimed.get(path) ?? new Set()
    for (const name of loses.length ? loses : (['workflows'] as const)) known.add(name)
    this.#claimed.set(path, known)
  }

  /** A file could be read and not understood. */
  refuse(place: Place, why: string, loses: readonly ObservationName[]): void {
    this.#refused.push({ place, why, loses })
  }

  /** Whether this was to be collected from a file. */
  loses(path: string, name: ObservationName): boolean {
    return this.#claimed.get(path)?.has(name) === true
  }

  get claimed(): ReadonlyMap<string, ReadonlySet<ObservationName>> {
    return this.#claimed
  }

  get refused(): readonly Refused[] {
    return this.#refused
  }
}

interface Refused {
  readonly place: Place
  readonly why: string
  readonly loses: readonly ObservationName[]
}

/** What became of the files before anybody read them. */
export interface Fate {
  /** why a file is not read, by its path */
  readonly unread: ReadonlyMap<string, string>
  /** what was passed over, without what settings leave out */
  readonly skipped: readonly Skipped[]
  /** a template, whose content is made elsewhere: hidden, and nothing is wrong with it */
  readonly isHidden: (path: string) => boolean
}

/**
 * The files that could not be read or parsed so far, sorted, each once. Templates that nobody claimed are not among them;
 * the others are hidden.
 */
export function brokenFiles(reading: Reading, { claimed, refused }: Claims, fate: Fate): BrokenFile[] {
  const { unread, skipped, isHidden } = fate
  const found = new Map<string, BrokenFile>()
  const add = (file: string, message: string, loses: Iterable<ObservationName> = [], place: Place = { file }) => {
    const lost = [...loses].sort(compareText)
    const isLost = lost.length > 0 && !isHidden(file)
    if (!found.has(file)) found.set(file, { id: file, file, message, claimed: isLost, loses: lost, place })
  }
  for (const [file, { message, span }] of reading.troubles) {
    const template = reading.templates.has(file)
    if (template && !claimed.has(file)) continue
    const why = template ? `${message} (it looks like a template, which is read only when it is filled in)` : message
    add(file, why, claimed.get(file), span ? { file, ...span } : { file })
  }
  for (const [file, loses] of claimed) {
    const reason = unread.get(file)
    if (reason !== undefined) add(file, reason, loses)
    else if (reading.binary.has(file)) add(file, 'it holds binary data, not text', loses)
  }
  for (const { place, why, loses } of refused) add(place.file, why, loses, place)
  for (const skip of skipped) {
    const loses = lostUnclaimed(skip)
    if (loses) add(skip.path, skip.detail, loses)
  }
  return [...found.values()].sort((a, b) => comparePlaces(a.place, b.place))
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
  'manualSessions',
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
