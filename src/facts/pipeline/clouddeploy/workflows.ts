import type { Settings } from '../../../config/settings.ts'
import type { Repository } from '../../repository.ts'
import { freeId } from '../dialect/named.ts'
import type { Workflow } from '../model.ts'
import { deliveriesInManifests } from './manifests.ts'
import { workflowOf } from './workflow.ts'

/** The delivery pipelines of a repository. Terraform is gone through only where it makes one. */
export async function readDeliveries(repository: Repository, settings: Settings): Promise<Workflow[]> {
  const found = [...(await deliveriesInManifests(repository))]
  if (await isInTerraform(repository)) {
    const [{ readTerraform }, { deliveriesOf }] = await Promise.all([
      import('../../terraform/read.ts'),
      import('./terraform.ts'),
    ])
    found.push(...deliveriesOf((await readTerraform(repository, settings)).resources))
  }
  const taken = new Set<string>()
  return found.map((delivery) => {
    const id = taken.has(delivery.file) ? `${delivery.file}#${delivery.name}` : delivery.file
    return workflowOf(delivery, freeId(id, taken, ' '))
  })
}

async function isInTerraform(repository: Repository): Promise<boolean> {
  for (const { path, area } of repository.ending('.tf', '.tofu')) {
    if (area !== 'main' || !repository.mayHold(path, 'google_clouddeploy_delivery_pipeline')) continue
    if ((await repository.text(path))?.content.includes('"google_clouddeploy_delivery_pipeline"')) return true
  }
  return false
}
