import { once } from '../../../once.ts'
import type { Repository } from '../../../repository.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Runners of tests that end well where there is nothing to run: Surefire ("No tests to run."), Gradle (`test NO-SOURCE`), Go
 * ("[no test files]"), and `dotnet test` where no project is one of tests. Others fail there, as pytest (exit code 5) and Jest.
 */

interface Runner {
  readonly runs: RegExp
  /** what it would test: where none of it is here, the code is elsewhere, and so may the tests be */
  readonly code: RegExp
  readonly tests: RegExp
  /** arguments that say that it works on another folder, or on what is not told by the files below this one */
  readonly elsewhere: RegExp
  /** a file of the build that can name other folders of tests, and what does so in it */
  readonly builds: RegExp
  readonly says: RegExp
}

const ofJvm = {
  code: /(^|\/)src\/main\/.*\.(java|kt|scala|groovy)$/,
  tests:
    /(^|\/)(\w*[-_])?(tests?|it|specs?)([-_]\w*)?\/|(^|\/)src\/\w*[tT]est\w*\/|(Tests?|TestCase|IT|Spec|Suite)\.(java|kt|scala|groovy)$|\.feature$/,
}

const runners: readonly Runner[] = [
  {
    ...ofJvm,
    runs: /^mvn .*\b(test|package|verify|install|deploy)(,|$)/,
    elsewhere: /^(-f|--file|-pl|--projects)(=|$)/,
    builds: /(^|\/)pom\.xml$/,
    says: /<(testSourceDirectory|testSource|dependenciesToScan|testClassesDirectory|suiteXmlFiles|source)>/,
  },
  {
    ...ofJvm,
    runs: /^gradle (.*, )?(test|check|build)(,|$)/,
    elsewhere: /^(-p|-b|-c|--project-dir|--build-file|--settings-file|--include-build)(=|$)/,
    builds: /\.gradle(\.kts)?$/,
    says: /\b(sourceSets|srcDirs?|testClassesDirs|jvm-test-suite|testing)\b|kotlin\s*\{|\bmultiplatform\b/,
  },
  {
    runs: /^go test$/,
    code: /\.go$/,
    tests: /_test\.go$/,
    elsewhere: /^-C$|^(-overlay|-modfile)(=|$)|^[^-.].*\//,
    builds: /(^|\/)go\.work$/,
    says: /\buse\b/,
  },
  {
    runs: /^dotnet test$/,
    code: /\.(cs|fs|vb)$/,
    tests: /Tests?\.(cs|fs|vb)$|(^|\/)[\w.]*Tests?[\w.]*\/.*\.(cs|fs|vb)$/i,
    elsewhere: /\.(dll|exe)$|^\$/,
    builds: /\.(\w+proj|props|targets)$/,
    says: /Microsoft\.NET\.Test\.Sdk|<IsTestProject>\s*true|MSTest|xunit|NUnit|TUnit|Microsoft\.Testing\.Platform/i,
  },
]

/** A path that leaves the folder. */
const outside = /(^|[/=])\.\.(\/|$)/

/** More files of a build than this are not looked at; there may be tests then. */
const mostFiles = 60

/**
 * Whether a runner of tests has nothing to run: the code that it works on is here, and neither a test of it nor a setting
 * that would name one elsewhere. What passes without a test tests nothing.
 * @param tool as the table knows it (`mvn package`, `go test`)
 */
export async function nothingToTest(
  tool: string,
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<boolean> {
  const runner = runners.find(({ runs }) => runs.test(tool))
  if (!runner || directory === undefined || args.some((arg) => runner.elsewhere.test(arg) || outside.test(arg)))
    return false
  const known = answers(repository, runner)
  const before = known.get(directory) ?? hasNothing(runner, directory, repository)
  known.set(directory, before)
  return before
}

/** What was found in each folder: a repository with hundreds of jobs is looked through once, not for each of them. */
const answers = once((_repository: Repository, _runner: Runner) => new Map<string, Promise<boolean>>())

async function hasNothing(runner: Runner, directory: string, repository: Repository): Promise<boolean> {
  const below = repository.under(directory)
  const start = directory === '' ? 0 : directory.length + 1
  if (!below.some(({ path }) => runner.code.test(path.slice(start)))) return false
  if (below.some(({ path }) => runner.tests.test(path.slice(start)))) return false
  const builds = below.filter(({ path }) => runner.builds.test(path))
  if (builds.length > mostFiles) return false
  const texts = await Promise.all(builds.map(({ path }) => repository.text(path)))
  return texts.every((text) => text !== undefined && !runner.says.test(text.content))
}
