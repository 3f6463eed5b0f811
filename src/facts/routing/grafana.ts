import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Building } from '../manifests/as-built.ts'
import { builtTrees, documentsInside, type WantedTrees } from '../manifests/trees.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import { environmentOfManifest } from '../manifests/where.ts'
import { whereNamed } from '../monitoring/where.ts'
import type { AlertChannel, AlertRoute } from '../schema/operation.ts'
import { channelOfContactPoint, strongest } from './receivers.ts'
import { channelOfRoutes, follow, severityOf } from './tree.ts'

/*
 * Notification policies that Grafana is provisioned with, and the contact points that they name, in whatever file: these are
 * provisioned together (grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning).
 */

interface Found {
  readonly node: DataNode
  readonly place: Place
  readonly environment: NamedEnvironment | undefined
  readonly condition?: Hidden | undefined
}

const wanted: WantedTrees = {
  text: /\bcontactPoints["']?:|^(?=[\s\S]*?\breceiver["']?:)[\s\S]*?\bpolicies["']?:[\s\S]*?\breceiver["']?:/,
  loses: ['alertRoutes'],
  words: ['receiver:', 'contactPoints'],
}

/** Where critical alerts go by the notification policies of Grafana that are here. */
export async function grafanaRoutes(building: Building): Promise<AlertRoute[]> {
  const { repository, settings } = building
  const policies: Found[] = []
  const points: Found[] = []
  for (const { root, environment, condition } of (await builtTrees(building, wanted)).trees) {
    const take = (document: DataNode, outer?: Place) => {
      for (const node of walk(document)) {
        const add = (to: Found[], item: DataNode) =>
          to.push({ node: item, place: outer ?? (item.get('receiver') ?? item).place, environment, condition })
        for (const item of node.get('policies')?.items ?? []) if (isPolicy(item)) add(policies, item)
        for (const item of node.get('contactPoints')?.items ?? []) add(points, item)
      }
    }
    take(root)
    for (const node of walk(root)) {
      for (const { key, value } of node.entries) {
        const text = value.kind === 'scalar' ? value.text : undefined
        if (text === undefined || text.length > 1_000_000 || !/^[ \t]*(policies|contactPoints):/m.test(text)) continue
        const inner = await documentsInside(value, text, repository)
        const outer = inner.file === undefined ? node.keyPlace(key) : undefined
        for (const document of inner.documents) take(document, outer)
      }
    }
  }
  return policies.map((policy, i) => routeOf(policy, i, points, settings))
}

/** Others have policies as well; those of Grafana name a contact point, and group alerts or route them on. */
const isPolicy = (node: DataNode) =>
  node.get('receiver')?.kind === 'scalar' &&
  ['orgId', 'group_by', 'routes', 'matchers', 'object_matchers', 'group_wait', 'repeat_interval'].some((key) =>
    node.get(key),
  )

function routeOf(
  { node, place, environment, condition }: Found,
  i: number,
  points: readonly Found[],
  settings: Settings,
) {
  const { file } = place
  const named = environment ?? environmentOfManifest({ namespace: '', file }, settings)
  const open = condition ?? hiddenOf(node.get('receiver')) ?? hiddenItem(node.get('routes'))
  const severity = severityOf(node)
  const reached = follow(node, severity)
  const channels = new Map<string, Seen<AlertChannel>>()
  for (const point of points) {
    const own = point.environment?.name
    if (own !== undefined && named !== undefined && own !== named.name) continue
    const name = point.node.get('name')?.text ?? ''
    const channel = point.condition ?? channelOfContactPoint(point.node)
    // the same point may stand in several files: of these, none is known to be the one that counts
    const before = channels.get(name)
    channels.set(name, before === undefined || before === channel ? channel : severalOf(name, file))
  }
  return {
    id: `${file}#${place.start ?? 0} grafana ${i}`,
    system: 'grafana',
    severity,
    channel: open ?? channelOfRoutes(reached, channels, file),
    receivers: [...reached.certain].join(', '),
    tellsSomebody: strongest([...channels.values()]) !== 'nobody',
    ...whereNamed(file, named),
    file,
    place,
  } as AlertRoute
}

const severalOf = (name: string, file: string) =>
  new Hidden(`which of several contact points ${name} is used`, {
    kind: 'file',
    text: `define the contact point ${name} once for ${file}`,
  })
