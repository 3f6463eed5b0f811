import type { Settings } from '../../config/settings.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import type { Grant } from './grant.ts'

/** Where the Settings app and safe-settings look (github.com/repository-settings/app, github.com/github/safe-settings). */
const files = ['.github/settings.yml', '.github/settings.yaml'] as const

/** Reviewers of the environments that a file of settings gives to the forge, by the environment that each is for. */
export async function settingsFileGrants(repository: Repository, settings: Settings): Promise<readonly Grant[]> {
  const found: Grant[] = []
  for (const path of files) {
    if (!repository.has(path)) continue
    repository.claim(path, 'accessPairs')
    const [root] = (await repository.yaml(path)) ?? []
    for (const environment of root?.get('environments')?.items ?? []) found.push(...reviewersOf(environment, settings))
  }
  return found
}

function reviewersOf(environment: DataNode, settings: Settings): readonly Grant[] {
  const name = environment.get('name')?.text
  const kind = name === undefined ? undefined : classify(name, settings)
  if (name === undefined || kind === undefined || isHidden(kind)) return []
  return (environment.get('reviewers')?.items ?? []).flatMap((reviewer) => {
    const who = reviewer.get('id')?.text ?? reviewer.get('name')?.text
    // a number alone may be a team's or a person's
    const type = reviewer.get('type')?.text?.toLowerCase() ?? ''
    const common = { system: 'reviewers on GitHub', about: '', environment: kind, name, place: reviewer.place }
    return who === undefined ? [] : [{ ...common, who: `${type} ${who}`.trim() }]
  })
}
