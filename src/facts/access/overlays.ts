import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import { isKustomization } from '../image/kustomize.ts'
import { join } from '../image/paths.ts'
import type { Repository } from '../repository.ts'
import { environmentOfPath, type NamedEnvironment } from '../terraform/environments.ts'

/**
 * The environments whose overlays take in a file, by the file: through bases and components, however deep. A circle ends
 * where it closes.
 */
export async function overlaysOf(
  repository: Repository,
  settings: Settings,
): Promise<ReadonlyMap<string, readonly NamedEnvironment[]>> {
  const takes = new Map<string, readonly string[]>()
  for (const file of repository.files) {
    if (file.area !== 'main' || !isKustomization(file)) continue
    const [document] = (await repository.yaml(file.path)) ?? []
    const folder = dirname(file.path)
    const named = ['resources', 'bases', 'components'].flatMap((key) => document?.get(key)?.items ?? [])
    takes.set(
      folder,
      named.flatMap(({ text }) => (text === undefined || text.includes('://') ? [] : [join(folder, text)])),
    )
  }
  const found = new Map<string, NamedEnvironment[]>()
  for (const folder of takes.keys()) {
    const environment = environmentOfPath(folder, settings)
    if (!environment) continue
    const reached = new Set([folder])
    for (const path of reached) for (const next of takes.get(path) ?? []) reached.add(next)
    for (const path of reached) found.set(path, [...(found.get(path) ?? []), environment])
  }
  return found
}
