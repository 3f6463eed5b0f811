import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode, Entry } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { emptyMap, scalar, withEntries } from '../manifests/edit.ts'
import { type Build, buildKustomizations } from '../manifests/kustomize/build.ts'
import type { Resource } from '../manifests/kustomize/resource.ts'
import { Unseen } from '../manifests/unseen.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import { slotOfFolder } from './slots.ts'

/** What two kustomizations make that differ by their environment alone: each object under its kind and name. */
export interface BuiltPair {
  readonly staging: Side
  readonly production: Side
}

/** One of the two. */
export interface Side {
  readonly path: string
  readonly tree: DataNode
  readonly file: string
}

/**
 * The kustomizations of staging beside those of production (`overlays/staging`, `overlays/production`). Where one of them
 * takes in from elsewhere what the other does not, what is lacking may come from there, and they are not compared.
 */
export async function builtPairs(repository: Repository, settings: Settings): Promise<readonly BuiltPair[]> {
  const groups = new Map<string, { staging: Build[]; production: Build[] }>()
  for (const build of (await buildKustomizations(repository)).builds) {
    const slot = build.isComponent ? undefined : slotOfFolder(build.folder, settings)
    if (!slot) continue
    const group = groups.get(slot.key) ?? { staging: [], production: [] }
    group[slot.class].push(build)
    groups.set(slot.key, group)
  }
  const pairs: BuiltPair[] = []
  for (const { staging, production } of groups.values()) {
    const [one, other] = [staging[0], production[0]]
    if (!one || !other || staging.length > 1 || production.length > 1 || !takeAlike(one, other)) continue
    if (one.resources.length === 0 || other.resources.length === 0) continue
    pairs.push({ staging: sideOf(one, settings), production: sideOf(other, settings) })
  }
  return pairs
}

function takeAlike(one: Build, other: Build): boolean {
  const named = ({ absent }: Build) =>
    absent
      .map(({ name }) => name)
      .sort()
      .join('\n')
  return named(one) === named(other)
}

/** How many run, what watches them, and what an environment is by itself: these may be in one alone (verdicts.md). */
const ofEnvironment =
  /^(Namespace|CustomResourceDefinition|HorizontalPodAutoscaler|VerticalPodAutoscaler|ScaledObject|PodDisruptionBudget|ResourceQuota|LimitRange|PersistentVolume|ServiceMonitor|PodMonitor|PrometheusRule|Probe|GrafanaDashboard)$/

function sideOf({ folder, document, resources }: Build, settings: Settings): Side {
  const objects = new Map<string, Entry>()
  for (const resource of resources) {
    if (ofEnvironment.test(resource.kind)) continue
    const key = `${resource.kind} ${stemOf(resource, settings)}`
    objects.set(key, { key, keySpan: resource.root.span, value: comparable(resource) })
  }
  const tree = withEntries(emptyMap(document.place), [...objects.values()])
  return { path: folder, tree, file: document.file }
}

/** The name as it was written, without the words for its environment. */
function stemOf({ originalName }: Resource, settings: Settings): string {
  const words = originalName.split('-').filter((word) => isHidden(classify(word, settings)))
  return words.join('-') || originalName
}

/** An object without its names and marks, its lists by the names of their items, of secrets the keys alone. */
function comparable({ root, kind }: Resource): DataNode {
  const isSecret = /Secret$/.test(kind)
  const entries = root.entries.filter(({ key }) => !/^(apiVersion|kind|metadata|status)$/.test(key))
  return keyed(withEntries(emptyMap(root.place), entries), isSecret, 0)
}

const deepest = 40

function keyed(node: DataNode, isSecret: boolean, depth: number): DataNode {
  if (node instanceof Unseen || depth > deepest) return node
  if (node.kind === 'scalar') return isSecret ? scalar('', node.place) : node
  if (node.kind === 'map')
    return withEntries(
      node,
      node.entries.map((entry) =>
        entry.key === 'image' && entry.value.text
          ? { ...entry, value: imageOf(entry.value.text, entry.value.place) }
          : { ...entry, value: keyed(entry.value, isSecret, depth + 1) },
      ),
    )
  if (!node.items.some(({ kind }) => kind === 'map')) return node
  const entries = node.items.map((item, i): Entry => {
    const key = item.get('name')?.text ?? String(i)
    const value = item.get('value')
    const isVariable = value?.kind === 'scalar' && item.entries.length === 2 && item.get('name') !== undefined
    return { key, keySpan: item.span, value: keyed(isVariable ? value : item, isSecret, depth + 1) }
  })
  return withEntries(emptyMap(node.place), entries)
}

/** An image by its name: which version runs and in whose registry it lies are the environment's. */
function imageOf(text: string, place: Place): DataNode {
  const name = text
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '')
  return withEntries(emptyMap(place), [{ key: 'name', keySpan: place as Entry['keySpan'], value: scalar(name, place) }])
}
