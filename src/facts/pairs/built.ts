import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode, Entry } from '../../documents/tree.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { emptyMap, scalar, withEntries } from '../manifests/edit.ts'
import { type Build, buildKustomizations } from '../manifests/kustomize/build.ts'
import type { Resource } from '../manifests/kustomize/resource.ts'
import { Unseen } from '../manifests/unseen.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import { bySlot, plainestFirst, type Slot, slotOfFolder, strangersIn } from './slots.ts'

/** What two kustomizations make that differ by their environment alone: each object under its kind and name. */
export interface BuiltPair {
  readonly staging: Side
  readonly production: Side
  /** why the two cannot be compared */
  readonly hidden?: Hidden
}

/** One of the two. */
export interface Side {
  readonly path: string
  readonly tree: DataNode
  readonly file: string
}

interface Candidate {
  readonly build: Build
  readonly slot: Slot
}

/** The kustomizations of staging beside those of production: `overlays/staging`, `overlays/production`. */
export async function builtPairs(repository: Repository, settings: Settings): Promise<readonly BuiltPair[]> {
  const candidates = (await buildKustomizations(repository)).builds.flatMap((build): Candidate[] => {
    const slot = build.isComponent || build.resources.length === 0 ? undefined : slotOfFolder(build.folder, settings)
    return slot ? [{ build, slot }] : []
  })
  return bySlot(candidates, ({ slot }) => slot).flatMap(({ staging, production }) => {
    const [one] = plainestFirst(staging)
    const [other] = plainestFirst(production)
    if (!one || !other) return []
    const hidden =
      strangersIn(staging, folderOf) ?? strangersIn(production, folderOf) ?? takesElse(one.build, other.build)
    const pair = { staging: sideOf(one.build, settings), production: sideOf(other.build, settings) }
    return [{ ...pair, ...(hidden && { hidden }) }]
  })
}

const folderOf = ({ build }: Candidate) => build.folder

/** Where one takes in from elsewhere what the other does not, what is lacking may come from there. */
function takesElse(one: Build, other: Build): Hidden | undefined {
  for (const [taker, without] of [
    [one, other],
    [other, one],
  ] as const) {
    const taken = taker.absent.find(({ name }) => !without.absent.some((also) => also.name === name))
    if (taken)
      return new Hidden(`what ${taken.name} brings into ${taker.folder}`, {
        kind: 'file',
        text: `keep ${taken.name} in this repository`,
      })
  }
  return undefined
}

/** How many run, what watches them, and what an environment is by itself: these may be in one alone (verdicts.md). */
const ofEnvironment =
  /^(Namespace|CustomResourceDefinition|HorizontalPodAutoscaler|VerticalPodAutoscaler|ScaledObject|PodDisruptionBudget|ResourceQuota|LimitRange|PersistentVolume|ServiceMonitor|PodMonitor|PrometheusRule|Probe|GrafanaDashboard)$/

const sideOf = ({ folder, document, resources }: Build, settings: Settings): Side =>
  sideOfObjects(folder, resources, document, settings)

/** The objects of a folder under their kinds and names, those left out that an environment may have by itself. */
export function sideOfObjects(
  folder: string,
  resources: readonly Resource[],
  { place, file }: DataNode,
  settings: Settings,
): Side {
  const objects = new Map<string, Entry>()
  for (const resource of resources) {
    if (ofEnvironment.test(resource.kind)) continue
    const key = `${resource.kind} ${stemOf(resource, settings)}`
    objects.set(key, { key, keySpan: resource.root.span, value: comparable(resource) })
  }
  return { path: folder, tree: withEntries(emptyMap(place), [...objects.values()]), file }
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
