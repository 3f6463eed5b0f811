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
  // A solution's tests run together, whatever their project or folder.
  dotnet: (path) =>
    /(^|\/)([\w.]*(Integration|E2E|EndToEnd|Acceptance|Functional|Component)\w*\/.*|\w+(Integration|E2E|Acceptance)Tests?)\.cs$/.test(
      path,
    ),
  // rspec-rails: feature, system and request specs drive the application as a whole.
  rspec: (path) =>
    /(^|\/)spec\/(.*\/)?(features?|system|requests?|integration|acceptance|e2e)\/.*_spec\.rb$/.test(path),
  // Gradle's `test` runs all classes of src/test, whatever their package.
  gradle: (path) =>
    /(^|\/)src\/(integration-?test|int-?test|it|functional-?test)\//i.test(path) ||
    /(^|\/)src\/test\/(.*\/)?((integration|functional|acceptance|e2e)(tests?)?\/(.*\/)?\w+|\w+(IntegrationTests?|IntTest|IT))\.(java|kt|groovy|scala)$/.test(
      path,
    ),
}

const byProgram: readonly (readonly [RegExp, string])[] = [
  [/gradle/, 'gradle'],
  [/^dotnet$/, 'dotnet'],
  [/mvn/, 'mvn'],
  [/rspec|^ra(ke|ils)$|^parallel_/, 'rspec'],
]

const takesPaths = new Set(['pytest', 'rspec'])

/** Arguments that choose among the tests by a name that only the run knows. */
const chosenLater = /^[^-].*\$[{(]|=.*\$[{(]|^\$/

/** The further kinds that the layout shows, or what stays hidden. */
export function alsoByLayout(
  name: string,
  args: readonly string[],
  shell: Shell,
  finder: Finder,
  call: Call,
  also: readonly Kind[],
): { readonly kinds: readonly Kind[]; readonly hidden?: HiddenPart } {
  const key = byProgram.find(([pattern]) => pattern.test(name))?.[1] ?? 'pytest'
  const matches = patterns[key] as (path: string) => boolean
  const leavesOut = args.some(
    (arg, i) =>
      /^--(ignore|deselect)/.test(arg) ||
      (args[i - 1] === '-m' && /\bnot\b/.test(arg)) ||
      (args[i - 1] === '-k' && /\bnot\b/.test(arg)),
  )
  const chosen = key === 'rspec' && args.some((arg) => chosenLater.test(arg))
  const named = !chosen && takesPaths.has(key) && args.some((arg) => !arg.startsWith('-') && /[/.]/.test(arg))
  const folder = shell.directory ?? ''
  const files = finder.repository.under(folder)
  if (!leavesOut && !named && !chosen && files.some((file) => matches(file.path))) return { kinds: also }
  // Paths that are named decide by their names; tests that are left out are not run.
  if (leavesOut || named) return { kinds: [] }
  const part = hiddenPart(
    `whether ${call.text.slice(0, 60)} in ${folder || 'the root'} runs integration tests too`,
    '',
    call.place,
  )
  return { kinds: [], hidden: { ...part, couldBe: also } }
}
