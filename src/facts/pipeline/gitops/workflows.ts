import type { Repository } from '../../repository.ts'
import type { Workflow } from '../model.ts'
import { readArgoCd } from './argo-cd.ts'
import { readFlux } from './flux.ts'
import { workflowOf } from './workflow.ts'

/** What Argo CD and Flux deploy from this repository, each synchronised path as a workflow of one job. */
export async function readGitOps(repository: Repository): Promise<Workflow[]> {
  const syncs = [...(await readArgoCd(repository)), ...(await readFlux(repository))]
  const inFile = new Map<string, number>()
  for (const { file } of syncs) inFile.set(file, (inFile.get(file) ?? 0) + 1)
  const taken = new Set<string>()
  return syncs.map((sync) => {
    const id = inFile.get(sync.file) === 1 ? sync.file : `${sync.file}#${sync.name}`
    let free = id
    for (let n = 2; taken.has(free); n++) free = `${id} ${n}`
    taken.add(free)
    return workflowOf(sync, free)
  })
}
