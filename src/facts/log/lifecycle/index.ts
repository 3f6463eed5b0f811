import { parseJson } from '../../../documents/json.ts'
import { basename, dirname } from '../../../documents/path.ts'
import { Text } from '../../../documents/text.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { isForOwnMachine, isTrial } from '../../areas.ts'
import type { NamedEnvironment } from '../../environments.ts'
import type { Building } from '../../manifests/as-built.ts'
import { type BuiltTree, builtTrees, documentsInside, type WantedTrees } from '../../manifests/trees.ts'
import { Unseen } from '../../manifests/unseen.ts'
import { environmentOfManifest } from '../../manifests/where.ts'
import { whereNamed } from '../../monitoring/where.ts'
import type { LogShipper, LogStore } from '../../schema/operation.ts'
import type { FoundStores } from '../loki/index.ts'
import { unusedStore } from '../unused.ts'
import { usesOf } from '../use.ts'
import { lifecyclesCalled } from './calls.ts'
import { type Lifecycle, lifecyclesIn, withIndices } from './policies.ts'
import { subjectOf } from './subject.ts'
import { unclear } from './unclear.ts'

/*
 * By what policies indices of Elasticsearch and OpenSearch are deleted: files of JSON, objects and ConfigMaps, playbooks,
 * scripts and texts of the console that put them to a cluster, and actions of Curator.
 */

const wanted: WantedTrees = {
  text: /["']?\bphases["']?\s*:|min_index_age|\b(state_name|default_state)\b|\bdelete_indices\b/,
  words: ['phases:', '"phases"', 'min_index_age', 'state_name', 'default_state', 'delete_indices'],
  loses: [],
}

const mayHold = new RegExp(`${wanted.text.source}|\\bindex_patterns\\b`)
const largest = 1_000_000

/** How long indices with logs are kept, by the policies that are here. */
export async function lifecycleStores(building: Building): Promise<FoundStores> {
  const logStores: LogStore[] = []
  const logShippers: LogShipper[] = []
  const taken = new Set<string>()
  const unused = (file: string, found: readonly Lifecycle[]) => {
    const one = found.find(({ name, indices }) => subjectOf(name, indices) !== 'other')
    if (one) logShippers.push(unusedStore(titleOf(one), file, one.place, building, { what: `indices (${one.name})` }))
  }
  for (const tree of (await builtTrees(building, wanted)).trees) {
    // files of JSON that are no objects are read below
    if (isLeftOut(tree.file) || (!tree.isObject && tree.file.endsWith('.json'))) continue
    const found = await inTree(tree, building, taken)
    if (found.length === 0) continue
    const places = tree.isObject || isPlaybook(tree.root) ? [tree] : await usesOf(tree.file, building)
    for (const use of places) logStores.push(...storesOf(found, tree.file, use.environment, building, tree))
    if (places.length === 0) unused(tree.file, found)
  }
  for (const { file, found } of await inFiles(building, taken)) {
    const uses = await usesOf(file, building)
    for (const { environment } of uses) logStores.push(...storesOf(found, file, environment, building))
    if (uses.length === 0) unused(file, found)
  }
  return { logStores, logShippers }
}

const isLeftOut = (file: string) => isForOwnMachine(file) || isTrial(file)

/** A list of tasks of Ansible, which are run where the playbook says. */
const isPlaybook = (root: DataNode) =>
  root.items.some(
    (item) => item.get('uri') ?? item.get('ansible.builtin.uri') ?? item.get('tasks') ?? item.get('hosts'),
  )

/** @param taken gets the files that objects take in as texts */
async function inTree(tree: BuiltTree, { repository }: Building, taken: Set<string>): Promise<readonly Lifecycle[]> {
  const { root } = tree
  const named = basename(tree.file).replace(/\.\w+$/, '')
  const found = [...lifecyclesIn(root, root.at('metadata', 'name')?.text ?? named)]
  const beside = [root]
  for (const node of walk(root)) {
    for (const { key, value } of node.entries) {
      const text = value instanceof Unseen ? value.written : value.kind === 'scalar' ? value.text : undefined
      if (text === undefined || text.length > largest || !mayHold.test(text)) continue
      const called = await lifecyclesCalled(value.file, text)
      const inner = called.length > 0 ? [] : await documentsOf(value, text, key, repository)
      beside.push(...inner)
      const place = node.keyPlace(key)
      const policies = [...called, ...inner.flatMap((one) => lifecyclesIn(one, key.replace(/\.\w+$/, '')))]
      if (value.file !== tree.file && policies.length > 0) taken.add(value.file)
      found.push(...policies.map((policy) => ({ ...policy, place })))
    }
  }
  return withIndices(found, beside)
}

async function documentsOf(node: DataNode, text: string, key: string, repository: Building['repository']) {
  if (!/^\s*\{/.test(text)) return (await documentsInside(node, text, repository)).documents
  const { document } = await parseJson(new Text(key, text))
  return document ? [document] : []
}

/** Policies in files of JSON, and in scripts and texts of the console. */
async function inFiles({ repository }: Building, taken: ReadonlySet<string>) {
  const found: { readonly file: string; readonly found: readonly Lifecycle[] }[] = []
  for (const { path, area, size } of repository.ending('.json')) {
    if (area !== 'main' || taken.has(path) || isLeftOut(path) || size > largest) continue
    if (!repository.mayHold(path, '"phases"', 'min_index_age', 'state_name', 'default_state')) continue
    const text = (await repository.text(path))?.content ?? ''
    if (!/"phases"\s*:|"(min_index_age|state_name|default_state)"/.test(text)) continue
    const document = await repository.json(path)
    const policies = document ? lifecyclesIn(document, basename(path).replace(/\.\w+$/, '')) : []
    if (policies.length > 0) found.push({ file: path, found: withIndices(policies, await besideOf(path, repository)) })
  }
  for (const { path, area, size } of repository.ending('.sh', '.bash', '.py', '.ps1', '.console', '.http', '.es')) {
    if (area !== 'main' || isLeftOut(path) || size > largest) continue
    const policies = await lifecyclesCalled(path, (await repository.text(path))?.content ?? '')
    if (policies.length > 0) found.push({ file: path, found: policies })
  }
  return found
}

/** The files of JSON in the same folder: templates of indices lie beside their policies. */
async function besideOf(path: string, repository: Building['repository']): Promise<readonly DataNode[]> {
  const found: DataNode[] = []
  for (const file of repository.in(dirname(path))) {
    if (!file.path.endsWith('.json') || file.size > largest) continue
    if (!(await repository.text(file.path))?.content.includes('index_patterns')) continue
    const document = await repository.json(file.path)
    if (document) found.push(document)
  }
  return found
}

const titleOf = ({ system }: Pick<Lifecycle, 'system'>) => (system === 'opensearch' ? 'OpenSearch' : 'Elasticsearch')

function storesOf(
  found: readonly Lifecycle[],
  file: string,
  environment: NamedEnvironment | undefined,
  { settings }: Building,
  tree?: BuiltTree,
): LogStore[] {
  const namespace = tree?.root.at('metadata', 'namespace')?.text ?? ''
  const named = environment ?? environmentOfManifest({ namespace, file }, settings)
  return found.map(({ system, name, indices, days, place }) => {
    const kind = subjectOf(name, indices)
    return {
      id: `${file}#${name}`,
      kind: kind ?? 'application',
      name: `${titleOf({ system })} (policy ${name})`,
      system,
      kept: true,
      days: kind ? (tree?.condition ?? days) : unclear(name, file),
      forwarded: false,
      ...whereNamed(file, named),
      file: place.file,
      place,
    } as LogStore
  })
}
