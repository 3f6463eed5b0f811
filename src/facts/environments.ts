import type { Settings } from '../config/settings.ts'
import type { EnvironmentClass } from '../config/vocabulary.ts'
import { isHidden } from './hidden.ts'
import { classify, classOfJobName, declaredClass } from './pipeline/environment.ts'

/** An environment as something names it. */
export interface NamedEnvironment {
  readonly name: string
  readonly class: EnvironmentClass
}

/** Folders whose members are environments. */
const shelf =
  /^(env|envs|environment|environments|overlays?|stages?|deployments?|tfvars|vars|accounts?|workspaces?|live|config)$/i

/**
 * The environment that a path names by one of its folders, the innermost first; undefined where none does. A folder of
 * several words (`github-integration`) tells only by words that mean nothing else, unless it lies among environments.
 */
export function environmentOfPath(path: string, settings: Settings): NamedEnvironment | undefined {
  const segments = path.split('/').filter((segment) => segment !== '')
  for (let i = segments.length - 1; i >= 0; i--) {
    const declared = declaredClass(segments.slice(0, i + 1).join('/'), settings)
    const name = segments[i] as string
    if (declared) return { name, class: declared }
    const found = environmentOfName(name, settings, shelf.test(segments[i - 1] ?? ''))
    if (found) return found
  }
  return undefined
}

/** The environment that one word names, such as the name of a file of variables without its ending. */
export function environmentOfName(name: string, settings: Settings, among = false): NamedEnvironment | undefined {
  const single = /^[\p{L}\p{N}]+$/u.test(name)
  // Gruntwork's `live` holds all that is deployed
  if (name === 'live' && !among) return undefined
  const found = single || among ? classify(name, settings) : classOfJobName(name, settings)
  return found === undefined || isHidden(found) ? undefined : { name, class: found }
}
