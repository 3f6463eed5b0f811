import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Building } from '../manifests/as-built.ts'
import { type BuiltTree, builtTrees, documentsInside, type WantedTrees } from '../manifests/trees.ts'
import { hiddenOf, Unseen } from '../manifests/unseen.ts'
import { environmentOfManifest } from '../manifests/where.ts'
import { whereNamed } from '../monitoring/where.ts'
import type { Repository } from '../repository.ts'
import type { AlertChannel, AlertRoute } from '../schema/operation.ts'
import { channelOfReceiver } from './receivers.ts'
import { channelOfRoutes, follow, severityOf } from './tree.ts'

/*
 * Configurations of Alertmanager wherever they stand: files, AlertmanagerConfig of the operator, Secrets and ConfigMaps,
 * values of charts. A map with a `route` and a list of `receivers` is one.
 */

interface Config {
  readonly node: DataNode
  readonly file: string
  readonly namespace: string
  readonly place: Place
  readonly environment: NamedEnvironment | undefined
  readonly isObject: boolean
  /** what decides whether it holds, where that is hidden */
  readonly condition?: Hidden | undefined
}

const wanted: WantedTrees = {
  text: /^(?=[\s\S]*?\breceivers["']?:)[\s\S]*?\broute["']?:|alertmanager\.ya?ml["']?:|\bkind["']?:\s*["']?AlertmanagerConfig\b/,
  loses: ['alertRoutes'],
  words: ['receivers', 'alertmanager.y'],
}

/** Where critical alerts go by the configurations of Alertmanager that are here. */
export async function alertmanagerRoutes(building: Building): Promise<AlertRoute[]> {
  const { settings } = building
  const { configs, unread } = await configsOf(building)
  const routes = configs.map((config) => routeOf(config, settings))
  for (const { file, environment, hidden } of unread) routes.push(hiddenRoute(file, environment, hidden, settings))
  return unique(routes)
}

async function configsOf(building: Building) {
  const { trees, unread } = await builtTrees(building, wanted)
  const configs: Config[] = []
  for (const tree of trees) configs.push(...(await configsIn(tree, building.repository)))
  // what a generator or a chart puts into an object is read there
  const taken = new Set(configs.filter(({ isObject }) => isObject).map(({ file }) => file))
  return { configs: configs.filter(({ isObject, file }) => isObject || !taken.has(file)), unread }
}

/**
 * Whether an alert of production with this severity reaches nobody by any of the configurations here, whatever its other
 * labels are.
 */
export async function mutedSeverities(building: Building): Promise<(severity: string) => boolean> {
  const { configs, unread } = await configsOf(building)
  const ofProduction = configs.filter((config) => {
    const { environmentClass } = routeOf(config, building.settings)
    return environmentClass === 'production' || environmentClass === ''
  })
  if (unread.length > 0 || ofProduction.length === 0) return () => false
  return (severity) => ofProduction.every((config) => !config.condition && isMuted(config, severity))
}

function isMuted({ node }: Config, severity: string): boolean {
  const { certain, possible } = follow(node.get('route') as DataNode, severity)
  const channels = channelsOf(node)
  return possible.size === 0 && [...certain].every((name) => channels.get(name) === 'nobody')
}

async function configsIn(tree: BuiltTree, repository: Repository): Promise<readonly Config[]> {
  const found: Config[] = []
  const { root, environment, condition, isObject } = tree
  const namespace = root.at('metadata', 'namespace')?.text ?? ''
  const common = { namespace, environment, condition, isObject }
  const kind = root.get('kind')?.text
  const open = kind === 'AlertmanagerConfig' ? [root.at('spec', 'route'), root.at('spec', 'receivers')] : []
  const hidden = open.map(hiddenOf).find((one) => one !== undefined)
  if (hidden) found.push({ ...common, node: root, file: root.file, place: root.place, condition: hidden })
  for (const node of walk(root)) {
    if (isConfig(node)) found.push({ ...common, node, file: node.file, place: node.keyPlace('route') })
    for (const { key, value } of node.entries) {
      const isNamed = /^alertmanager\.ya?ml$/.test(key)
      const text = value instanceof Unseen ? value.written : value.kind === 'scalar' ? value.text : undefined
      const place = node.keyPlace(key)
      if (isNamed && value instanceof Unseen && !text)
        found.push({ ...common, node: root, file: value.file, place, condition: value.hidden })
      if (text === undefined || text.length > 1_000_000) continue
      const inner = isNamed && /^[\w+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text
      if (!/^[ \t]*route:/m.test(inner) || !/^[ \t]*receivers:/m.test(inner)) continue
      const { documents, file } = await documentsInside(value, inner, repository)
      for (const one of documents) {
        for (const config of walk(one)) {
          if (!isConfig(config)) continue
          const at = file === undefined ? place : config.keyPlace('route')
          found.push({ ...common, node: config, file: file ?? value.file, place: at })
        }
      }
    }
  }
  return found
}

const isConfig = (node: DataNode) =>
  node.kind === 'map' && node.get('route')?.kind === 'map' && node.get('receivers')?.kind === 'list'

function routeOf(config: Config, settings: Settings): AlertRoute {
  const { node, file, namespace, place, condition } = config
  const named = config.environment ?? environmentOfManifest({ namespace, file }, settings)
  if (condition) return { ...hiddenRoute(file, named, condition, settings), place }
  const root = node.get('route') as DataNode
  const severity = severityOf(root)
  const reached = follow(root, severity)
  const channels = channelsOf(node)
  return {
    id: `${file}#${place.start ?? 0}`,
    system: 'alertmanager',
    severity,
    channel: channelOfRoutes(reached, channels, file),
    receivers: [...reached.certain].join(', '),
    tellsSomebody: [...channels.values()].some((channel) => channel !== 'nobody'),
    ...whereNamed(file, named),
    file,
    place,
  } as AlertRoute
}

function channelsOf(node: DataNode): ReadonlyMap<string, Seen<AlertChannel>> {
  const channels = new Map<string, Seen<AlertChannel>>()
  for (const receiver of node.get('receivers')?.items ?? [])
    channels.set(receiver.get('name')?.text ?? '', channelOfReceiver(receiver))
  return channels
}

function hiddenRoute(
  file: string,
  environment: NamedEnvironment | undefined,
  { settle }: Hidden,
  settings: Settings,
): AlertRoute {
  const hidden = new Hidden(`the routes that ${file} makes`, settle)
  const said = { system: 'alertmanager', severity: '', receivers: '', tellsSomebody: true }
  const where = whereNamed(file, environment ?? environmentOfManifest({ namespace: '', file }, settings))
  return { id: file, ...said, channel: hidden, ...where, file, place: { file } } as AlertRoute
}

function unique(routes: readonly AlertRoute[]): AlertRoute[] {
  const taken = new Set<string>()
  return routes.map((route, at) => {
    const id = taken.has(route.id) ? `${route.id} ${at}` : route.id
    taken.add(id)
    return { ...route, id }
  })
}
