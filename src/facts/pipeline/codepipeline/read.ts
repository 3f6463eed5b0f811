import type { Settings } from '../../../config/settings.ts'
import type { Repository } from '../../repository.ts'
import { named } from '../dialect/named.ts'
import { type Finders, mostSteps } from '../dialect/reading.ts'
import type { Workflow } from '../model.ts'
import { isBuildByName, mayBeBuild } from './names.ts'
import type { BuildReading } from './specification.ts'

/** Which words say that infrastructure code makes pipelines or build projects. */
const words = ['aws_codepipeline', 'aws_codebuild_project', 'AWS::CodePipeline', 'AWS::CodeBuild'] as const

/**
 * The pipelines and builds of AWS: those that infrastructure code makes, and build specifications that none of these runs.
 * Infrastructure code is gone through only where it makes one.
 */
export async function readCodePipelines(
  repository: Repository,
  settings: Settings,
  finders: Finders,
): Promise<Workflow[]> {
  const terraform = await mentions(repository, ['.tf', '.tofu'])
  const templates = await mentions(repository, ['.yaml', '.yml', '.json', '.template'])
  const files = repository
    .ending('.yml', '.yaml')
    .filter(
      ({ path, area }) =>
        area === 'main' &&
        (isBuildByName(path) || (mayBeBuild(path) && repository.mayHold(path, 'phases:', '"phases"'))),
    )
  if (!terraform && !templates && files.length === 0) return []
  const budget = { left: mostSteps }
  const taken = new Set<string>()
  const reading = (): BuildReading => ({ repository, finders, budget, problems: [], taken })
  const [{ workflowsOfCode }, { looseBuilds }] = await Promise.all([import('./made.ts'), import('./loose.ts')])
  const made = await workflowsOfCode(repository, settings, { terraform, templates }, reading)
  return named([...made, ...(await looseBuilds(files, settings, reading))])
}

async function mentions(repository: Repository, endings: readonly string[]): Promise<boolean> {
  for (const { path, area, size } of repository.ending(...endings)) {
    if (area !== 'main' || size > 2_000_000 || !repository.mayHold(path, ...words)) continue
    const content = (await repository.text(path))?.content ?? ''
    if (words.some((word) => content.includes(word))) return true
  }
  return false
}
