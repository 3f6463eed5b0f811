import { join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { argumentsOf, programOf } from '../image/arguments.ts'
import { type Spot, spots } from '../image/builds.ts'
import { isTemplated } from '../image/reference.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import type { Workflow } from '../pipeline/model.ts'
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
  const charts = [...byCommand(workflows, repository), ...byRelease(terraform)]
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
  return added.get(alias)
}

/** An archive has its version in its name, and a reference by digest or tag behind it. */
function named(name: string, asked: string | undefined, { act }: Spot): Pick<Chart, 'name' | 'version'> {
  const archive = /^(.*?)-v?(\d+\.\d+\.\d+[\w.+-]*?)\.t(?:ar\.)?gz$/.exec(name)
  const tagged = /^([^:@]+)[:@](.+)$/.exec(name)
  const version = asked ?? archive?.[2] ?? tagged?.[2] ?? ''
  const plain = archive?.[1] ?? tagged?.[1] ?? name
  if (!isTemplated(version)) return { name: plain, version }
  const settle = {
    kind: 'file',
    text: `write the version of the chart where it is installed, or into ${act.place.file}`,
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
