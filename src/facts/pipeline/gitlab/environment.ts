import type { EnvironmentClass } from '../../../config/vocabulary.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { EnvironmentUse } from '../model.ts'
import { expanded, isOpen, type Variables } from './variables.ts'

/** `environment:` of a job, and whether the job deploys to it. */
export interface Declared {
  readonly use: EnvironmentUse
  /** False for `action: stop`, `prepare`, `verify` and `access` (docs.gitlab.com/ci/yaml, "environment:action"). */
  readonly deploys: boolean
  /** It stops the environment and is called a rollback: what it starts is an earlier version. */
  readonly takesBack: boolean
}

/** Tiers of GitLab that are classes of ours; `other` says nothing. */
const tiers: Readonly<Record<string, EnvironmentClass>> = {
  production: 'production',
  staging: 'staging',
  testing: 'integration',
  development: 'development',
}

/** What a job that puts an earlier version in the place of the one that runs is called. */
const takesBack = /(^|[^a-z])roll[-_ ]?back([^a-z]|$)/i

/**
 * Reads `environment:`, a name or a map. Protected environments may hold a deployment to it: the settings of the project tell.
 * @param job what the job is called
 */
export function environmentOf(node: DataNode | undefined, variables: Variables, job: string): Declared | undefined {
  const name = node?.kind === 'map' ? node.get('name') : node
  if (!node || name?.kind !== 'scalar' || name.text === undefined || name.text.trim() === '') return undefined
  const action = node.get('action')?.text ?? 'start'
  const tier =
    tiers[
      expanded(node.get('deployment_tier')?.text ?? '', variables)
        .trim()
        .toLowerCase()
    ]
  const starts = action === 'start'
  return {
    deploys: starts,
    takesBack: action === 'stop' && takesBack.test(job),
    use: {
      name: nameOf(name, variables),
      place: name.place,
      ...(tier && { class: tier }),
      gate: starts,
      recorded: starts,
    },
  }
}

function nameOf(node: DataNode, variables: Variables): Seen<string> {
  const text = expanded(node.text ?? '', variables).trim()
  if (!isOpen(text)) return text
  // `review/$CI_COMMIT_REF_SLUG`: what is written tells enough
  const pattern = text.replace(/\$\{\w+\}/g, '*')
  if (tellsEnvironment(pattern.replaceAll('*', ' '))) return pattern
  const settle = { kind: 'file', text: `name the environment in ${node.file} where it can be read` } as const
  return new Hidden(`the environment named by ${node.text?.trim()}`, settle, 'unknown')
}
