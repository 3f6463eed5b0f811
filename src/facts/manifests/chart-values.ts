import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Repository } from '../repository.ts'
import type { GivenFile } from './given.ts'

/** A chart of this repository, and what stands beside its templates. */
export interface Chart {
  readonly folder: string
  readonly name: string
  readonly isLibrary: boolean
}

/** Values of a chart: what is nearer first, the chart's own last. */
export interface Values {
  readonly environment: NamedEnvironment | undefined
  /** several files of one environment may say different things */
  readonly own: readonly DataNode[]
  readonly defaults: DataNode | undefined
  /** its files that cannot be read as values (encrypted, no YAML, a patch): they may set any value */
  readonly unread: readonly string[]
}

/**
 * Whether a path is that of a template of a chart, which is no YAML before it is rendered.
 * @param isChart whether a folder holds a chart
 */
export function isChartTemplate(path: string, isChart: (folder: string) => boolean): boolean {
  const at = path.lastIndexOf('/templates/')
  return at >= 0 ? isChart(path.slice(0, at)) : path.startsWith('templates/') && isChart('')
}

/** Charts of the service itself; one that lies in another's `charts/` is deployed with that one. */
export async function chartsOf(repository: Repository): Promise<Chart[]> {
  const found: Chart[] = []
  for (const { path, area } of repository.named('Chart.yaml')) {
    if (area !== 'main') continue
    const [document] = (await repository.yaml(path)) ?? []
    const folder = dirname(path)
    found.push({
      folder,
      name: document?.get('name')?.text ?? folder,
      isLibrary: document?.get('type')?.text === 'library',
    })
  }
  return found
}

/**
 * The values of a chart for each environment that has a file of its own; the defaults alone where none has.
 * @param given files that pipelines give to charts: whatever they are called, their values are those of the chart
 */
export async function valuesOf(
  chart: Chart,
  charts: readonly Chart[],
  given: readonly GivenFile[],
  repository: Repository,
  settings: Settings,
): Promise<readonly Values[]> {
  const ownDefaults = `${chart.folder ? `${chart.folder}/` : ''}values.yaml`
  const [defaults] = repository.has(ownDefaults) ? ((await repository.yaml(ownDefaults)) ?? []) : []
  const called = filesByName(chart, charts, repository, settings).filter(({ path }) => path !== ownDefaults)
  const known = new Set([ownDefaults, ...called.map(({ path }) => path)])
  const others = [...new Set(given.filter((one) => one.chart === chart.folder).map(({ path }) => path))]
    .filter((path) => !known.has(path) && repository.has(path))
    .map((path) => ({ path, environment: environmentOfGiven(path, settings) }))
  const found = [...called, ...others].flatMap(({ path, environment }) => (environment ? [{ path, environment }] : []))
  const unnamed = others.flatMap(({ path, environment }) => (environment ? [] : [path]))
  if (found.length === 0) return [{ environment: undefined, defaults, ...(await documentsOf(unnamed, repository)) }]
  const values: Values[] = []
  for (const group of groupBy(found, ({ environment }) => environment.name).values()) {
    const { own, unread } = await documentsOf(
      group.map(({ path }) => path),
      repository,
    )
    const [first] = group
    // a file that tells no environment need not be given in each: what it sets is known of none
    if (first) values.push({ environment: first.environment, own, defaults, unread: [...unread, ...unnamed] })
  }
  return values
}

/** The files that are values of a chart by their names and where they lie, each with its environment. */
function filesByName(chart: Chart, charts: readonly Chart[], repository: Repository, settings: Settings) {
  const inside = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`)
  const above = dirname(chart.folder)
  const isOnly = charts.filter(({ folder }) => inside(folder, above)).length === 1
  const found: { environment: NamedEnvironment; path: string }[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || path.startsWith('.') || !/values/i.test(path) || path.includes('/templates/')) continue
    const nearest = charts
      .filter(({ folder }) => inside(path, folder))
      .sort((a, b) => b.folder.length - a.folder.length)[0]
    const isMine = nearest
      ? nearest === chart
      : (isOnly && inside(path, above)) || path.split(/[/._]/).includes(chart.name)
    const environment = isMine ? environmentOfFile(path, settings) : undefined
    if (environment) found.push({ environment, path })
  }
  return found
}

/** The environment of a file that a pipeline gives to a chart, by its name or its folder. */
const environmentOfGiven = (path: string, settings: Settings): NamedEnvironment | undefined =>
  environmentOfName(basename(path).replace(/\.ya?ml$/, ''), settings) ?? environmentOfPath(dirname(path), settings)

/** The documents of files of values, and which of the files cannot be read as such. */
export async function documentsOf(
  paths: readonly string[],
  repository: Repository,
): Promise<Pick<Values, 'own' | 'unread'>> {
  const own: DataNode[] = []
  const unread: string[] = []
  for (const path of paths) {
    const documents = await repository.yaml(path)
    if (documents && !documents.some(isManifest)) own.push(...documents)
    else unread.push(path)
  }
  return { own, unread }
}

/** `values-production.yaml` may be a patch of a HelmRelease: the values are in it, laid over those of the release itself. */
const isManifest = (document: DataNode): boolean =>
  document.get('apiVersion') !== undefined && document.get('kind') !== undefined

/** `values-prod.yaml`, `prod/values.yaml`, `values/prod.yaml` */
function environmentOfFile(path: string, settings: Settings): NamedEnvironment | undefined {
  const name = basename(path).replace(/\.ya?ml$/, '')
  const rest = name.replace(/^values[._-]?|[._-]?values$/i, '')
  const isAmong = rest !== name || /values$/i.test(dirname(path))
  if (rest !== '') return isAmong ? environmentOfName(rest, settings, true) : undefined
  return environmentOfPath(dirname(path), settings)
}
