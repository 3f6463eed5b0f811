import type { Settings } from '../../config/settings.ts'
import { brokenFiles } from '../infrastructure/broken.ts'
import { variantsOf } from '../infrastructure/variants.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Observations } from '../table.ts'
import { valuesOf } from './chooser.ts'
import { filesFor, filesOfParameters, givenByPipelines } from './given.ts'
import { nestedFiles, type Reading, resourcesIn } from './resources.ts'
import { samConfigurations } from './sam-config.ts'
import { type Template, templatesOf } from './template.ts'

/** What the templates of a repository make, in each environment, in the form of Terraform's resources. */
export async function cloudFormationFacts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Partial<Observations>> {
  const templates = await templatesOf(repository)
  if (templates.length === 0) return {}
  const reading: Reading = {
    templates: new Map(templates.map((template) => [template.file, template])),
    reached: new Set(),
    problems: [],
    left: { steps: 1_500_000, resources: 30_000 },
  }
  const [files, given, nested] = [
    [...(await filesOfParameters(repository, settings)), ...(await samConfigurations(repository, settings))],
    givenByPipelines(workflows, settings),
    nestedFiles(templates),
  ]
  const made = (template: Template) =>
    variantsOf(deployable(template), filesFor(template, files), given.get(template.file) ?? [], settings).flatMap(
      (variant, i) => resourcesIn(template, variant, i, reading),
    )
  const templateResources = templates.filter(({ file }) => !nested.has(file)).flatMap(made)
  // templates that nest one another have no beginning
  for (const template of templates) if (!reading.reached.has(template.file)) templateResources.push(...made(template))
  return { templateResources, brokenFiles: brokenFiles(reading.problems) }
}

const deployable = (template: Template) => ({
  file: template.file,
  parameters: template.parameters.keys(),
  valuesOf: (chooser: string) => valuesOf(chooser, template),
})
