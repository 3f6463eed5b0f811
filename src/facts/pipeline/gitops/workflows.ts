import type { Repository } from '../../repository.ts'
import { named } from '../dialect/named.ts'
import type { Workflow } from '../model.ts'
import { readArgoCd } from './argo-cd.ts'
import { readFlux } from './flux.ts'
import { inEachEnvironment, workflowOf } from './workflow.ts'

/** What Argo CD and Flux deploy from this repository, each synchronised path as a workflow of one job. */
export async function readGitOps(repository: Repository): Promise<Workflow[]> {
  const syncs = [...(await readArgoCd(repository)), ...(await readFlux(repository))]
  return named(syncs.flatMap(inEachEnvironment)).map((sync) => workflowOf(sync, sync.id))
}
