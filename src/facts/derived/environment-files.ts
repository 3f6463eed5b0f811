import type { Settings } from '../../config/settings.ts'
import { compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { type EnvironmentFile, environmentFiles } from '../inventory/files.ts'
import { environmentWord } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import type { EnvironmentConfiguration } from '../schema/environment.ts'
import type { Deployment } from '../schema/pipeline.ts'

/** Whether each environment that is deployed to has a file or folder of configuration of its own. */
export default collector({
  yields: ['environmentConfigurations'],
  needs: ['deployments'],
  reads: 'deployments, and the names of configuration files and folders: overlays, values, tfvars, .env, appsettings',
  touches: {
    path: /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam|\w+sonnet|cue|pkl|edn|dhall)|(^|\/)\.env/i,
    listed: true,
  },
  collect: ({ repository, settings, observed }) => ({
    environmentConfigurations: configurations(observed.deployments, repository, settings),
  }),
})

function configurations(
  deployments: readonly Deployment[],
  repository: Repository,
  settings: Settings,
): EnvironmentConfiguration[] {
  const named = deployments.filter(({ environmentClass }) => environmentClass)
  if (!named.length) return []
  const files = environmentFiles(repository, settings)
  const others = new Set(named.map(({ environmentClass }) => environmentClass)).size - 1
  const found = new Map<string, EnvironmentConfiguration>()
  for (const { environmentName, environmentClass, place } of named) {
    const name = environmentName || environmentClass
    const id = `${environmentClass} ${name}`
    if (found.has(id)) continue
    const own = ownOf(files, name, environmentClass)
    found.set(id, { id, name, class: environmentClass, own, others, place })
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id))
}

/**
 * A file of that very name, or of another spelling of it (`prod` is `production`, `dev4` is one of `dev`). One that names
 * another environment of the class (`values-staging.yaml` for `uat`) may be its own or not.
 */
function ownOf(files: readonly EnvironmentFile[], name: string, kind: string): Seen<string> {
  const same = files.find((file) => file.name.toLowerCase() === name.toLowerCase())
  if (same) return same.file
  const word = environmentWord(name)?.environment
  const ofClass = files.filter((file) => file.class === kind)
  const spelled = ofClass.find((file) => !word || environmentWord(file.name)?.environment === word)
  if (spelled) return spelled.file
  const [other] = ofClass
  if (!other) return ''
  return new Hidden(`whether ${other.file} configures ${name}`, {
    kind: 'file',
    text: `name the files of ${name} after it`,
  })
}
