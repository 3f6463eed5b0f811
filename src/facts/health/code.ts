import { dirname } from '../../documents/path.ts'
import { Hidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { manifests } from '../service/signs.ts'
import type { Declared, Mention } from './declared.ts'
import { codeFile, isSearched, maySpeakOfHealth, pathByPlace, routeFile, spoken } from './files.ts'
import { healthOf, segmentsOf } from './path.ts'
import { mentionsIn, routesIn } from './routes.ts'

/** Code beyond this is not looked through; what it declares is then not seen whole. */
const mostFiles = 20_000
const mostCharacters = 1_000_000

/** So many are read in the time in which git is started to search them. */
const fewFiles = 100

/** What code declares: its routes of health, and literals that look like one. */
export async function endpointsInCode(
  repository: Repository,
): Promise<{ readonly declared: readonly Declared[]; readonly mentions: readonly Mention[] }> {
  const declared: Declared[] = []
  const mentions: Mention[] = []
  const componentOf = componentsOf(repository)
  const files = codeOf(repository)
  const holding = isMuch(files) ? await repository.search?.(spoken) : undefined
  for (const { path } of files.slice(0, mostFiles)) {
    const service = componentOf(path)
    const byPlace = pathByPlace(path)
    const placed = byPlace === undefined ? [] : segmentsOf(byPlace)
    const health = healthOf(placed)
    if (health) {
      const place = { file: path, start: 0, end: 0 }
      declared.push({ by: 'code', segments: placed, rooted: true, sure: health === 'sure', service, place })
    }
    if (holding && !holding.has(path) && isSearched(path)) continue
    const content = (await repository.text(path))?.content.slice(0, mostCharacters)
    if (!content || !maySpeakOfHealth.test(content)) continue
    const routes = routesIn(path, content)
    // what is ready or live beside what is healthy speaks of the same
    const beside = routes.some(({ segments }) => segments === undefined || healthOf(segments) === 'sure')
    for (const { segments, rooted, start, end } of routes) {
      const place = { file: path, start, end }
      const own = segments && trimmed(segments)
      declared.push({
        by: 'code',
        segments: own ?? new Hidden(`at which path ${path} answers whether it is well`, settle),
        rooted: rooted && own?.length === segments?.length,
        sure: beside,
        service,
        place,
      })
    }
    if (health) continue
    for (const { segments, start, end } of mentionsIn(content, routes)) {
      mentions.push({ segments: trimmed(segments ?? []), place: { file: path, start, end } })
    }
  }
  if (files.length > mostFiles) {
    const hidden = new Hidden(`what ${files.length - mostFiles} more files of code declare`, settle)
    declared.push({
      by: 'code',
      segments: hidden,
      rooted: false,
      sure: true,
      service: '',
      place: { file: files[mostFiles]?.path ?? '' },
    })
  }
  return { declared, mentions }
}

/** Whether there is so much code that git had better search it. */
export const isSearchedFirst = (repository: Repository): boolean => isMuch(codeOf(repository))

const isMuch = (files: readonly RepositoryFile[]) => files.length > fewFiles

const codeOf = once(({ files }: Repository): readonly RepositoryFile[] => files.filter(isCode))

const settle = {
  kind: 'answer',
  text: 'attest with a name and a date that these are all endpoints (docs/policy.md)',
} as const

const isCode = ({ path, area, size }: RepositoryFile) =>
  area === 'main' && size < mostCharacters && !path.startsWith('.') && (codeFile.test(path) || routeFile.test(path))

/** Without what a variable fills before it. */
const trimmed = (segments: readonly string[]) => segments.slice(segments.findIndex((segment) => segment !== '*'))

/** Which service a file is of: the nearest folder around it that has a manifest of its own. */
function componentsOf(repository: Repository): (path: string) => string {
  const folders = new Set(
    [...repository.named(...manifests, 'Dockerfile'), ...repository.ending('.csproj', '.fsproj')]
      .filter(({ area }) => area === 'main')
      .map(({ path }) => dirname(path)),
  )
  return (path) => {
    for (let at = dirname(path); ; at = dirname(at)) if (at === '' || folders.has(at)) return at
  }
}
