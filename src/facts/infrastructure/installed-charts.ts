import { dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { argumentsOf, programOf } from '../image/arguments.ts'
import { type Spot, spots } from '../image/builds.ts'
import { isTemplated } from '../image/reference.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureModule } from '../schema/terraform.ts'
import { pinOfVersion } from './chart-dependencies.ts'
import { ownCharts } from './followed.ts'
import { type InfrastructureResource, resourcesOf, textIn } from './resource.ts'

/** A chart that lies in a registry or a repository of charts, as a command or a resource names it. */
interface Chart {
  /** its name alone: `redis` */
  readonly name: string
  readonly source: string
  readonly version: Seen<string>
  readonly place: Place
}

/**
 * The charts of others that pipelines install by a command and Terraform as a release, each with how it is fixed
 * (helm.sh/docs/helm/helm_upgrade; registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release). Without a
 * version, Helm takes the newest. What is made here is no chart of another, nor what a cluster of the run gets.
 */
export async function installedCharts(
  repository: Repository,
  workflows: readonly Workflow[],
  terraform: readonly InfrastructureResource[],
): Promise<readonly InfrastructureModule[]> {
  const charts = [
    ...byCommand(workflows, repository),
    ...(await byHelmfile(workflows, repository)),
    ...byRelease(terraform),
  ]
  if (charts.length === 0) return []
  const own = await ownCharts(repository)
  const found = new Map<string, InfrastructureModule>()
  for (const { name, source, version, place } of charts) {
    const id = `${place.file}: ${name}${place.start === undefined ? '' : `@${place.start}`}`
    if (own.has(name)) continue
    found.set(id, {
      id,
      file: place.file,
      name,
      source,
      version: isHidden(version) ? '' : version,
      pinned: isHidden(version) ? version : pinOfVersion(version),
      chart: true,
      place,
    } as InfrastructureModule)
  }
  return [...found.values()]
}

function byCommand(workflows: readonly Workflow[], repository: Repository): readonly Chart[] {
  const added = new Map<string, string>()
  const charts: Chart[] = []
  const all = spots(workflows).filter(({ act }) => programOf(act) === 'helm')
  for (const { act } of all) {
    const [group, verb, name = '', address = ''] = argumentsOf(act).rest
    if (group === 'repo' && verb === 'add') added.set(name, address)
  }
  for (const spot of all) {
    const { rest, flag, has } = argumentsOf(spot.act)
    const at = rest.findIndex((word) => /^(install|upgrade)$/.test(word))
    if (at < 0 || at > 1 || has('--dry-run', '-h', '--help') || isPassing(spot)) continue
    // `helm install CHART --generate-name`
    const chart = rest[at + (has('--generate-name', '-g') ? 1 : 2)] ?? ''
    const source = sourceOf(chart, flag('--repo')[0], added, spot, repository)
    const name = chart.replace(/^.*\//, '')
    if (!source || isTemplated(name)) continue
    charts.push({ source, place: spot.act.place, ...named(name, flag('--version')[0], spot) })
  }
  return charts
}

/**
 * The releases of helmfiles that pipelines apply, with the repositories of charts that these name; Helm takes the newest
 * version that fits, too, where no lock beside says which (helmfile.readthedocs.io, "Configuration"; `helmfile deps`). One that is a template throughout is not read.
 */
async function byHelmfile(workflows: readonly Workflow[], repository: Repository): Promise<readonly Chart[]> {
  const paths = new Set(spots(workflows).flatMap((spot) => (isPassing(spot) ? [] : helmfilesOf(spot.act, repository))))
  const charts: Chart[] = []
  for (const path of paths) {
    const documents = (await repository.yaml(path)) ?? []
    const sources = new Map(
      documents.flatMap((root) =>
        (root.get('repositories')?.items ?? []).map((one) => [one.get('name')?.text, one.get('url')?.text] as const),
      ),
    )
    const locked = await lockedBeside(path, repository)
    for (const release of documents.flatMap((root) => root.get('releases')?.items ?? [])) {
      const chart = release.get('chart')
      const [alias = '', name, ...more] = (chart?.text ?? '').split('/')
      const isRemote = isAddress.test(chart?.text ?? '')
      const source = isRemote ? chart?.text?.replace(/\/[^/]*$/, '') : more.length > 0 ? undefined : sources.get(alias)
      const last = chart?.text?.replace(/^.*\//, '')
      if (!chart || !source || !last || (!isRemote && !name) || isTemplated(last)) continue
      if (release.get('installed')?.text === 'false') continue
      const version = release.get('version')?.text ?? locked.get(last) ?? ''
      charts.push({ source, place: chart.place, ...fixed(last, version, chart.place.file) })
    }
  }
  return charts
}

/** The versions that `helmfile deps` wrote into the lock beside a helmfile (`helmfile.lock`), by the names of the charts. */
async function lockedBeside(path: string, repository: Repository): Promise<ReadonlyMap<string, string>> {
  const [root] = (await repository.yaml(path.replace(/\.ya?ml(?:\.gotmpl)?$/, '.lock'))) ?? []
  return new Map(
    (root?.get('dependencies')?.items ?? []).map(
      (one) => [one.get('name')?.text ?? '', one.get('version')?.text ?? ''] as const,
    ),
  )
}

/** The helmfiles that a command applies: the one that it is given, or what lies where it runs. */
function helmfilesOf(act: Act, repository: Repository): readonly string[] {
  if (programOf(act) !== 'helmfile' && !/\bhelmfile\b/.test(act.tool)) return []
  if (!act.kinds.includes('deploy') || act.directory === undefined) return []
  const { flag } = argumentsOf(act)
  const given = flag('-f', '--file')[0]
  const path = join(act.directory, given ?? '')
  if (path === undefined) return []
  if (given !== undefined && repository.has(path)) return [path]
  const folders = [path, join(path, 'helmfile.d') ?? '']
  return repository.files
    .filter(({ path: file }) => folders.includes(dirname(file)) && /\.ya?ml$/.test(file))
    .filter(({ path: file }) => dirname(file) !== path || given !== undefined || /(^|\/)helmfile\.ya?ml$/.test(file))
    .map(({ path: file }) => file)
}

/** A chart that is named by where it lies. */
const isAddress = /^(oci|https?):\/\//

/** Where a chart is taken from; undefined where it lies here, or may. */
function sourceOf(
  chart: string,
  asked: string | undefined,
  added: ReadonlyMap<string, string>,
  { act }: Spot,
  repository: Repository,
): string | undefined {
  if (isAddress.test(chart)) return chart.replace(/\/[^/]*$/, '')
  if (asked) return asked
  const [alias = '', name, ...more] = chart.split('/')
  if (!name || more.length > 0 || act.directory === undefined) return undefined
  // a folder of that name comes first (helm.sh/docs/helm/helm_install)
  if (repository.has(join(act.directory, `${chart}/Chart.yaml`))) return undefined
  // a task that is told a name and no folder takes it from a repository of charts, whoever added that
  const isName = act.inputs !== undefined && /^(?:name|)$/i.test(inputValue(act.inputs, 'chartType'))
  return added.get(alias) ?? (isName && inputValue(act.inputs ?? {}, 'chartName') === chart ? alias : undefined)
}

const named = (name: string, asked: string | undefined, { act }: Spot): Pick<Chart, 'name' | 'version'> =>
  fixed(name, asked, act.place.file)

/** An archive has its version in its name, and a reference by digest or tag behind it. */
function fixed(name: string, asked: string | undefined, file: string): Pick<Chart, 'name' | 'version'> {
  const archive = /^(.*?)-v?(\d+\.\d+\.\d+[\w.+-]*?)\.t(?:ar\.)?gz$/.exec(name)
  const tagged = /^([^:@]+)[:@](.+)$/.exec(name)
  const version = asked ?? archive?.[2] ?? tagged?.[2] ?? ''
  const plain = archive?.[1] ?? tagged?.[1] ?? name
  if (!isTemplated(version)) return { name: plain, version }
  const settle = {
    kind: 'file',
    text: `write the version of the chart where it is installed, or into ${file}`,
  } as const
  return { name: plain, version: new Hidden(`the version of the chart ${plain}`, settle) }
}

function byRelease(terraform: readonly InfrastructureResource[]): readonly Chart[] {
  return resourcesOf(terraform, ['helm_release']).flatMap((release): Chart[] => {
    const [chart, source, version] = ['chart', 'repository', 'version'].map((key) => textIn(release, key))
    if (typeof chart !== 'string') return []
    const isRemote = isAddress.test(chart)
    // a repository that is not seen may be one of files, and a chart without one is a folder
    if (!isRemote && (typeof source !== 'string' || source === '')) return []
    return [
      {
        name: chart.replace(/^.*\//, ''),
        source: isRemote ? chart.replace(/\/[^/]*$/, '') : (source as string),
        version: version ?? '',
        place: release.place,
      },
    ]
  })
}
