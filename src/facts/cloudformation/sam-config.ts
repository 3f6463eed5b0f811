import type { Settings } from '../../config/settings.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName } from '../environments.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Repository } from '../repository.ts'
import type { ParameterFile } from './given.ts'

/**
 * The parameters that SAM gives for each environment of its configuration file
 * (docs.aws.amazon.com/serverless-application-model, "AWS SAM CLI configuration file").
 */
export async function samConfigurations(repository: Repository, settings: Settings): Promise<readonly ParameterFile[]> {
  const found: ParameterFile[] = []
  for (const { path, area } of repository.named('samconfig.toml', 'samconfig.yaml', 'samconfig.yml')) {
    if (area !== 'main') continue
    const root = path.endsWith('.toml') ? await repository.toml(path) : (await repository.yaml(path))?.[0]
    for (const { key, value } of root?.entries ?? []) {
      const environment = environmentOfName(key, settings, true)
      const given = value.at('deploy', 'parameters', 'parameter_overrides')
      const values = given && pairsIn(given)
      if (values?.size) found.push({ path, environment, values })
    }
  }
  return found
}

/** `"A=b C='d e'"`, a list of these, or a map. */
function pairsIn(given: DataNode): ReadonlyMap<string, Value> {
  if (given.kind === 'map')
    return new Map(given.entries.flatMap(({ key, value }) => (value.text === undefined ? [] : [[key, value.text]])))
  const texts = given.asList.map(({ text }) => text ?? '').join(' ')
  const pairs = [...texts.matchAll(/(?:ParameterKey=)?(\w+)(?:=|,ParameterValue=)("[^"]*"|'[^']*'|\S*)/g)]
  return new Map(pairs.map((match) => [match[1] as string, (match[2] as string).replace(/^(["'])(.*)\1$/, '$2')]))
}
