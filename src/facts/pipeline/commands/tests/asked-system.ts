import type { Kind } from '../../../../config/vocabulary.ts'
import type { HiddenPart } from '../../model.ts'

/** Names of variables that tell a runner of tests where the system is that it asks: `CYPRESS_BASE_URL`, `STAGING_URL`. */
const ofSystem =
  /^((cypress|playwright|e2e|test|tests|smoke|acceptance|functional|regression|staging|stage|uat|qa|preprod|prod|production|deploy|deployed|deployment)_)+((base|app|application|site|service|target|api|web|frontend|backend|environment)_?)*(ur[il]|host(_?name)?|endpoint|domain)$|^((base|app|application|site|target|environment|public)_?)+(ur[il]|host)$/i

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

/** The variables that name a system elsewhere which tests are to ask; one whose value cannot be seen is no local one. */
export function systemsNamed(variables: Iterable<readonly [name: string, value: string | null]>): readonly string[] {
  const found: string[] = []
  for (const [name, value] of variables) {
    const names = ofSystem.test(name) || (isOpen(value) && ofSomething.test(name))
    if (names && value !== '' && !(value !== null && besideIt.test(value))) found.push(name)
  }
  return found
}

/** What an act carries of the variables that tell it which system to ask; nothing where it is no test, or none does. */
export function askedBy(
  act: Parameters<typeof mayTest>[0],
  ...variables: readonly Iterable<readonly [name: string, value: string | null]>[]
): { readonly asksSystem?: readonly string[] } {
  const asksSystem = mayTest(act) ? variables.flatMap((some) => systemsNamed(some)) : []
  return asksSystem.length > 0 ? { asksSystem } : {}
}

/** Whether something is or may be a test that can ask a system elsewhere. */
const mayTest = ({ kinds, hidden }: { readonly kinds: readonly Kind[]; readonly hidden?: HiddenPart | undefined }) =>
  kinds.includes('unit-test') || kinds.includes('integration-test') || (hidden !== undefined && mayAsk(hidden))

/** Whether something hidden may be a test of the whole system. */
export const mayAsk = ({ couldBe }: HiddenPart): boolean =>
  couldBe.some((kind) => kind === 'integration-test' || kind === 'smoke-test')
