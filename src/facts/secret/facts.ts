import type { Description, FileScan, Hit, Member } from '../../secrets/index.ts'
import { areaOf } from '../areas.ts'
import type { Area, RepositoryFile } from '../repository.ts'
import type { Secret } from '../schema/secret.ts'
import { holderOf } from './holder.ts'

/** What is known of all kinds, and of what belongs to the system in an image. */
export interface Known {
  readonly describe: (hit: Hit) => Description
  readonly isSystemFile: (path: string) => boolean
}

type Fields = Pick<Secret, 'member' | 'area' | 'holder' | 'place'> & { readonly note: string }

/** The facts of one file: of what is in it, and of what is in the files within it. */
export function factsOf(file: RepositoryFile, scan: FileScan, known: Known): Secret[] {
  // most files hold none
  if (!scan.hits.length && !scan.inside.length) return []
  const { path } = file
  const area = counted(file.area)
  const isBinary = scan.class === 'binary'
  const holder = isBinary ? 'binary' : holderOf(path)
  const own = scan.hits.map((hit) =>
    factOf(file, hit, known, {
      member: '',
      area,
      holder,
      note: '',
      // the text of a binary cannot be shown
      place: isBinary ? { file: path, secret: true } : { file: path, start: hit.start, end: hit.end, secret: true },
    }),
  )
  return [...own, ...scan.inside.flatMap((member) => within(file, area, member, known))]
}

function within(file: RepositoryFile, area: Secret['area'], { path, hits, note }: Member, known: Known): Secret[] {
  const own = area !== 'main' ? area : known.isSystemFile(path) ? 'vendored' : counted(areaOf(path))
  const holder = /^image (?:configuration|history)\//.test(path) ? 'image' : holderOf(path)
  const said = `in ${path}${note ? ` (${note})` : ''}`
  const place = { file: file.path, secret: true } as const
  return hits.map((hit) => factOf(file, hit, known, { member: path, area: own, holder, note: said, place }))
}

/** A secret in what is left out or put away is as open as one in the service itself. */
const counted = (area: Area): Secret['area'] => (area === 'excluded' || area === 'set-aside' ? 'main' : area)

function factOf(file: RepositoryFile, hit: Hit, { describe }: Known, fields: Fields): Secret {
  const { title, severity, preview, revoke } = describe(hit)
  const { detector, certainty, key, print, why, through } = hit
  const { member, area, holder, place, note } = fields
  return {
    id: [file.path, member, detector, key, `#${print}`].filter(Boolean).join(' '),
    file: file.path,
    member,
    detector,
    title,
    severity,
    certainty,
    key,
    preview,
    print,
    why: note ? `${why}, ${note}` : why,
    through: [...through],
    area,
    holder,
    tracked: file.tracked,
    commit: '',
    date: '',
    inTree: true,
    revoke,
    place,
  } as Secret
}
