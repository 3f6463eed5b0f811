import type { Settings } from '../../../config/settings.ts'
import { isHidden } from '../../hidden.ts'
import { type InfrastructureResource, resourcesOf } from '../../infrastructure/resource.ts'
import { runsOf } from '../../infrastructure/where.ts'
import type { Repository } from '../../repository.ts'
import type { Draft } from '../dialect/named.ts'
import { workflowOf } from './pipeline.ts'
import { workflowOfProject } from './project.ts'
import type { BuildReading } from './specification.ts'

/** Pipelines that infrastructure code makes, and build projects that none of them runs; those that are alike are one. */
export async function workflowsOfCode(
  repository: Repository,
  settings: Settings,
  languages: { readonly terraform: boolean; readonly templates: boolean },
  reading: () => BuildReading,
): Promise<readonly Draft[]> {
  const found = new Map<string, Draft>()
  const add = (workflow: Draft, of: InfrastructureResource) => {
    const key = JSON.stringify([
      of.file,
      of.name,
      workflow.triggers.map(({ place: _, ...rest }) => rest),
      workflow.jobs.map(signature),
    ])
    if (!found.has(key)) found.set(key, workflow)
  }
  for (const run of runsOf(await resources(repository, settings, languages))) {
    const used = new Set<InfrastructureResource>()
    for (const pipeline of resourcesOf(run, ['aws_codepipeline'])) {
      add(await workflowOf(pipeline, { run, settings, reading: reading(), used }), pipeline)
    }
    for (const project of resourcesOf(run, ['aws_codebuild_project'])) {
      if (!used.has(project)) add(await workflowOfProject(project, run, settings, reading()), project)
    }
  }
  return [...found.values()]
}

async function resources(
  repository: Repository,
  settings: Settings,
  { terraform, templates }: { readonly terraform: boolean; readonly templates: boolean },
): Promise<readonly InfrastructureResource[]> {
  const found: InfrastructureResource[] = []
  if (terraform) {
    const { readTerraform } = await import('../../terraform/read.ts')
    found.push(...(await readTerraform(repository, settings)).resources)
  }
  if (templates) {
    const { cloudFormationFacts } = await import('../../cloudformation/facts.ts')
    // what pipelines give to templates is not known before they are read
    found.push(...((await cloudFormationFacts(repository, settings, [])).templateResources ?? []))
  }
  return found
}

/** What tells two pipelines of one resource apart: what they do where. */
const signature = ({ id, environment, approval, steps, hidden }: Draft['jobs'][number]) => [
  id,
  environment && (isHidden(environment.name) ? '?' : environment.name),
  approval?.how,
  hidden?.value.what,
  steps.flatMap(({ acts }) => acts.map(({ text }) => text)),
]
