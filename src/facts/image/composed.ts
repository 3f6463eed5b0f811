import type { Settings } from '../../config/settings.ts'
import type { Workflow } from '../pipeline/model.ts'
import { composeFiles } from '../platform/compose.ts'
import type { Repository } from '../repository.ts'
import type { DeployedByManifest } from './manifests.ts'

/** Images of the services of compose files that are deployed. */
export async function imagesComposed(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<DeployedByManifest[]> {
  const found: DeployedByManifest[] = []
  for (const { document, base, environment, swarm } of await composeFiles(repository, settings, workflows)) {
    // docker-compose.dev.yml is what a developer starts, and docker-compose.test.yml what a test does, unless a job deploys it
    const isForOthers = environment?.class === 'staging' || environment?.class === 'production'
    if (!isForOthers && swarm === undefined) continue
    for (const { key, value } of document?.get('services')?.entries ?? []) {
      const image = value.get('image') ?? (value.get('build') ? undefined : base?.at('services', key, 'image'))
      if (!image?.text) continue
      found.push({
        reference: image.text,
        place: image.place,
        environment: environment?.class,
        source: 'compose',
        open: false,
      })
    }
  }
  return found
}
