import type { Settings } from '../../config/settings.ts'
import { type BicepFile, parseBicep } from '../../documents/bicep/index.ts'
import type { Problem } from '../infrastructure/broken.ts'
import type { Repository } from '../repository.ts'
import { templateOfBicep } from './from-bicep.ts'
import { environmentOfFile, type ParameterFile } from './given.ts'
import { type Shared, scopeOf } from './scope.ts'
import type { Template } from './template.ts'

/** Larger files are made by programs. */
const largest = 1_000_000

/** The files of Bicep of the service itself; what cannot be read of them is a problem. */
export async function bicepTemplates(repository: Repository, problems: Problem[]): Promise<readonly Template[]> {
  return (await filesEnding('.bicep', repository, problems)).map(templateOfBicep)
}

/** Files of parameters in Bicep (learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files). */
export async function bicepParameters(
  repository: Repository,
  settings: Settings,
  shared: Shared,
  problems: Problem[],
): Promise<readonly ParameterFile[]> {
  return (await filesEnding('.bicepparam', repository, problems)).map((parsed) => {
    const { file, statements } = parsed
    const scope = scopeOf(templateOfBicep(parsed), new Map(), undefined, shared)
    const given = statements.flatMap((one) => (one.kind === 'param' && one.value ? [{ ...one, value: one.value }] : []))
    const using = statements.find((one) => one.kind === 'using')
    return {
      path: file,
      environment: environmentOfFile(file, settings),
      values: new Map(given.map(({ name, value }) => [name, shared.evaluate(value, scope)] as const)),
      using: using?.kind === 'using' && using.path !== '' ? using.path : undefined,
    }
  })
}

async function filesEnding(ending: string, repository: Repository, problems: Problem[]): Promise<readonly BicepFile[]> {
  const found: BicepFile[] = []
  for (const { path, area, size } of repository.ending(ending)) {
    if (area !== 'main' || size > largest) continue
    const text = await repository.text(path)
    if (!text) continue
    const parsed = parseBicep(text)
    found.push(parsed.document)
    problems.push(...parsed.problems.map(({ message, span }) => ({ message, place: { file: path, ...span } })))
  }
  return found
}
