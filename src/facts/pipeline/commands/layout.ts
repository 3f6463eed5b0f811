import type { Kind } from '../../../config/vocabulary.ts'
import type { HiddenPart } from '../model.ts'
import type { Call } from './call.ts'
import { hiddenPart } from './hidden.ts'
import type { Finder, Shell } from './shell-state.ts'

/*
 * One command that may run both kinds of test (`pytest`, `gradle check`, `mvn verify`): decided by what the layout of
 * the tests shows, else unknown (verdicts.md, "Tests").
 */

const integration =
  /(^|[/_.-])(integration|integrations|functional|acceptance|e2e|it|inttest|integrationtest|component)([/_.-]|s?\/|$)/i

const patterns: Readonly<Record<string, (path: string) => boolean>> = {
  pytest: (path) =>
    /\.py$/.test(path) &&
    /(^|\/)(tests?|spec)\//.test(path) &&
    integration.test(path.replace(/^.*?(^|\/)(tests?|spec)\//, '/')),
  mvn: (path) => /(^|\/)src\/(it|integration-?test|test)\/.*IT\.(java|kt|scala|groovy)$/i.test(path),
  gradle: (path) => /(^|\/)src\/(integration-?test|int-?test|it|functional-?test)\//i.test(path),
}

/** The further kinds that the layout shows, or what stays hidden. */
export function alsoByLayout(
  name: string,
  args: readonly string[],
  shell: Shell,
  finder: Finder,
  call: Call,
  also: readonly Kind[],
): { readonly kinds: readonly Kind[]; readonly hidden?: HiddenPart } {
  const key = /gradle/.test(name) ? 'gradle' : /mvn/.test(name) ? 'mvn' : 'pytest'
  const matches = patterns[key] as (path: string) => boolean
  const leavesOut = args.some(
    (arg, i) =>
      /^--(ignore|deselect)/.test(arg) ||
      (args[i - 1] === '-m' && /\bnot\b/.test(arg)) ||
      (args[i - 1] === '-k' && /\bnot\b/.test(arg)),
  )
  const named = key === 'pytest' && args.some((arg) => !arg.startsWith('-') && /[/.]/.test(arg))
  const folder = shell.directory ?? ''
  const files = finder.repository.under(folder)
  if (!leavesOut && !named && files.some((file) => matches(file.path))) return { kinds: also }
  // Paths that are named decide by their names; tests that are left out are not run.
  if (leavesOut || named) return { kinds: [] }
  const part = hiddenPart(
    `whether ${call.text.slice(0, 60)} in ${folder || 'the root'} runs integration tests too`,
    '',
    call.place,
  )
  return { kinds: [], hidden: { ...part, couldBe: also } }
}
