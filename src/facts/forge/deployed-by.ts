import type { ForgeSettings } from '../../sources/forge/settings.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { seen } from './untold.ts'

const what = 'whom the forge names in its deployments'

/**
 * Whether the deployments that the forge keeps of an environment name who started them: the newest of them tells.
 * @param environment undefined: of any
 */
export function namedByForge(environment: Seen<string> | undefined, forge: ForgeSettings | undefined): Seen<boolean> {
  if (!forge) {
    const text = 'let Assay read the deployments that the forge keeps: assay check --forge'
    return new Hidden(what, { kind: 'permission', text }, 'forge')
  }
  const all = seen(what, forge.deployments)
  if (isHidden(all)) return all
  if (isHidden(environment)) return environment
  const same = (name: string) => environment === undefined || name.toLowerCase() === environment.toLowerCase()
  const newest = all.find((one) => same(one.environment))
  if (newest) return newest.by !== ''
  const where = environment === undefined ? forge.repository : `${environment} of ${forge.repository}`
  return new Hidden(`a deployment to ${where} that the forge keeps, of which there is none yet`, {
    kind: 'permission',
    text: `deploy ${where} once, and ask the forge again`,
  })
}
