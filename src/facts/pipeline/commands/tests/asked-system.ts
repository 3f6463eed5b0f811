import type { Kind } from '../../../../config/vocabulary.ts'
import type { HiddenPart } from '../../model.ts'

/** Names of variables that tell a runner of tests where the system is that it asks: `CYPRESS_BASE_URL`, `STAGING_URL`. */
const ofSystem =
  /^((cypress|playwright|e2e|test|tests|smoke|staging|stage|uat|qa|preprod|prod|production|deploy|deployed|deployment)_)+((base|app|application|site|service|target|api|web|frontend|backend|environment)_?)*(ur[il]|host|endpoint|domain)$|^((base|app|application|site|target|environment|public)_?)+(ur[il]|host)$/i

/**
 * Names that say only that it is an address, maybe of what kind of program: `URL`, `API_BASE_URL`. One that stands written
 * may be a partner's; one that only the run knows is that of what the run has made.
 */
const ofSomething =
  /^((base|root|app|application|site|service|server|target|api|web|frontend|backend|environment|public)_?)*(ur[il]|endpoint)$/i

/** A value that only the run knows. */
const isOpen = (value: string | null) => value === null || /\$[{(]/.test(value)

/** In the runner itself, or in a container beside it, which has no dot in its name. */
const besideIt = /^(\w+:\/\/)?(localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|[a-z][\w-]*(:\d+)?(\/|$))/i

/** Whether a variable names a system elsewhere that tests are to ask; one whose value cannot be seen is no local one. */
export function namesSystem(variables: Iterable<readonly [name: string, value: string | null]>): boolean {
  for (const [name, value] of variables) {
    const names = ofSystem.test(name) || (isOpen(value) && ofSomething.test(name))
    if (names && value !== '' && !(value !== null && besideIt.test(value))) return true
  }
  return false
}

/** Whether something is or may be a test that can ask a system elsewhere. */
export const mayTest = ({
  kinds,
  hidden,
}: {
  readonly kinds: readonly Kind[]
  readonly hidden?: HiddenPart | undefined
}) =>
  kinds.includes('unit-test') ||
  kinds.includes('integration-test') ||
  (hidden?.couldBe.includes('integration-test') ?? false)
