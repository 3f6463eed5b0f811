import { basename, dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { type DeployedByManifest, overlayOf } from './manifests.ts'

/** A kustomization that sets images, with what it reaches. */
export interface Kustomization {
  /** images by the name that manifests write */
  readonly images: ReadonlyMap<string, DeployedByManifest>
  /** folders and files whose manifests it takes in, those of what it takes in too */
  readonly reaches: ReadonlySet<string>
}

/** What a kustomization may be called. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

export const isKustomization = (file: RepositoryFile): boolean => kustomizationNames.includes(basename(file.path))

/** Most kustomizations set no image; where none does, none is parsed. */
const setsImages = /^\s*images:|newTag|newName/m

/**
 * The kustomizations of the service (kubectl.docs.kubernetes.io/references/kustomize: `resources`, `components`,
 * `images`). A component changes what takes it in, and is nothing by itself.
 */
export async function kustomizationsOf(repository: Repository): Promise<readonly Kustomization[]> {
  const files = repository.named(...kustomizationNames).filter((file) => file.area === 'main')
  const texts = await Promise.all(files.map((file) => repository.text(file.path)))
  if (!texts.some((text) => text && setsImages.test(text.content))) return []
  const byFolder = new Map<string, Parsed>()
  for (const { path } of files) {
    const [document] = (await repository.yaml(path)) ?? []
    if (document) byFolder.set(dirname(path), parsed(document, path))
    else repository.claim(path, 'images')
  }
  const found: Kustomization[] = []
  for (const [folder, { isComponent }] of byFolder) {
    if (isComponent) continue
    const reaches = reachOf(folder, byFolder)
    const images = new Map<string, DeployedByManifest>()
    // what is nearer wins over what is taken in
    for (const path of [...reaches].reverse()) {
      for (const [name, image] of byFolder.get(path)?.images ?? []) images.set(name, image)
    }
    if (images.size) found.push({ images, reaches })
  }
  return found
}

interface Parsed {
  readonly isComponent: boolean
  readonly takes: readonly string[]
  readonly images: ReadonlyMap<string, DeployedByManifest>
}

function parsed(document: DataNode, path: string): Parsed {
  const folder = dirname(path)
  const takes = ['resources', 'bases', 'components'].flatMap((key) => document.get(key)?.items ?? [])
  const images = new Map<string, DeployedByManifest>()
  for (const image of document.get('images')?.items ?? []) {
    const name = image.get('name')?.text
    const tag = image.get('newTag') ?? image.get('digest')
    const newName = image.get('newName')?.text ?? name
    if (!name || !newName) continue
    images.set(name, {
      reference: tag?.text ? `${newName}${image.get('digest') ? '@' : ':'}${tag.text}` : newName,
      place: (tag ?? image).place,
      environment: document.get('namespace')?.text ?? overlayOf(path),
      source: 'kustomization',
      open: false,
    })
  }
  return {
    isComponent: document.get('kind')?.text === 'Component',
    takes: takes.flatMap((item) => (item.text && !/:\/\/|^git@|\?ref=/.test(item.text) ? join(folder, item.text) : [])),
    images,
  }
}

/** The folder itself, and whatever it takes in, nearest first. */
function reachOf(folder: string, byFolder: ReadonlyMap<string, Parsed>): ReadonlySet<string> {
  const reached = new Set([folder])
  for (const path of reached) for (const taken of byFolder.get(path)?.takes ?? []) reached.add(taken)
  return reached
}

const nameOf = (reference: string) => reference.replace(/@.*$/, '').replace(/:[^/]*$/, '')
const restOf = (reference: string) => reference.slice(nameOf(reference).length)

/** Manifests that a kustomization takes in and changes count as it leaves them; all others as they are written. */
export function applyKustomizations(
  manifests: readonly DeployedByManifest[],
  kustomizations: readonly Kustomization[],
): DeployedByManifest[] {
  const used = new Map<DeployedByManifest, DeployedByManifest>()
  const kept = manifests.filter((manifest) => {
    if (manifest.source !== 'manifest') return true
    const { file } = manifest.place
    let isChanged = false
    for (const { images, reaches } of kustomizations) {
      const image = images.get(nameOf(manifest.reference))
      if (!image || !(reaches.has(file) || reaches.has(dirname(file)))) continue
      isChanged = true
      // `newName` alone leaves the tag as it is
      const isWhole = /[:@][^/]*$/.test(image.reference)
      if (!used.has(image))
        used.set(image, isWhole ? image : { ...image, reference: image.reference + restOf(manifest.reference) })
    }
    return !isChanged
  })
  // what is set for images that no manifest here names is for manifests elsewhere
  const unused = kustomizations.flatMap(({ images }) => [...images.values()]).filter((image) => !used.has(image))
  return [...kept, ...used.values(), ...new Set(unused.filter((image) => /[:@][^/]*$/.test(image.reference)))]
}
