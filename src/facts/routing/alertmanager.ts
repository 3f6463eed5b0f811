import type { Settings } from '../../config/settings.ts'
import { join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { isChartTemplate } from '../manifests/chart-values.ts'
import { environmentOfManifest } from '../manifests/where.ts'
import { whereNamed } from '../monitoring/where.ts'
import type { Repository } from '../repository.ts'
import type { AlertChannel, AlertRoute } from '../schema/operation.ts'
import { channelOfReceiver, strongest } from './receivers.ts'
import { follow, severityOf } from './tree.ts'

/*
 * Configurations of Alertmanager wherever they stand: files, AlertmanagerConfig of the operator, Secrets and ConfigMaps,
 * values of charts. A map with a `route` and a list of `receivers` is one.
 */

interface Config {
  readonly node: DataNode
  readonly file: string
  readonly namespace: string
  readonly place: Place
}

/** Where critical alerts go by the configurations of Alertmanager that are here. */
export async function alertmanagerRoutes(repository: Repository, settings: Settings): Promise<AlertRoute[]> {
  const routes: AlertRoute[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || !repository.mayHold(path, 'receivers', 'alertmanager.y')) continue
    const text = await repository.text(path)
    if (!text || !mayRoute(text.content)) continue
    if (isChartTemplate(path, (folder) => repository.has(join(folder, 'Chart.yaml')))) {
      if (/\{\{/.test(text.content)) routes.push(hiddenRoute(path, settings))
      continue
    }
    const documents = await repository.yaml(path)
    if (!documents) {
      if (/alert-?manager/i.test(path)) repository.claim(path, 'alertRoutes')
      continue
    }
    for (const document of documents) {
      for (const config of await configsIn(document)) routes.push(routeOf(config, settings))
    }
  }
  return unique(routes)
}

/** Whether a text may hold such a configuration, as YAML, as a text in YAML, or in Base64 in a Secret. */
export const mayRoute = (content: string) =>
  (/\breceivers["']?:/.test(content) && /\broute["']?:/.test(content)) ||
  /^\s*["']?alertmanager\.ya?ml["']?:/m.test(content)

async function configsIn(document: DataNode): Promise<readonly Config[]> {
  const found: Config[] = []
  const { file } = document
  const namespace = document.at('metadata', 'namespace')?.text ?? ''
  for (const node of walk(document)) {
    if (isConfig(node)) found.push({ node, file, namespace, place: node.keyPlace('route') })
    for (const { key, value } of node.entries) {
      const text = value.kind === 'scalar' ? value.text : undefined
      if (text === undefined || text.length > 1_000_000) continue
      const isNamed = /^alertmanager\.ya?ml$/.test(key)
      const inner = isNamed && /^[\w+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text
      if (!/^\s*route:/m.test(inner) || !/^\s*receivers:/m.test(inner)) continue
      for (const one of (await parseYaml(new Text(file, inner))).documents) {
        for (const config of walk(one)) {
          if (isConfig(config)) found.push({ node: config, file, namespace, place: node.keyPlace(key) })
        }
      }
    }
  }
  return found
}

const isConfig = (node: DataNode) =>
  node.kind === 'map' && node.get('route')?.kind === 'map' && node.get('receivers')?.kind === 'list'

function routeOf({ node, file, namespace, place }: Config, settings: Settings): AlertRoute {
  const root = node.get('route') as DataNode
  const severity = severityOf(root)
  const { certain, possible } = follow(root, severity)
  const channels = new Map<string, Seen<AlertChannel>>()
  for (const receiver of node.get('receivers')?.items ?? []) {
    channels.set(receiver.get('name')?.text ?? '', channelOfReceiver(receiver))
  }
  const of = (names: ReadonlySet<string>) => [...names].map((name) => channels.get(name) ?? elsewhere(name, file))
  const sure = strongest(of(certain)) ?? 'nobody'
  const perhaps = strongest(of(possible))
  const mayDiffer =
    sure !== 'page' && perhaps !== undefined && (isHidden(perhaps) || perhaps === 'page' || sure === 'nobody')
  return {
    id: `${file}#${place.start ?? 0}`,
    system: 'alertmanager',
    severity,
    channel: mayDiffer && perhaps !== 'nobody' ? byLabels(file) : sure,
    receivers: [...certain].join(', '),
    tellsSomebody: [...channels.values()].some((channel) => channel !== 'nobody'),
    ...whereOf(file, namespace, settings),
    file,
    place,
  } as AlertRoute
}

const byLabels = (file: string) =>
  new Hidden('whom critical alerts reach, which other labels or the hour decide', {
    kind: 'file',
    text: `let ${file} route each critical alert to the person on call`,
  })

const elsewhere = (name: string, file: string) =>
  new Hidden(`the receiver ${name}`, { kind: 'file', text: `define the receiver ${name} in ${file}` })

function hiddenRoute(file: string, settings: Settings): AlertRoute {
  const hidden = new Hidden(`the routes that the template ${file} makes`, {
    kind: 'file',
    text: `keep the routes of ${file} in values or a file that is no template`,
  })
  const said = { system: 'alertmanager', severity: '', receivers: '', tellsSomebody: true }
  return { id: file, ...said, channel: hidden, ...whereOf(file, '', settings), file, place: { file } } as AlertRoute
}

const whereOf = (file: string, namespace: string, settings: Settings) =>
  whereNamed(file, environmentOfManifest({ namespace, file }, settings))

function unique(routes: readonly AlertRoute[]): AlertRoute[] {
  const taken = new Set<string>()
  return routes.map((route, at) => {
    const id = taken.has(route.id) ? `${route.id} ${at}` : route.id
    taken.add(id)
    return { ...route, id }
  })
}
