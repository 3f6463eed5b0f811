import type { Settings } from '../../config/settings.ts'
import { environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { kustomizationsIn, localPath } from '../manifests/kustomize/kustomization.ts'
import type { Repository } from '../repository.ts'

/**
 * The environments whose overlays take in a file, by the file: through bases and components, however deep. A circle ends
 * where it closes.
 */
export async function overlaysOf(
  repository: Repository,
  settings: Settings,
): Promise<ReadonlyMap<string, readonly NamedEnvironment[]>> {
  const takes = new Map<string, readonly string[]>()
  for (const [folder, kustomization] of await kustomizationsIn(repository)) {
    const named = [...kustomization.resources, ...kustomization.components]
    takes.set(
      folder,
      named.flatMap((item) => localPath(kustomization, item) ?? []),
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
