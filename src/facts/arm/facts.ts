import type { Settings } from '../../config/settings.ts'
import { dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { brokenFiles, type Problem } from '../infrastructure/broken.ts'
import { variantsOf } from '../infrastructure/variants.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Observations } from '../table.ts'
import { bicepParameters, bicepTemplates } from './bicep.ts'
import { comparedWith } from './compared.ts'
import { evaluate } from './evaluate.ts'
import { templateOfJson } from './from-json.ts'
import { allowedBy, filesFor, filesOfParameters, givenBy } from './given.ts'
import { givenByPipelines } from './pipelines.ts'
import { type Reading, resourcesIn } from './resources.ts'
import type { Template } from './template.ts'

/** ARM takes no larger ones (learn.microsoft.com/azure/azure-resource-manager/templates/best-practices). */
const largest = 4_000_000

/** What Azure's templates of a repository make, in each environment, in the form of Terraform's resources. */
export async function armFacts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Partial<Observations>> {
  const problems: Problem[] = []
  const all = [...(await jsonTemplates(repository)), ...(await bicepTemplates(repository, problems))]
  if (all.length === 0) return {}
  const templates = new Map(all.map((template) => [template.file, template]))
  const reading: Reading = {
    templates,
    reached: new Set(),
    problems,
    left: { steps: 1_500_000, resources: 30_000, depth: 300 },
    evaluate,
  }
  const files = [
    ...(await filesOfParameters(repository, settings, reading)),
    ...(await bicepParameters(repository, settings, reading, problems)),
  ]
  const given = givenByPipelines(workflows, files, settings)
  const made = (template: Template) =>
    variantsOf(
      {
        file: template.file,
        parameters: template.parameters.keys(),
        valuesOf: (name) => [...allowedBy(template, name, reading), ...comparedWith(template, name)],
      },
      filesFor(template, files).map((file) => givenBy(template, file)),
      given.get(template.file) ?? given.get(jsonOf(template.file)) ?? [],
      settings,
    ).flatMap((variant, i) => resourcesIn(template, variant, i, reading))
  const nested = new Set([...templates.values()].flatMap(modulesOf))
  const found = [...templates.values()].filter(({ file }) => !nested.has(file)).flatMap(made)
  // templates that take one another in have no beginning
  for (const template of templates.values()) if (!reading.reached.has(template.file)) found.push(...made(template))
  return { templateResources: found, brokenFiles: brokenFiles(reading.problems) }
}

const modulesOf = ({ file, modules, imports }: Template) => [
  ...modules.flatMap(({ source }) => ('path' in source ? [join(dirname(file), source.path)] : [])),
  ...[...imports.values()].map(({ path }) => path),
]

/** The templates of the service itself. */
async function jsonTemplates(repository: Repository): Promise<readonly Template[]> {
  const found: Template[] = []
  for (const { path, area, size } of repository.ending('.json')) {
    if (area !== 'main' || size > largest || !repository.mayHold(path, 'eploymentTemplate.json')) continue
    // many files of JSON are none: only one that says so is lost with its mistake
    if (!/deploymentTemplate\.json/i.test((await repository.text(path))?.content ?? '')) continue
    const root = await repository.json(path)
    if (!root) repository.claim(path, 'templateResources')
    const template =
      root && /deploymentTemplate\.json/i.test(root.get('$schema')?.text ?? '') ? templateOfJson(path, root) : undefined
    if (template && !(isCompiled(root) && repository.file(bicepOf(path)))) found.push(template)
  }
  return found
}

/** What Bicep wrote: where its source stands beside it, that is what people change, and the same once more. */
const isCompiled = (root: DataNode | undefined) =>
  root?.get('metadata')?.get('_generator')?.get('name')?.text === 'bicep'

const bicepOf = (path: string) => path.replace(/\.json$/, '.bicep')
const jsonOf = (path: string) => path.replace(/\.bicep$/, '.json')
