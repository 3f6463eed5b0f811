import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { documentsInside } from '../../manifests/trees.ts'
import { hiddenOf, Unseen } from '../../manifests/unseen.ts'
import type { Repository } from '../../repository.ts'

/*
 * Settings of Loki are recognised by their form, whatever their file is called: its own configuration
 * (grafana.com/docs/loki/latest/configure) and the values that its charts make it of: `loki.limits_config`,
 * `loki.structuredConfig` and `loki.config`, a map or a text (github.com/grafana/loki/tree/main/production/helm,
 * github.com/grafana/helm-charts: loki-stack, loki-distributed, loki-simple-scalable).
 */

/** What one place sets of a Loki. */
export interface LokiSettings {
  /** the map that holds it */
  readonly node: DataNode
  /** maps with sections of the configuration, what counts most first */
  readonly layers: readonly DataNode[]
  /** the values of a chart around it; undefined where it is a configuration itself */
  readonly values: DataNode | undefined
  /** where the text stands that it is inside of, whose nodes have no places of their own */
  readonly outer: Place | undefined
}

const others = ['ingester', 'compactor', 'storage_config', 'common', 'querier', 'ruler', 'auth_enabled', 'server']

/** Promtail has `limits_config` too (grafana.com/docs/loki/latest/send-data/promtail/configuration). */
const isPromtail = (node: DataNode) =>
  ['clients', 'scrape_configs', 'positions'].some((key) => hasOwn(node, key)) ||
  node.get('limits_config')?.get('readline_rate_enabled') !== undefined

const hasOwn = (node: DataNode, key: string) => node.entries.some((entry) => entry.key === key)

const isMap = (node: DataNode | undefined): node is DataNode => node?.kind === 'map'

/** A configuration, or what values say of one. */
function isSettings(node: DataNode, key: string): boolean {
  if (!isMap(node) || isPromtail(node)) return false
  for (const name of ['schema_config', 'schemaConfig', 'schemaConfigs'])
    if (hasOwn(node, name) && isMap(node.get(name)) && node.get(name)?.get('configs')) return true
  if (hasOwn(node, 'structuredConfig') && isSettings(node.get('structuredConfig') as DataNode, 'config')) return true
  if (!hasOwn(node, 'limits_config') || !isMap(node.get('limits_config'))) return isRetention(node, key)
  return others.some((name) => hasOwn(node, name)) || isRetention(node, key) || /^(loki|config)$/.test(key)
}

/** A part of a configuration that says nothing but how long logs are kept. */
function isRetention(node: DataNode, key: string): boolean {
  const [limits, compactor] = [node.get('limits_config'), node.get('compactor')]
  if (hasOwn(node, 'limits_config') && isMap(limits) && hasOwn(limits, 'retention_period')) return true
  if (!/^(loki|config|structuredConfig)$/.test(key)) return false
  const tables = node.get('table_manager')
  if (hasOwn(node, 'table_manager') && isMap(tables) && hasOwn(tables, 'retention_period')) return true
  return hasOwn(node, 'compactor') && isMap(compactor) && hasOwn(compactor, 'retention_enabled')
}

const inText = /^[ \t]*["']?(schema_config|schemaConfig|limits_config|table_manager|retention_enabled)["']?:/m
const most = 1_000_000

/** Every set of settings in a tree: in its maps, and in the texts of its ConfigMaps, Secrets and values. */
export async function settingsIn(root: DataNode, repository: Repository): Promise<readonly LokiSettings[]> {
  const found: LokiSettings[] = []
  const seen = new Set<DataNode>()
  const visit = async (node: DataNode, key: string, values: DataNode | undefined, outer: Place | undefined) => {
    if (seen.has(node)) return
    seen.add(node)
    if (isSettings(node, key)) {
      const layers = await layersOf(node, repository)
      found.push({ node, layers, values, outer })
      return
    }
    for (const item of node.items) await visit(item, '', values, outer)
    for (const { key: name, value } of node.entries) {
      const text = textIn(value, name)
      if (text === undefined) await visit(value, name, valuesAround(node, name, values), outer)
      else if (inText.test(text)) {
        const inner = await documentsInside(value, text, repository)
        const place = inner.file === undefined ? (outer ?? node.keyPlace(name)) : undefined
        for (const document of inner.documents) await visit(document, '', undefined, place)
      }
    }
  }
  await visit(root, '', undefined, undefined)
  return found
}

/** The values of a chart are the map that holds `loki`; those of a chart in a chart, the inner one. */
const valuesAround = (node: DataNode, key: string, known: DataNode | undefined) =>
  key === 'loki' || (key === 'config' && !known) ? node : known

/** The text of a scalar as far as it is seen; what Secrets hold is Base64. */
function textIn(node: DataNode, key: string): string | undefined {
  const text = node instanceof Unseen ? node.written : node.kind === 'scalar' ? node.text : undefined
  if (text === undefined || text.length > most) return undefined
  const isEncoded = /\.ya?ml$/.test(key) && text.length > 80 && /^[\w+/=\s]+$/.test(text)
  return isEncoded ? Buffer.from(text, 'base64').toString('utf8') : text
}

async function layersOf(node: DataNode, repository: Repository): Promise<readonly DataNode[]> {
  const layers = [node]
  const structured = node.entry('structuredConfig') && node.get('structuredConfig')
  if (isMap(structured)) layers.unshift(structured)
  const config = hasOwn(node, 'config') ? node.get('config') : undefined
  if (isMap(config)) layers.push(config)
  const text = config && textIn(config, 'config')
  if (config && text && inText.test(text)) layers.push(...(await documentsInside(config, text, repository)).documents)
  return layers
}

/** A setting with its place. */
export interface Said {
  readonly node: DataNode
  readonly place: Place
}

/** What the settings say under a section and a key; undefined where they say nothing. */
export function said({ layers, outer }: LokiSettings, section: string, key: string): Said | undefined {
  for (const layer of layers) {
    const inner = layer.get(section)
    const node = inner?.get(key)
    if (!inner || !node || (node.kind === 'scalar' && node.value === null && !hiddenOf(node))) continue
    return { node, place: outer ?? inner.keyPlace(key) }
  }
  return undefined
}
