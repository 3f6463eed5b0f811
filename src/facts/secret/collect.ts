import { coverAlso, coverKnown } from '../../documents/mask.ts'
import type { FileScan, KnownValues } from '../../secrets/index.ts'
import type { Past } from '../../sources/past.ts'
import { areaOf } from '../areas.ts'
import type { Context } from '../collector.ts'
import { numbered } from '../numbered.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Secret, Unsearched } from '../schema/secret.ts'
import { factsOf, type Known } from './facts.ts'
import { type Practice, practiceIn } from './practice/index.ts'
import { scanned } from './scanned.ts'
import { type Missed, unsearchedOf } from './unsearched.ts'

/** Where no file is, none was searched: that proves nothing. */
const nothing: Unsearched = {
  id: 'empty',
  reason: 'holds no file',
  count: 1,
  files: ['the repository'],
  settle: 'check a folder that has files',
  place: { file: '' },
}

/** Searches every file of the repository (of a run on touched files: those), a few at a time in memory. */
export async function collectSecrets({
  repository,
}: Context): Promise<{ secrets: Secret[]; unsearched: Unsearched[] }> {
  if (!repository.files.length) return { secrets: [], unsearched: [nothing] }
  const search = await import('../../secrets/index.ts')
  coverAlso(search.coverTokens)
  const values = new search.KnownValues()
  coverKnown((text) => values.cover(text))
  const secrets: Secret[] = []
  const missed: Missed[] = []
  const { touched } = repository
  const files = touched ? repository.files.filter(({ path }) => touched.has(path)) : repository.files
  const layout = touched ? undefined : await imageLayout(repository)
  if (layout) {
    const scan = search.scanLayout('', layout)
    const file = repository.file('index.json') as RepositoryFile
    secrets.push(...factsOf(file, scan, search))
    remember(values, scan)
    if (scan.unread) missed.push({ path: 'index.json', area: 'main', ...scan.unread })
  }
  for await (const [file, scan] of scanned(layout ? [] : files, repository, search)) {
    if ('reason' in scan) {
      missed.push({ path: file.path, area: file.area, reason: scan.reason, why: scan.why })
      continue
    }
    secrets.push(...factsOf(file, scan, search))
    remember(values, scan)
    // a comment beside one may accept it, and these are looked for in what was read as text
    if (scan.hits.length) await repository.text(file.path)
    if (scan.unread) missed.push({ path: file.path, area: file.area, ...scan.unread })
    else if (!scan.whole) missed.push({ path: file.path, area: file.area, reason: 'too-costly', why: '' })
  }
  const practice = practiceIn(repository, search, secrets)
  const judged: Secret[] = []
  for (const secret of secrets)
    judged.push(await practice(secret, async () => (await repository.text(secret.file))?.content))
  const { past } = repository
  if (!past) return { secrets: numbered(judged), unsearched: unsearchedOf(missed) }
  const older = await withPast(repository, past, judged, { ...search, values }, practice)
  return { secrets: numbered(older.secrets), unsearched: unsearchedOf([...missed, ...older.missed]) }
}

type SecretSearch = Known & { scanFile(file: string, bytes: Uint8Array): FileScan; readonly values: KnownValues }

/** The values are covered in all that is written from here on. */
function remember(values: KnownValues, { hits, inside }: FileScan): void {
  values.add(hits)
  for (const member of inside) values.add(member.hits)
}

async function withPast(
  repository: Repository,
  past: Past,
  tree: readonly Secret[],
  search: SecretSearch,
  practice: Practice,
) {
  const { searchPast } = await import('./past.ts')
  const entryOf = (path: string): RepositoryFile =>
    repository.file(path) ?? { path, size: 0, executable: false, link: false, tracked: true, area: areaOf(path) }
  const look = (file: RepositoryFile, bytes: Uint8Array) => {
    const scan = search.scanFile(file.path, bytes)
    remember(search.values, scan)
    return { facts: factsOf({ ...file, tracked: true }, scan, search), scan }
  }
  return searchPast(past, tree, entryOf, look, practice)
}

/** The files of an OCI image layout, where the folder as a whole is one: its layers are read in their order. */
async function imageLayout(repository: Repository) {
  if (!repository.has('oci-layout') || !repository.has('index.json')) return undefined
  const files: { path: string; bytes: Uint8Array }[] = []
  for (const { path } of repository.files) {
    const bytes = await repository.bytes(path)
    if (bytes instanceof Uint8Array) files.push({ path, bytes })
  }
  return files
}
