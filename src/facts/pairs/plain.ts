import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { buildKustomizations } from '../manifests/kustomize/build.ts'
import { kustomizationNames } from '../manifests/kustomize/kustomization.ts'
import { type Resource, resourcesOf } from '../manifests/kustomize/resource.ts'
import type { Repository } from '../repository.ts'
import { type BuiltPair, type Side, sideOfObjects } from './built.ts'
import { bySlot, plainestFirst, type Slot, slotOfFolder, strangersIn } from './slots.ts'

interface Folder {
  readonly folder: string
  readonly slot: Slot
}

/** Folders of plain manifests that differ by their environment alone, as `kubectl apply -f k8s/staging/` takes them. */
export async function plainPairs(repository: Repository, settings: Settings): Promise<readonly BuiltPair[]> {
  const built = new Set(repository.named(...kustomizationNames, 'Chart.yaml').map(({ path }) => dirname(path)))
  const { owned } = await buildKustomizations(repository)
  const folders = new Map<string, Folder>()
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    const folder = dirname(path)
    if (area !== 'main' || folders.has(folder) || owned.has(path) || within(folder).some((one) => built.has(one)))
      continue
    const slot = slotOfFolder(folder, settings)
    if (slot && repository.mayHold(path, 'apiVersion')) folders.set(folder, { folder, slot })
  }
  const pairs: BuiltPair[] = []
  for (const { staging, production } of bySlot([...folders.values()], ({ slot }) => slot)) {
    const [one] = plainestFirst(staging)
    const [other] = plainestFirst(production)
    const sides = one && other && (await Promise.all([one, other].map((side) => read(side, repository, settings))))
    const [here, there] = sides ?? []
    if (!here || !there) continue
    const hidden = strangersIn(staging, folderOf) ?? strangersIn(production, folderOf) ?? here.hidden ?? there.hidden
    pairs.push({ staging: here.side, production: there.side, ...(hidden && { hidden }) })
  }
  return pairs
}

const folderOf = ({ folder }: Folder) => folder

/** A folder and all that it lies in. */
function within(folder: string): string[] {
  const parts = folder.split('/')
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

interface Read {
  readonly side: Side
  readonly hidden: Hidden | undefined
}

/** What lies in a folder itself; undefined where no object of Kubernetes does. */
async function read({ folder }: Folder, repository: Repository, settings: Settings): Promise<Read | undefined> {
  const resources: Resource[] = []
  let first: DataNode | undefined
  let hidden: Hidden | undefined
  for (const { path } of repository.in(folder)) {
    if (!/\.ya?ml$/.test(path) || !repository.mayHold(path, 'apiVersion')) continue
    const documents = await repository.yaml(path)
    if (!documents)
      hidden ??= new Hidden(`what ${path} makes, which cannot be read as it stands`, {
        kind: 'file',
        text: `keep ${path} in a form that can be read`,
      })
    for (const document of documents ?? []) {
      const found = document.get('apiVersion') ? resourcesOf(document) : []
      if (found.length) first ??= document
      resources.push(...found)
    }
  }
  return first && { side: sideOfObjects(folder, resources, first, settings), hidden }
}
