import { basename, dirname } from '../../../documents/path.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { isForOwnMachine, isTrial } from '../../areas.ts'
import type { NamedEnvironment } from '../../environments.ts'
import type { Building } from '../../manifests/as-built.ts'
import { type BuiltTree, builtTrees, documentsInside, type WantedTrees } from '../../manifests/trees.ts'
import { environmentOfManifest } from '../../manifests/where.ts'
import { whereNamed } from '../../monitoring/where.ts'
import type { LogShipper, LogStore } from '../../schema/operation.ts'
import type { Kept } from '../kept.ts'
import { kindOfName } from '../kind.ts'
import { unusedStore } from '../unused.ts'
import { type Use, usesOf } from '../use.ts'
import { lastsNot } from './lasting.ts'
import { retentionOf } from './retention.ts'
import { type LokiSettings, settingsIn } from './settings.ts'
import { retentionOfStack } from './stack.ts'

/*
 * How long a Loki keeps logs, wherever it is told: its configuration in files and ConfigMaps, values of its charts, in
 * HelmReleases and Applications too, and LokiStacks of its operator.
 */

/** Stores of logs, and what is here of stores that nobody is seen to use. */
export interface FoundStores {
  readonly logStores: readonly LogStore[]
  readonly logShippers: readonly LogShipper[]
}

const wanted: WantedTrees = {
  text: /\b(schema_config|schemaConfig|limits_config|retention_period)["']?:|\bkind["']?:\s*["']?LokiStack\b|\bretention_enabled["']?:/,
  words: ['schema_config', 'schemaConfig', 'limits_config', 'retention_'],
  loses: ['logStores'],
}

interface Found {
  readonly loki: LokiSettings
  readonly tree: BuiltTree
}

/** How long each Loki of the repository keeps logs. */
export async function lokiStores(building: Building): Promise<FoundStores> {
  const { repository, settings } = building
  const { trees, unread, filledIn } = await builtTrees(building, wanted)
  const shipped = trees.filter(({ file }) => !isForOwnMachine(file) && !isTrial(file))
  const logStores: LogStore[] = []
  const logShippers: LogShipper[] = []
  const found: Found[] = []
  const runtime: DataNode[] = []
  for (const tree of shipped) {
    if (tree.root.get('kind')?.text === 'LokiStack')
      logStores.push(...storesOf(retentionOfStack(tree.root), tree, building))
    else for (const loki of await settingsIn(tree.root, repository)) found.push({ loki, tree })
    runtime.push(...(await runtimeIn(tree.root, building)))
  }
  // what a generator or a chart puts into an object is read there
  const inObjects = new Set(found.filter(({ tree }) => tree.isObject).map(({ loki }) => loki.node.file))
  const own = found.filter(({ tree, loki }) => tree.isObject || !inObjects.has(loki.node.file))
  for (const one of layered(own, building)) {
    const { loki, tree } = one
    const isFull = loki.layers.some((layer) => layer.get('schema_config') ?? layer.get('schemaConfig'))
    const isPart = loki.values !== undefined || !isFull ? own.length > 1 && !isFull : false
    const kept = retentionOf(loki, { file: tree.file, isPart, runtime, settings })
    const hidden = tree.condition ?? (await lastsNot(loki, tree, building))
    const seen = hidden ? kept.map((each) => ({ ...each, days: hidden })) : kept
    if (tree.isObject || isOfChart(tree.file, building)) {
      logStores.push(...storesOf(seen, tree, building))
      continue
    }
    const uses = await usesOf(tree.file, building)
    for (const use of apart(uses)) logStores.push(...storesOf(seen, { ...tree, ...use }, building))
    if (uses.length === 0) logShippers.push(unusedStore('Loki', tree.file, loki.node.place, building))
  }
  for (const { file, place, environment, hidden } of unread)
    logStores.push(
      ...storesOf(
        [{ kind: 'application', days: hidden, place, of: '' }],
        { file, environment, root: undefined },
        building,
      ),
    )
  for (const file of filledIn)
    if (!isForOwnMachine(file))
      logShippers.push(unusedStore('Loki', file, { file }, building, { why: 'is filled in before it is used' }))
  return { logStores, logShippers }
}

const apart = (uses: readonly Use[]) => [...new Map(uses.map((use) => [use.environment?.name ?? '', use])).values()]

const isOfChart = (file: string, { repository }: Building) =>
  repository.has(`${dirname(file) ? `${dirname(file)}/` : ''}Chart.yaml`)

type Where = Pick<BuiltTree, 'file' | 'environment'> & { readonly root: DataNode | undefined }

function storesOf(kept: readonly Kept[], { file, environment, root }: Where, { settings }: Building): LogStore[] {
  const metadata = root?.get('metadata')
  const name = metadata?.get('name')?.text ?? ''
  const namespace = metadata?.get('namespace')?.text ?? ''
  const isAudit = kindOfName(name) === 'audit'
  const named: NamedEnvironment | undefined = environment ?? environmentOfManifest({ namespace, file }, settings)
  return kept.map(
    ({ kind, days, place, of, environment: own }) =>
      ({
        id: `${file}#loki${of ? ` ${of}` : ''}`,
        kind: isAudit && kind === 'application' ? 'audit' : kind,
        name: `Loki of ${file}${of ? ` (${of})` : ''}`,
        system: 'loki',
        kept: true,
        days,
        forwarded: false,
        ...whereNamed(file, own ?? named),
        file: place.file,
        place,
      }) as LogStore,
  )
}

/**
 * Values for an environment are laid over those of the same or a folder above that name none; what was laid under others is
 * deployed with them.
 */
function layered(found: readonly Found[], { settings }: Building): readonly Found[] {
  const environmentOf = ({ tree }: Found) =>
    tree.environment ?? environmentOfManifest({ namespace: '', file: tree.file }, settings)
  const plain = found.filter(({ tree, loki }) => !tree.isObject && loki.outer === undefined)
  const bases = plain.filter(
    (one) => environmentOf(one) === undefined && /values|base|common|default|loki/i.test(basename(one.tree.file)),
  )
  const under = new Set<Found>()
  const made = found.map((one) => {
    if (!plain.includes(one) || environmentOf(one) === undefined) return one
    const folder = dirname(one.tree.file)
    const base = bases
      .filter(({ tree }) => isAbove(dirname(tree.file), folder))
      .sort((a, b) => dirname(b.tree.file).length - dirname(a.tree.file).length)[0]
    if (!base) return one
    under.add(base)
    return { ...one, loki: { ...one.loki, layers: [...one.loki.layers, ...base.loki.layers] } }
  })
  return made.filter((one) => !under.has(one))
}

const isAbove = (above: string, folder: string) =>
  above === folder || folder.startsWith(`${above}/`) || dirname(folder) === dirname(above)

/** Limits of single tenants that Loki reads while it runs (grafana.com/docs/loki/latest/configure, "Runtime Configuration file"). */
async function runtimeIn(root: DataNode, { repository }: Building): Promise<readonly DataNode[]> {
  const isRuntime = (node: DataNode) =>
    node.kind === 'map' &&
    node.entries.length <= 4 &&
    node.entries.some(({ key }) => key === 'overrides') &&
    (node.get('overrides')?.entries ?? []).some(({ value }) => value.get('retention_period'))
  if (isRuntime(root)) return [root]
  const found: DataNode[] = []
  for (const node of walk(root)) {
    const text = node.kind === 'scalar' ? node.text : undefined
    if (text === undefined || !/^[ \t]*overrides:/m.test(text) || !text.includes('retention_period')) continue
    found.push(...(await documentsInside(node, text, repository)).documents.filter(isRuntime))
  }
  return found
}
