import type { FileClass } from '../finder.ts'
import type { Hit } from '../hit.ts'
import { type ImageEntry, imageEntries, isImage } from '../images/image.ts'
import { Allowance } from './allowance.ts'
import type { Entry } from './entry.ts'
import { archiveOf, entriesOf } from './open.ts'

/** What one member of an archive holds. */
export interface Member {
  /** the path in the archive, and in the archives within: `lib/a.jar!/settings.xml` */
  readonly path: string
  readonly class: FileClass
  readonly hits: readonly Hit[]
  /** what else is to be said: that a later layer of the image deletes it */
  readonly note: string
}

/** What a search of an archive gave: members with hits, and what could not be searched. */
export interface Opened {
  readonly members: readonly Member[]
  readonly refused: readonly string[]
}

/** Archives in archives are opened to this depth: an image, its layer, a jar in it, a jar in that. */
const deepest = 4

type Scan = (path: string, bytes: Buffer) => { readonly hits: readonly Hit[]; readonly class: FileClass }

/** Searches what is in an archive, in memory; undefined where the bytes are none. `scan` searches one file that is none. */
export function scanArchive(file: string, bytes: Uint8Array, scan: Scan): Opened | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return archiveOf(whole) === undefined ? undefined : scanEntries(file, [{ path: '', bytes: whole }], scan)
}

/** The same for what is at hand as files: an OCI image layout in a folder. */
export function scanEntries(file: string, given: readonly Entry[], scan: Scan): Opened {
  const members: Member[] = []
  const refused: string[] = []
  const allowance = new Allowance(given.reduce((sum, entry) => sum + ('bytes' in entry ? entry.bytes.length : 0), 0))
  const search = (path: string, content: Buffer, note: string): void => {
    const { hits, class: of } = scan(`${isSystemFile(path) ? 'vendor' : file}/${path}`, content)
    if (hits.length) members.push({ path, class: of, hits, note })
  }
  const open = (outer: string, name: string, content: Buffer, of: string, depth: number, note: string): void => {
    each(outer, membersIn(entriesOf(name, content, of, allowance), of, allowance), depth, note)
    if (allowance.spent) refused.push(`${outer || 'it'} ${allowance.why || 'holds too much to be opened to its end'}`)
  }
  const each = (outer: string, entries: Iterable<ImageEntry>, depth: number, note: string): void => {
    for (const entry of entries) {
      const path = entry.path === '' ? outer : outer === '' ? entry.path : `${outer}!/${entry.path}`
      const said = entry.note || note
      if ('refused' in entry) {
        refused.push(`${path || 'it'} ${entry.refused}`)
        continue
      }
      const inner = archiveOf(entry.bytes)
      if (inner === undefined) search(path, entry.bytes, said)
      else if (depth >= deepest) refused.push(`${path} is an archive too deep within others`)
      else open(path, entry.path || file, entry.bytes, inner, depth + 1, said)
    }
  }
  each('', isImage(given) ? imageEntries(given, allowance) : given, 0, '')
  return { members, refused: [...new Set(refused)].slice(0, 20) }
}

/** The members as they are, or, where they are the parts of an image, the files in its layers. A zip is read as it goes. */
function membersIn(entries: Iterable<Entry>, kind: string, allowance: Allowance): Iterable<ImageEntry> {
  if (kind === 'zip') return entries
  const listed = [...entries]
  return isImage(listed) ? imageEntries(listed, allowance) : listed
}

/** What the system in an image brings along: its texts speak of passwords, and nobody here wrote them. */
const system = /(?:^|\/)layer \d+\/(?:usr\/(?!src\/|local\/(?!lib\/))|lib(?:64)?\/|var\/lib\/(?:dpkg|apk)\/)/

/** Whether a member of an archive belongs to the system that an image is made upon. */
export const isSystemFile = (path: string) => system.test(path)
