import { coverAlso } from '../../documents/mask.ts'
import { compareText } from '../../documents/place.ts'
import type { Description, FileScan, Hit } from '../../secrets/index.ts'
import type { Context } from '../collector.ts'
import type { RepositoryFile, Unread } from '../repository.ts'
import type { Secret, Unsearched } from '../schema/secret.ts'
import { holderOf } from './holder.ts'
import { type Missed, unsearchedOf } from './unsearched.ts'

/** How many bytes may be read ahead of the search: reading a revision waits for git. */
const ahead = 8 << 20

/** Searches every file of the repository (of a run on touched files: those), a few at a time in memory. */
export async function collectSecrets({
  repository,
}: Context): Promise<{ secrets: Secret[]; unsearched: Unsearched[] }> {
  const { coverTokens, describe, scanFile } = await import('../../secrets/index.ts')
  coverAlso(coverTokens)
  const secrets: Secret[] = []
  const missed: Missed[] = []
  const { touched } = repository
  const files = touched ? repository.files.filter(({ path }) => touched.has(path)) : repository.files
  for await (const [file, bytes] of readAhead(files, (path) => repository.bytes(path))) {
    if (!(bytes instanceof Uint8Array)) {
      missed.push({ path: file.path, area: file.area, reason: bytes.reason, why: bytes.why })
      continue
    }
    const scan = scanFile(file.path, bytes)
    secrets.push(...factsOf(file, scan, describe))
    // a comment beside one may accept it, and these are looked for in what was read as text
    if (scan.hits.length) await repository.text(file.path)
    if (scan.unread) missed.push({ path: file.path, area: file.area, ...scan.unread })
    else if (!scan.whole) missed.push({ path: file.path, area: file.area, reason: 'too-costly', why: '' })
  }
  return { secrets: numbered(secrets), unsearched: unsearchedOf(missed) }
}

type Describe = (hit: Hit) => Description

function factsOf(file: RepositoryFile, { hits, class: kind }: FileScan, describe: Describe): Secret[] {
  return hits.map((hit): Secret => {
    const { title, severity, preview, revoke } = describe(hit)
    const { detector, certainty, key, print, why } = hit
    return {
      id: [file.path, detector, key, `#${print}`].filter(Boolean).join(' '),
      file: file.path,
      detector,
      title,
      severity,
      certainty,
      key,
      preview,
      print,
      why,
      through: [...hit.through],
      area: file.area === 'excluded' ? 'main' : file.area,
      holder: kind === 'binary' ? 'binary' : holderOf(file.path),
      tracked: file.tracked,
      revoke,
      // the text of a binary cannot be shown
      place:
        kind === 'binary'
          ? { file: file.path, secret: true }
          : { file: file.path, start: hit.start, end: hit.end, secret: true },
    } as Secret
  })
}

/** The same value beside the same name may stand in a file many times: the second is `… 2`. */
function numbered(secrets: readonly Secret[]): Secret[] {
  const seen = new Map<string, number>()
  return secrets.map((secret) => {
    const count = (seen.get(secret.id) ?? 0) + 1
    seen.set(secret.id, count)
    return count === 1 ? secret : { ...secret, id: `${secret.id} ${count}` }
  })
}

/** The files with their bytes, in order; the next ones are being read while one is worked on. */
async function* readAhead(
  files: readonly RepositoryFile[],
  read: (path: string) => Promise<Uint8Array | Unread>,
): AsyncGenerator<[RepositoryFile, Uint8Array | Unread]> {
  const ordered = files.toSorted((a, b) => compareText(a.path, b.path))
  const reading: Promise<Uint8Array | Unread>[] = []
  let next = 0
  let size = 0
  for (const file of ordered) {
    while (next < ordered.length && (size < ahead || !reading.length) && reading.length < 64) {
      const { path, size: bytes } = ordered[next++] as RepositoryFile
      size += bytes
      reading.push(read(path))
    }
    const bytes = (await reading.shift()) as Uint8Array | Unread
    size -= file.size
    yield [file, bytes]
  }
}
