import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isKustomization } from '../image/kustomize.ts'
import { join } from '../image/paths.ts'
import type { Repository } from '../repository.ts'
import { environmentOfName, environmentOfPath } from '../terraform/environments.ts'
import { type Running, unseen } from './model.ts'
import { countOf, settled, type Thing } from './objects.ts'
import { type Patch, patchesOf, type WrittenPatch } from './patches.ts'

/** What kustomizations make, and the files that are theirs, so that nobody reads these by themselves. */
export interface Built {
  readonly running: readonly Running[]
  readonly owned: ReadonlySet<string>
  /** folders that hold a kustomization: a file in one that it does not name is not deployed */
  readonly folders: ReadonlySet<string>
}

interface Node {
  readonly folder: string
  readonly document: DataNode
  readonly isComponent: boolean
  /** `resources` and `bases`, then `components`, as they are written */
  readonly takes: readonly string[]
  readonly patches: readonly WrittenPatch[]
}

/**
 * Builds every kustomization that no other takes in, as `kustomize build` would as far as counts and probes go
 * (kubectl.docs.kubernetes.io/references/kustomize/kustomization).
 * @param things the objects of a file that count
 */
export async function kustomized(
  repository: Repository,
  settings: Settings,
  things: (path: string) => Promise<readonly Thing[]>,
): Promise<Built> {
  const nodes = new Map<string, Node>()
  for (const file of repository.files) {
    if (file.area !== 'main' || !isKustomization(file)) continue
    const [document] = (await repository.yaml(file.path)) ?? []
    if (document) nodes.set(dirname(file.path), nodeOf(document, dirname(file.path)))
  }
  const taken = new Set([...nodes.values()].flatMap((node) => node.takes.map((path) => local(node, path))))
  const owned = new Set<string>(taken)
  for (const node of nodes.values()) for (const { path } of node.patches) if (path) owned.add(path)
  const running: Running[] = []
  const builder = new Builder(nodes, repository, things)
  for (const node of nodes.values()) {
    if (node.isComponent || taken.has(node.folder)) continue
    const made = await builder.build(node, [])
    running.push(...inEnvironment(node, made, settings))
  }
  return { running, owned, folders: new Set(nodes.keys()) }
}

const isRemote = (path: string) => /:\/\/|^git@|\?ref=|^[\w.-]+\.[a-z]{2,}\//.test(path)
const local = (node: Node, path: string) => (isRemote(path) ? '' : join(node.folder, path))

function nodeOf(document: DataNode, folder: string): Node {
  const list = (key: string) => document.get(key)?.items ?? []
  const texts = (key: string) => list(key).flatMap((item) => item.text ?? [])
  const written = (item: DataNode): WrittenPatch => ({
    target: item.get('target'),
    path: item.get('path')?.text === undefined ? undefined : join(folder, item.get('path')?.text ?? ''),
    inline: item.get('patch'),
  })
  const strategic = list('patchesStrategicMerge').map((item): WrittenPatch => {
    const inline = (item.text ?? '').includes('\n')
    return {
      target: undefined,
      path: inline ? undefined : join(folder, item.text ?? ''),
      inline: inline ? item : undefined,
    }
  })
  const patches = [...strategic, ...[...list('patchesJson6902'), ...list('patches')].map(written)]
  return {
    folder,
    document,
    isComponent: document.get('kind')?.text === 'Component',
    takes: ['resources', 'bases', 'components'].flatMap(texts),
    patches,
  }
}

/** Builds kustomizations, the shared ones once. */
class Builder {
  readonly #made = new Map<string, Promise<readonly Thing[]>>()

  constructor(
    readonly nodes: ReadonlyMap<string, Node>,
    readonly repository: Repository,
    readonly things: (path: string) => Promise<readonly Thing[]>,
  ) {}

  /** @param above the folders that are being built: what takes itself in ends there */
  async build(node: Node, above: readonly string[]): Promise<readonly Thing[]> {
    let made: Thing[] = []
    const inside = [...above, node.folder]
    const components: Node[] = []
    for (const path of node.takes) {
      if (isRemote(path)) {
        made.push(elsewhere(path, node))
        continue
      }
      const joined = join(node.folder, path)
      const next = this.nodes.get(joined)
      if (!next) made.push(...(await this.things(joined)))
      else if (inside.includes(joined) || inside.length > 20) made.push(elsewhere(path, node))
      else if (next.isComponent) components.push(next)
      else made.push(...(await this.#shared(next, inside)))
    }
    if (node.document.get('helmCharts') || node.document.get('generators')) {
      made.push(elsewhere(node.document.at('helmCharts', 0, 'name')?.text ?? 'a generator', node))
    }
    for (const component of components) made = [...(await this.#component(component, made, inside))]
    return this.#changed(node, made)
  }

  #shared(node: Node, inside: readonly string[]): Promise<readonly Thing[]> {
    const made = this.#made.get(node.folder) ?? this.build(node, inside)
    this.#made.set(node.folder, made)
    return made
  }

  /** A component works on what takes it in. */
  async #component(node: Node, before: readonly Thing[], above: readonly string[]): Promise<readonly Thing[]> {
    let made = [...before]
    const inside = [...above, node.folder]
    for (const path of node.takes) {
      const joined = local(node, path)
      const next = this.nodes.get(joined)
      if (isRemote(path)) made.push(elsewhere(path, node))
      else if (!next) made.push(...(await this.things(joined)))
      else if (inside.includes(joined) || inside.length > 20) made.push(elsewhere(path, node))
      else if (next.isComponent) made = [...(await this.#component(next, made, inside))]
      else made.push(...(await this.#shared(next, inside)))
    }
    return this.#changed(node, made)
  }

  async #changed(node: Node, before: readonly Thing[]): Promise<readonly Thing[]> {
    const patches: Patch[] = []
    for (const written of node.patches) {
      patches.push(...(await patchesOf(written, this.repository, node.document.file)))
    }
    const counts = node.document.get('replicas')?.items ?? []
    return before.map((thing) => {
      let changed = thing
      for (const patch of patches) if (patch.applies(changed)) changed = patch.change(changed)
      const count = counts.find((item) => item.get('name')?.text === thing.name)?.get('count')
      if (!count || thing.about) return changed
      return { ...changed, replicas: countOf(count, thing.name, 1), place: count.place }
    })
  }
}

/** What is taken in from elsewhere: nobody knows what it holds. */
function elsewhere(path: string, node: Node): Thing {
  const hidden = unseen(`the workloads of ${path}`, 'this repository')
  const item = ['resources', 'bases', 'components'].flatMap((key) => node.document.get(key)?.items ?? [])
  return {
    kind: 'elsewhere',
    name: path,
    namespace: '',
    file: node.document.file,
    place: item.find(({ text }) => text === path)?.place ?? node.document.place,
    replicas: hidden,
    readiness: hidden,
    liveness: hidden,
    goesBack: hidden,
  }
}

function inEnvironment(node: Node, made: readonly Thing[], settings: Settings): Running[] {
  const namespace = node.document.get('namespace')?.text
  const environment =
    environmentOfPath(node.folder, settings) ?? (namespace ? environmentOfName(namespace, settings) : undefined)
  return settled(made).map((thing) => ({
    ...thing,
    environment: environment ?? (thing.namespace ? environmentOfName(thing.namespace, settings) : undefined),
    service: `${thing.kind} ${thing.name} ${thing.file}`,
    byHelm: false,
    source: node.folder,
  }))
}
