import type { Settings } from '../../config/settings.ts'
import { brokenFiles, type Problem } from '../infrastructure/broken.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Observations } from '../table.ts'
import { hiddenByLanguage } from './other-languages.ts'
import { programOf, projectsOf } from './project.ts'
import { type Left, resourcesOfProject } from './resources.ts'
import { runsIn, runsOfPipelines, stacksOf } from './stacks.ts'

/** What the programs of Pulumi in a repository make, in each of their stacks, in the form of Terraform's resources. */
export async function pulumiFacts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Partial<Observations>> {
  const projects = await projectsOf(repository)
  const left: Left = { steps: 500_000, resources: 20_000 }
  const made: InfrastructureResource[] = []
  const problems: Problem[] = []
  const all = runsOfPipelines(workflows)
  for (const project of projects) {
    const runs = runsIn(project, all, projects.length === 1)
    if (project.runtime !== 'yaml') {
      made.push(...(await hiddenByLanguage(project, stacksOf(project, runs, settings), repository)))
      continue
    }
    const program = await programOf(project, repository)
    if (program) made.push(...resourcesOfProject(project, program, runs, settings, left))
    if (left.resources <= 0)
      problems.push({
        place: project.root.place,
        message: 'the programs come to too many resources; the rest is not read',
      })
  }
  return { templateResources: made, brokenFiles: brokenFiles(problems) }
}
