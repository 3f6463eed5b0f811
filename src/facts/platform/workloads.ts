import type { Settings } from '../../config/settings.ts'
import { madeByCode } from '../infrastructure/made.ts'
import type { Repository } from '../repository.ts'
import type { Observations } from '../table.ts'
import type { Running } from '../workload/model.ts'
import { appPlatformWorkloads } from './app-platform.ts'
import { composeWorkloads } from './compose.ts'
import { nomadWorkloads } from './nomad.ts'
import { oneFilePlatforms } from './one-file.ts'
import { procfileWorkloads } from './procfile.ts'
import { railwayWorkloads } from './railway.ts'
import { renderWorkloads } from './render.ts'

/** What runs outside of Kubernetes: by infrastructure code, and by the files of platforms. */
export async function platformWorkloads(
  repository: Repository,
  settings: Settings,
  observed: Pick<Observations, 'deployments' | 'workflows' | 'terraform' | 'templateResources'>,
): Promise<readonly Running[]> {
  const made = madeByCode(observed)
  const byCode = made.length > 0 ? (await import('./from-code.ts')).workloadsOfCode(made, settings) : []
  return [
    ...byCode,
    ...(await composeWorkloads(repository, settings, observed.workflows)),
    ...(await oneFilePlatforms(repository, settings)),
    ...(await nomadWorkloads(repository, settings)),
    ...(await renderWorkloads(repository, settings)),
    ...(await appPlatformWorkloads(repository, settings, observed.deployments)),
    ...(await railwayWorkloads(repository, settings, observed.deployments)),
    ...(await procfileWorkloads(repository, settings, observed.deployments)),
  ]
}
