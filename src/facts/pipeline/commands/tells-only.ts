/** A word by itself that asks a program only for its version or for help. */
const alone = /^(--?version|-V|--?help|-h|version|help)$/

/** Help is all that is given, wherever it is asked for. */
const help = /^--?help$/

/** Whether a program is only asked what it is: `phpunit --version`, `helm upgrade --help`. */
export function tellsOfItself(args: readonly string[]): boolean {
  return (args.length === 1 && alone.test(args[0] as string)) || args.some((arg) => help.test(arg))
}

/**
 * Options by which runners of tests list them, build them or write their settings, and run none: of pytest, Jest, PHPUnit,
 * .NET, Playwright, Vitest, Go, CTest, Swift, Meson, Gradle, RSpec, Mocha, Cucumber, Behat, Robot Framework and Cargo.
 */
const lists =
  /^(--collect-only|--co|--fixtures(-per-test)?|--listTests|--list-tests?|--list|-list(=.+)?|--show-only(=.+)?|--print-labels|--dry-?run|--no-run|--init|--clearCache|--showConfig|--(generate|migrate)-configuration|--definitions)$/

/** Whether a runner of tests is told to run none of them. */
export const listsTests = (name: string, args: readonly string[]): boolean =>
  args.some((arg) => lists.test(arg) || (name === 'ctest' && arg === '-N'))
