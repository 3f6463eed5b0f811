import type { DataNode } from '../../../documents/tree.ts'
import { once } from '../../once.ts'
import type { Repository } from '../../repository.ts'
import { scalar, withKey } from '../edit.ts'
import { hiddenBecause } from '../helm/value.ts'
import { Unseen } from '../unseen.ts'
import { generated, laidOver, signOf } from './generators.ts'
import { type Absent, type Kustomization, kustomizationsIn, localPath } from './kustomization.ts'
import { type Lost, patchesUnder, withPatches } from './patching.ts'
import { withReferences } from './references.ts'
import { changedTo, type Resource, resourcesOf } from './resource.ts'
import { annotated, counted, inNamespace, labelled, renamed, withImages } from './transformers.ts'
import { withoutUnfollowed } from './unfollowed.ts'

/** What a kustomization that no other takes in makes. */
export interface Build {
  readonly folder: string
  readonly document: DataNode
  readonly resources: readonly Resource[]
  /** what it takes in from elsewhere, or cannot be made here, by its name */
  readonly absent: readonly Absent[]
  /** patches whose object is not among these: they change what comes from elsewhere */
  readonly unmet: readonly DataNode[]
  /** items of `images` that no object here names, by that name: they too are for what comes from elsewhere */
  readonly unmetImages: ReadonlyMap<string, DataNode>
  /** a component that nothing here takes in */
  readonly isComponent: boolean
}

/** What all kustomizations make, and what is theirs, so that nobody reads it by itself. */
export interface Builds {
  readonly builds: readonly Build[]
  /** files and folders that kustomizations take in, and files of their patches */
  readonly owned: ReadonlySet<string>
  /** folders that hold a kustomization: a file in one that it does not name is not deployed */
  readonly folders: ReadonlySet<string>
  /** files that they take in and that cannot be read */
  readonly unread: ReadonlySet<string>
}

/** Builds every kustomization that no other takes in, as `kustomize build` does: once in a run, whoever asks. */
export const buildKustomizations = once(buildAll)

async function buildAll(repository: Repository): Promise<Builds> {
  const all = await kustomizationsIn(repository)
  const owned = new Set<string>()
  for (const one of all.values()) {
    for (const item of [...one.resources, ...one.components]) {
      const path = localPath(one, item)
      if (path !== undefined && path !== one.folder) owned.add(path)
    }
    for (const key of ['patchesStrategicMerge', 'patches', 'patchesJson6902'] as const)
      for (const { path } of patchesUnder(key, one)) if (path !== undefined) owned.add(path)
  }
  const builder = new Builder(all, repository)
  const builds: Build[] = []
  // first those that no other takes in; what is not reached then is a circle, and is told of as one
  const tops = [...all.values()].filter(({ isComponent }) => !isComponent)
  for (const one of [
    ...tops.filter(({ folder }) => !owned.has(folder)),
    ...tops.filter(({ folder }) => owned.has(folder)),
    ...[...all.values()].filter(({ isComponent }) => isComponent),
  ]) {
    const { folder, document, isComponent } = one
    if ((owned.has(folder) || isComponent) && builder.reached.has(folder)) continue
    const { resources, ...made } = await builder.made(one, [])
    const absent = [...made.absent, ...(isComponent ? [] : unmetIn(one, made))]
    builds.push({ folder, document, resources: withReferences(signed(resources)), ...made, absent, isComponent })
  }
  return { builds, owned, folders: new Set(all.keys()), unread: builder.unread }
}

/** Where nothing comes from elsewhere, a patch whose object is not here ends the build. */
function unmetIn({ document }: Kustomization, { absent, unmet }: Omit<Made, 'resources'>): readonly Absent[] {
  const [patch] = absent.length > 0 ? [] : unmet
  if (!patch) return []
  const object = `${patch.get('kind')?.text ?? 'an object'} ${patch.at('metadata', 'name')?.text ?? ''}`.trim()
  return [
    { name: `${document.file}, which kustomize refuses (no object is the ${object} of a patch)`, place: patch.place },
  ]
}

/** Generated names get the sign of their content. */
function signed(resources: readonly Resource[]): Resource[] {
  return resources.map((resource) => {
    if (!resource.isHashed) return resource
    const sign = signOf(resource)
    const node = resource.root.at('metadata', 'name')
    const metadata = resource.root.get('metadata')
    if (!node || !metadata) return resource
    const hidden = hiddenBecause(`the whole name of ${resource.name}`, 'this repository')
    const name = sign === undefined ? new Unseen(hidden, node.place) : scalar(`${resource.name}-${sign}`, node.place)
    return changedTo(resource, withKey(resource.root, 'metadata', withKey(metadata, 'name', name)))
  })
}

type Made = Pick<Build, 'resources' | 'absent' | 'unmet' | 'unmetImages'>

const nothing: Made = { resources: [], absent: [], unmet: [], unmetImages: new Map() }

const deepest = 30

class Builder {
  readonly reached = new Set<string>()
  readonly unread = new Set<string>()
  readonly #made = new Map<string, Promise<Made>>()

  constructor(
    readonly all: ReadonlyMap<string, Kustomization>,
    readonly repository: Repository,
  ) {}

  /** @param above the folders that are being built: what takes itself in ends there */
  async made(one: Kustomization, above: readonly string[]): Promise<Made> {
    return this.#finished(one, nothing, above)
  }

  /** What it takes in and generates, then its components, then its own changes. */
  async #finished(one: Kustomization, before: Made, above: readonly string[]): Promise<Made> {
    this.reached.add(one.folder)
    const inside = [...above, one.folder]
    const absent: Absent[] = [...before.absent]
    const unmet: DataNode[] = [...before.unmet]
    const images = new Map(before.unmetImages)
    let resources: readonly Resource[] = before.resources
    for (const item of one.resources) {
      const taken = await this.#taken(one, item, inside)
      resources = [...resources, ...taken.resources]
      absent.push(...taken.absent)
      unmet.push(...taken.unmet)
      for (const [name, item] of taken.unmetImages) images.set(name, item)
    }
    resources = await this.#generated(one, resources)
    for (const key of ['helmCharts', 'helmChartInflationGenerator', 'generators'] as const) {
      for (const item of one.document.get(key)?.items ?? []) {
        absent.push({
          name: item.get('name')?.text ?? item.get('chartName')?.text ?? `a plugin under ${key}`,
          place: item.place,
        })
      }
    }
    for (const item of one.components) {
      const path = localPath(one, item)
      const component = path === undefined ? undefined : this.all.get(path)
      const circle = path === undefined ? undefined : circleOf(inside, path)
      if (!component || circle) absent.push({ name: circle ?? item.text ?? '', place: item.place })
      else {
        const made = await this.#finished(component, { ...nothing, resources }, inside)
        resources = made.resources
        absent.push(...made.absent)
        unmet.push(...made.unmet)
        for (const [name, item] of made.unmetImages) images.set(name, item)
      }
    }
    const lost = { unmet, absent }
    return { resources: await this.#transformed(one, resources, lost, images), absent, unmet, unmetImages: images }
  }

  async #taken(one: Kustomization, item: DataNode, inside: readonly string[]): Promise<Made> {
    const path = localPath(one, item)
    const absent = (name: string): Made => ({ ...nothing, absent: [{ name, place: item.place }] })
    if (path === undefined) return absent(item.text ?? '')
    const next = this.all.get(path)
    if (!next) {
      if (!this.repository.has(path)) return absent(item.text ?? '')
      const documents = await this.repository.yaml(path)
      if (!documents) {
        this.unread.add(path)
        this.repository.claim(path, 'images', 'workloads', 'scales')
      }
      return {
        ...nothing,
        resources: (documents ?? []).flatMap(resourcesOf),
        absent: documents ? [] : absent(item.text ?? '').absent,
      }
    }
    const circle = circleOf(inside, path)
    if (circle || inside.length > deepest) return absent(circle ?? item.text ?? '')
    const known = this.#made.get(path) ?? this.made(next, inside)
    this.#made.set(path, known)
    return known
  }

  async #generated(one: Kustomization, before: readonly Resource[]): Promise<readonly Resource[]> {
    const resources = [...before]
    const options = one.document.get('generatorOptions')
    for (const [key, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const) {
      for (const item of one.document.get(key)?.items ?? []) {
        const made = await generated(item, kind, one.folder, options, this.repository)
        if (!made) continue
        const at = resources.findIndex(
          (other) => other.kind === kind && [other.name, other.originalName].includes(made.resource.name),
        )
        const known = resources[at]
        if (known && made.behaviour === 'merge') resources[at] = laidOver(known, made.resource)
        else if (known && made.behaviour === 'replace') resources[at] = made.resource
        else resources.push(made.resource)
      }
    }
    return resources
  }

  /** In the order of kustomize (api/internal/target: configureBuiltinTransformers). */
  async #transformed(
    one: Kustomization,
    before: readonly Resource[],
    lost: Lost,
    unmetImages: Map<string, DataNode>,
  ): Promise<readonly Resource[]> {
    const { document } = one
    const text = (key: string) => document.get(key)?.text
    let made = await withPatches(before, patchesUnder('patchesStrategicMerge', one), this.repository, lost)
    made = await withPatches(made, patchesUnder('patches', one), this.repository, lost)
    const namespace = document.get('namespace')
    if (namespace?.text) made = made.map(inNamespace(namespace))
    if (text('namePrefix') || text('nameSuffix'))
      made = made.map(renamed(text('namePrefix') ?? '', text('nameSuffix') ?? ''))
    for (const { pairs, onSelectors, onTemplates } of labelsOf(document))
      made = made.map(labelled(pairs, onSelectors, onTemplates))
    const annotations = document.get('commonAnnotations')
    if (annotations) made = made.map(annotated(annotations))
    made = await withPatches(made, patchesUnder('patchesJson6902', one), this.repository, lost)
    const counts = document.get('replicas')?.items ?? []
    if (counts.length > 0) made = made.map(counted(counts))
    const images = document.get('images')?.items ?? []
    if (images.length > 0) made = made.map(withImages(images, unmetImages))
    return withoutUnfollowed(one, made, this.repository)
  }
}

/** The way round, where a folder takes in one that is being built. */
function circleOf(inside: readonly string[], path: string): string | undefined {
  const at = inside.indexOf(path)
  return at < 0
    ? undefined
    : `${[...inside.slice(at), path].map((one) => one || '.').join(' → ')}, which takes itself in`
}

function labelsOf(document: DataNode): { pairs: DataNode; onSelectors: boolean; onTemplates: boolean }[] {
  const common = document.get('commonLabels')
  const own = (document.get('labels')?.items ?? []).flatMap((item) => {
    const pairs = item.get('pairs')
    const is = (key: string) => item.get(key)?.text === 'true'
    return pairs ? [{ pairs, onSelectors: is('includeSelectors'), onTemplates: is('includeTemplates') }] : []
  })
  return [...own, ...(common ? [{ pairs: common, onSelectors: true, onTemplates: true }] : [])]
}
