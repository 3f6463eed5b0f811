import { basename, dirname } from '../../../documents/path.ts'
import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { once } from '../../once.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'
import { isRemote, join } from './paths.ts'

/** What a kustomization may be called. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** Whether a file is a kustomization, by its name. */
export const isKustomization = (file: Pick<RepositoryFile, 'path'>): boolean =>
  kustomizationNames.includes(basename(file.path))

/** A kustomization of this repository. */
export interface Kustomization {
  readonly folder: string
  readonly document: DataNode
  readonly isComponent: boolean
  /** `resources` and `bases` */
  readonly resources: readonly DataNode[]
  readonly components: readonly DataNode[]
}

/** What a kustomization takes in that is not here, or cannot be read. */
export interface Absent {
  readonly name: string
  readonly place: Place
}

/** The kustomizations of the service, by their folders (kubectl.docs.kubernetes.io/references/kustomize/kustomization). */
export const kustomizationsIn = once(readKustomizations)

async function readKustomizations(repository: Repository): Promise<ReadonlyMap<string, Kustomization>> {
  const found = new Map<string, Kustomization>()
  for (const file of repository.named(...kustomizationNames)) {
    if (file.area !== 'main') continue
    const [document] = (await repository.yaml(file.path)) ?? []
    if (!document) {
      repository.claim(file.path, 'images', 'workloads', 'scales')
      continue
    }
    const list = (key: string) => document.get(key)?.items ?? []
    found.set(dirname(file.path), {
      folder: dirname(file.path),
      document,
      isComponent: document.get('kind')?.text === 'Component',
      resources: [...list('resources'), ...list('bases')].filter(({ text }) => text !== undefined),
      components: list('components').filter(({ text }) => text !== undefined),
    })
  }
  return found
}

/** The path of the repository that an item names; undefined where it leads elsewhere. */
export function localPath({ folder }: Kustomization, item: DataNode): string | undefined {
  const text = item.text ?? ''
  return isRemote(text) ? undefined : join(folder, text)
}
