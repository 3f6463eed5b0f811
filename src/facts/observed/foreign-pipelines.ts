import { collector } from '../collector.ts'
import { Hidden } from '../hidden.ts'
import { hiddenWorkflow as unreadWorkflow } from '../pipeline/dialect/unread.ts'
import { type ForeignSystem, foreignSystems } from '../pipeline/foreign.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository, RepositoryFile } from '../repository.ts'

/** Pipelines of systems that this version does not read: named, never passed over in silence. */
export default collector({
  yields: ['workflows'],
  reads: 'the names of pipeline files of systems that this version does not read',
  touches: {
    path: /(^|\/)dinghyfile$|(^|\/)\.?spinnaker\/.*\.(json|ya?ml)$|^\.(drone|woodpecker|appveyor|semaphore|cirrus|teamcity|harness)\b|(^|\/)(codefresh|appveyor|screwdriver)\.ya?ml$|^(ci|concourse)\/pipeline\.ya?ml$|^bamboo-specs\//i,
  },
  async collect({ repository }) {
    const found: Workflow[] = []
    const files = [
      ...repository.ofKind('yaml', 'yml', 'star', 'jsonnet', 'kts', 'json'),
      ...repository.named('dinghyfile'),
    ]
    for (const file of files) {
      if (file.area !== 'main' || !foreignSystems.some((one) => one.file.test(file.path))) continue
      const system = await systemOf(file, repository)
      if (system) found.push(hiddenWorkflow(file.path, system))
    }
    return { workflows: found }
  },
})

async function systemOf(file: RepositoryFile, repository: Repository): Promise<ForeignSystem | undefined> {
  for (const system of foreignSystems) {
    if (!system.file.test(file.path)) continue
    if (!system.text) return system
    const text = await repository.text(file.path)
    if (text && system.text.test(text.content)) return system
  }
  return undefined
}

function hiddenWorkflow(file: string, { system, name }: ForeignSystem): Workflow {
  const place = { file, start: 0, end: 0 }
  const value = new Hidden(`what the ${name} pipeline ${file} does`, {
    kind: 'version',
    text: `a later version of Assay reads ${name}`,
  })
  return { ...unreadWorkflow(file, system, value, [], place), read: false }
}
