import type { Settings } from '../../config/settings.ts'
import type { Reading } from '../cloudformation/resources.ts'
import { brokenFiles } from '../infrastructure/broken.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Observations } from '../table.ts'
import { resourcesOfService } from './service.ts'

/** What the services of a repository make, in the form of Terraform's resources. */
export async function serverlessFacts(
  services: readonly RepositoryFile[],
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Partial<Observations>> {
  const reading: Reading = {
    templates: new Map(),
    reached: new Set(),
    problems: [],
    left: { steps: 1_000_000, resources: 20_000 },
  }
  const made: InfrastructureResource[] = []
  for (const { path } of services) {
    repository.claim(path, 'templateResources')
    const root = path.endsWith('.json') ? await repository.json(path) : (await repository.yaml(path))?.[0]
    if (root?.kind !== 'map') continue
    made.push(...(await resourcesOfService(path, root, repository, settings, workflows, reading)))
  }
  return { templateResources: made, brokenFiles: brokenFiles(reading.problems) }
}
