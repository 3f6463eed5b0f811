import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { buildConfigsOf } from './build-configs.ts'
import { buildsOf } from './builds.ts'
import { dockerfilesOf, type ShippedDockerfile } from './dockerfiles.ts'
import { shippedElsewise } from './elsewise.ts'

/**
 * The Dockerfiles of a repository with what its pipelines, its clusters and all that it deploys say of them; the same list for
 * all who ask for the same repository and pipelines.
 */
export async function shippedDockerfiles(
  repository: Repository,
  workflows: readonly Workflow[],
): Promise<readonly ShippedDockerfile[]> {
  const builds = await buildsOf(workflows, repository)
  const configs = await buildConfigsOf(repository)
  return dockerfilesOf(repository, builds, workflows, configs, await shippedElsewise(repository, workflows))
}
