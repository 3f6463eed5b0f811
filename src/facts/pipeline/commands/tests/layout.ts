import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { pathPattern } from '../../../../documents/pattern.ts'
import type { HiddenPart } from '../../model.ts'
import type { Call } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * One command that may run both kinds of test (`pytest`, `gradle check`, `mvn verify`): decided by what the layout of
 * the tests shows, else unknown (verdicts.md, "Tests").
 */

const integration =
  /(^|[/_.-])(integration|integrations|functional|acceptance|e2e|end[-_]?to[-_]?end|it|inttest|integrationtest|component|playwright|selenium)([/_.-]|s?\/|$)/i

/** Projects and folders of tests, and classes, that are named so; a folder of components beside unit tests is none. */
const integrationOfDotnet = [
  /(^|\/)[\w.]*(Integration|E2E|EndToEnd|Acceptance|Functional|Component)s?\.?(Tests?|Specs?)[\w.]*\//i,
  /(^|\/)[\w.]*Tests?\.(Integration|E2E|EndToEnd|Acceptance|Functional|Component)\w*\//i,
  /(^|\/)[\w.]*Tests?\/(.*\/)?(Integration|E2E|EndToEnd|Acceptance|Functional)s?\//i,
  /\w+(Integration|E2E|Acceptance)Tests?\.cs$/,
]

const besideUnits =
  /(^|\/)src\/test\/(.*\/)?((integration|functional|acceptance|e2e)(tests?)?\/(.*\/)?\w+|\w+(IntegrationTests?|IntTest|IT))\.(java|kt|groovy|scala)$/

const patterns: Readonly<Record<string, (path: string) => boolean>> = {
  pytest: (path) =>
    /\.py$/.test(path) &&
    /(^|\/)(tests?|spec)\//.test(path) &&
    integration.test(path.replace(/^.*?(^|\/)(tests?|spec)\//, '/')),
  mvn: (path) => /(^|\/)src\/(it|integration-?test|test)\/.*IT\.(java|kt|scala|groovy)$/i.test(path),
  // A solution's tests run together, whatever their project or folder.
  dotnet: (path) => /\.cs$/.test(path) && integrationOfDotnet.some((pattern) => pattern.test(path)),
  // rspec-rails: feature, system and request specs drive the application as a whole.
  rspec: (path) =>
    /(^|\/)spec\/(.*\/)?(features?|system|requests?|integration|acceptance|e2e)\/.*_spec\.rb$/.test(path),
  gradle: (path) =>
    /(^|\/)src\/(integration-?test|int-?test|it|functional-?test)\//i.test(path) || besideUnits.test(path),
  // Gradle's `test` runs all classes of src/test, whatever their package, and none of other source sets.
  'gradle test': (path) => besideUnits.test(path),
}

const byProgram: readonly (readonly [RegExp, string])[] = [
  [/gradle/, 'gradle'],
  [/^dotnet$/, 'dotnet'],
  [/mvn/, 'mvn'],
  [/rspec|^ra(ke|ils)$|^parallel_/, 'rspec'],
]

/** Files that a runner takes for tests (pytest's python_files, rspec's pattern), where that is told by their names. */
const ofRunner: Readonly<Record<string, RegExp>> = {
  pytest: /(^|\/)(test_[^/]*|[^/]*_test)\.py$/,
  rspec: /(^|\/)spec\/.*_spec\.rb$/,
}

/** Tasks of Gradle that run the tests of all source sets. */
const allTests = /(^|:)(check|build|kover\w*)$/

const takesPaths = new Set(['pytest', 'rspec'])

const djangoScript = /(^|\/)manage\.py$/

/** Marks and words by which tests of more than one unit are left out. */
const ofIntegration =
  /integration|e2e|end.?to.?end|functional|acceptance|system|slow|external|network|live|online|docker|database|\bdb\b|api|remote/i

const lastOf = (flag: string, args: readonly string[]) => args.filter((_, i) => args[i - 1] === flag).at(-1)

const isBelow = (path: string, given: string | undefined) =>
  given !== undefined && (path === given || given === '' || path.startsWith(`${given.replace(/\/$/, '')}/`))

/**
 * Options whose value is the next word, and no path of tests (rspec.info, "Command line"; docs.pytest.org, "Command-line
 * flags", and those of pytest-cov, -xdist, -html, -split, -django; docs.djangoproject.com, "django-admin and manage.py").
 */
const valued: Readonly<Record<string, RegExp>> = {
  rspec:
    /^(-[IrOfoPeEt]|--(require|options|order|seed|failure-exit-code|error-exit-code|drb-port|format|out|deprecation-out|pattern|exclude-pattern|example|example-matches|tag|default-path))$/,
  pytest:
    /^(-[kmcpoWnt]|--(config-file|override-ini|pythonwarnings|rootdir|confcutdir|basetemp|junit-?xml|junit-prefix|numprocesses|dist|maxfail|tb|durations|durations-min|cov|cov-report|cov-config|cov-fail-under|html|css|log-file|log-level|log-cli-level|import-mode|ds|dc|reruns|reruns-delay|timeout|splits|group|durations-path|json-report-file|alluredir|base-url|browser|deselect|ignore|ignore-glob|capture|color|show-capture|settings|pythonpath|pattern|testrunner|top-level-directory|tag|exclude-tag|parallel|verbosity))$/,
}

/** `$(circleci tests glob spec/x/*_spec.rb | circleci tests split)`: its containers together run all that match. */
const sharedOut = /^\$\(\s*circleci tests glob "?([^"|(){}]+?)"?\s*\|\s*circleci tests split\b[^|]*\)$/

/** Arguments that choose among the tests by a name that only the run knows. */
const chosenLater = /^[^-].*\$[{(]|=.*\$[{(]|^\$/

/** A test that Django's runner, or that of pytest, finds in a file: what is made there while it runs is nobody's to see. */
const testsOfPython = {
  django: /^[ \t]+(?:async )?def test/m,
  pytest: /^[ \t]*(?:async )?def test|^[ \t]*(?:scenarios|@scenario|@given)\b/m,
}

/** Whether a file that is called after tests of Python holds one; an empty one says nothing of others beside it. */
async function holdsTest(path: string, django: boolean, { repository }: Finder): Promise<boolean> {
  const text = await repository.text(path)
  return !text?.content.trim() || testsOfPython[django ? 'django' : 'pytest'].test(text.content)
}

/** More files of tests than this are not looked at: one of so many will hold one. */
const mostLookedAt = 40

async function someHolds(
  files: readonly { readonly path: string }[],
  django: boolean,
  finder: Finder,
): Promise<boolean> {
  if (files.length > mostLookedAt) return true
  for (const { path } of files) if (await holdsTest(path, django, finder)) return true
  return false
}

/** The further kinds that the layout shows, whether they are all that it has, or what stays hidden. */
export async function alsoByLayout(
  name: string,
  args: readonly string[],
  shell: Shell,
  finder: Finder,
  call: Call,
  also: readonly Kind[],
): Promise<{ readonly kinds: readonly Kind[]; readonly hidden?: HiddenPart; readonly only?: boolean }> {
  const key = byProgram.find(([pattern]) => pattern.test(name))?.[1] ?? 'pytest'
  const unitsTask = key === 'gradle' && !args.some((arg) => allTests.test(arg))
  const matches = patterns[unitsTask ? 'gradle test' : key] as (path: string) => boolean
  const expression = lastOf('-m', args)
  // of marks given twice the last one counts (docs.pytest.org, "How to invoke pytest")
  const leaves = args.filter(
    (arg, i) =>
      (args[i - 1] === '-m' && arg === expression && /\bnot\b/.test(arg)) ||
      (args[i - 1] === '-k' && /\bnot\b/.test(arg)),
  )
  const leavesOut =
    (unitsTask && args.some((arg) => /^--tests(=|$)/.test(arg))) ||
    leaves.some((arg) => ofIntegration.test(arg)) ||
    args.some(
      (arg, i) =>
        /^--(ignore|deselect)/.test(arg) ||
        (/^--filter(=|$)/.test(arg.startsWith('--') ? arg : (args[i - 1] ?? '')) && /![=~]/.test(arg)),
    )
  // Django's runner takes modules by their names; the script that starts it is none
  const django = args.some((arg) => djangoScript.test(arg)) || djangoScript.test(name)
  const globs = args.flatMap((arg) => sharedOut.exec(arg)?.[1]?.split(/\s+/) ?? []).map(pathPattern)
  const chosen = (key === 'rspec' || django) && args.some((arg) => chosenLater.test(arg) && !sharedOut.test(arg))
  const given = args.filter(
    (arg, i) => !/^(-|\$\()/.test(arg) && !djangoScript.test(arg) && !valued[key]?.test(args[i - 1] ?? ''),
  )
  const named = !chosen && takesPaths.has(key) && given.some((arg) => /[/.]/.test(arg))
  const folder = shell.directory ?? ''
  const below = filesConcerned(key, args, folder, finder)
  // a folder that is named holds what lies below it: `pytest tests/`
  const isNamed = ({ path }: { readonly path: string }) => given.some((arg) => isBelow(path, joinPath(folder, arg)))
  const isMatched = ({ path }: { readonly path: string }) =>
    globs.some((glob) => glob.test(folder ? path.slice(folder.length + 1) : path))
  const files = named ? below.filter(isNamed) : globs.length > 0 ? below.filter(isMatched) : below
  const matched = leavesOut || chosen ? [] : files.filter((file) => matches(file.path))
  const isSome = key === 'pytest' ? await someHolds(matched, django, finder) : matched.length > 0
  if (isSome && leaves.length === 0) {
    const all = files.filter((file) => ofRunner[key]?.test(file.path))
    return { kinds: also, only: all.length > 0 && all.every((file) => matches(file.path)) }
  }
  // Projects that are named beside others of integration tests are there for those of units.
  const apart = key === 'dotnet' && !chosen && finder.repository.under(folder).some((file) => matches(file.path))
  // Other paths that are named decide by their names; tests that are left out are not run.
  if (leavesOut || ((named || apart || unitsTask) && !isSome)) return { kinds: [] }
  const part = hiddenPart(
    `whether ${call.text.slice(0, 60)} in ${folder || 'the root'} runs integration tests too`,
    '',
    call.place,
  )
  return { kinds: [], hidden: { ...part, couldBe: also } }
}

/** The files of the projects that a runner is given, else all below its folder. */
function filesConcerned(key: string, args: readonly string[], folder: string, finder: Finder) {
  if (key === 'dotnet') return filesOfProjects(args, folder, finder)
  const all = finder.repository.under(folder)
  return key === 'gradle' ? ofGradleProjects(args, folder, all) : all
}

/**
 * Of these files those of the projects whose tasks alone Gradle is asked for: `gradle :app:test lib:core:test`. A project
 * lies where its path says, unless the settings say otherwise (docs.gradle.org, "Multi-Project Builds").
 */
function ofGradleProjects<F extends { readonly path: string }>(
  args: readonly string[],
  folder: string,
  all: readonly F[],
) {
  const projects = args
    .filter((arg) => !arg.startsWith('-'))
    .map((task) => /^:?([\w.-]+(?::[\w.-]+)*):[\w.-]+$/.exec(task)?.[1]?.replaceAll(':', '/'))
  const folders = projects.map((project) => project && joinPath(folder, project))
  const isHere = (one: string | undefined) => one !== undefined && all.some(({ path }) => isBelow(path, one))
  return folders.length && folders.every(isHere)
    ? all.filter(({ path }) => folders.some((one) => isBelow(path, one)))
    : all
}

/** Options of `dotnet test` that take no value (learn.microsoft.com, "dotnet test"). */
const dotnetSwitches =
  /^--?(no-build|no-restore|no-dependencies|nologo|force|interactive|blame(-crash|-hang)?|t|list-tests|ucr|use-current-runtime|disable-build-servers)$/i

/** The files of the projects that `dotnet test` is given (`a/A.Tests.csproj`, `**\/*Tests.csproj`, a folder), else all. */
function filesOfProjects(args: readonly string[], folder: string, finder: Finder) {
  const all = finder.repository.under(folder)
  // MSBuild's options may begin with a slash: /p:CollectCoverage=true (learn.microsoft.com, "MSBuild command-line reference")
  const isOption = (arg: string) => arg.startsWith('-') || /^\/[a-z]+(:|$)/i.test(arg)
  const isValue = (i: number) => {
    const before = args[i - 1] ?? ''
    return /^-{1,2}[a-z][^=:]*$/i.test(before) && !dotnetSwitches.test(before)
  }
  const given = args.filter((arg, i) => !isOption(arg) && !isValue(i))
  const named = given.filter((arg) => /proj$/i.test(arg) || (/[\w)]$/.test(arg) && !/\.\w+$|\*/.test(arg)))
  const wanted = named.filter((arg) => !arg.startsWith('!')).map(patternOf)
  if (!wanted.length || wanted.length < given.filter((arg) => !arg.startsWith('!')).length) return all
  const unwanted = given.filter((arg) => arg.startsWith('!')).map((arg) => patternOf(arg.slice(1)))
  const folders = all
    .filter(({ path }) => /proj$/i.test(path))
    .map(({ path }) => path)
    .filter((path) => wanted.some((one) => one.test(path)) && !unwanted.some((one) => one.test(path)))
    .map((path) => path.replace(/[^/]*$/, ''))
  // Projects that are not found tell nothing about the layout.
  return folders.length ? all.filter(({ path }) => folders.some((one) => path.startsWith(one))) : all
}

/** A path or glob, matched at the end of a path; a folder stands for the project in it. */
function patternOf(given: string): RegExp {
  const plain = given.replaceAll('\\', '/').replace(/^(\.\/|\$\{[^}]*\}\/?)+/, '')
  const source = plain
    .replace(/[.+^${}()|[\]]/g, '\\$&')
    .replace(/\*\*\/?/g, '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(.*/)?')
  return new RegExp(`(^|/)${source}${/proj$/i.test(plain) ? '' : '/?[^/]*proj'}$`, 'i')
}
