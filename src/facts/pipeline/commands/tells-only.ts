import { known } from '../known/table.ts'

/** A word by itself that asks a program only for its version or for help. */
const alone = /^(--?version|-V|--?help|-h|version|help)$/

/** Help is all that is given, wherever it is asked for. */
const help = /^--?help$/

/**
 * Whether a program is only asked what it is: `phpunit --version`, `helm upgrade --help`. To some `version` means to make one
 * (`semantic-release version`): the table says to which.
 */
export function tellsOfItself(name: string, args: readonly string[]): boolean {
  const [first = ''] = args
  const isAlone = args.length === 1 && alone.test(first) && known.commands[`${name} ${first}`] === undefined
  return isAlone || args.some((arg) => help.test(arg))
}

/**
 * Options by which runners of tests list them, build them or write their settings, and run none: of pytest, Jest, PHPUnit,
 * .NET, Playwright, Vitest, Go, CTest, Swift, Meson, Gradle, RSpec, Mocha, Cucumber, Behat, Robot Framework and Cargo.
 */
const lists =
  /^(--collect-only|--co|--setup-(only|plan)|--fixtures(-per-test)?|--markers|--listTests|--list-(tests?|groups|suites|test-files)|--list|-list(=.+)?|--show-only(=.+)?|--print-labels|--dry-?run|--no-run|--init|--clearCache|--showConfig|--(generate|migrate)-configuration|--definitions)$/

/**
 * What only one runner takes so: CTest, .NET and Gradle list, Bazel stops before it builds, Go compiles (`-c`), prints its commands (`-n`) or runs benchmarks alone (`-run ^$`: pkg.go.dev/cmd/go,
 * "Testing flags"), Jest asks what is not committed yet (jestjs.io, "--onlyChanged"), which in a pipeline is nothing.
 */
const ownLists: Readonly<Record<string, RegExp>> = {
  bazel: /(^| )--nobuild( |$)/,
  ctest: /(^| )-N( |$)/,
  dotnet: /(^| )(-t|-lt|(--?|\/)listtests)(:\S+)?( |$)/i,
  gradle: /(^| )-m( |$)/,
  gradlew: /(^| )-m( |$)/,
  go: /(^| )(-c|-n|--?exec[= ]["']?(\/(usr\/)?bin\/)?(true|:|echo)["']?|-(test\.)?run[= ]["']?(\^?\$|\^\$|NONE|XXX+|xxx+|\^#)["']?)( |$)/,
  cucumber: /(^| )-d( |$)/,
  'cucumber-js': /(^| )-d( |$)/,
  prove: /(^| )(-D|--dry)( |$)/,
  'nunit3-console': /(^| )--explore(=\S+)?( |$)/,
  'vstest.console.exe': /(^| )\/(ListTests|lt)/i,
  jest: /(^| )(-o|--onlyChanged)( |$)/,
}

/** Whether a runner of tests is told to run none of them. */
export const listsTests = (name: string, args: readonly string[]): boolean =>
  args.some((arg) => lists.test(arg)) || (ownLists[name]?.test(args.join(' ')) ?? false)
