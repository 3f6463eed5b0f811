/** A word by itself that asks a program only for its version or for help. */
const alone = /^(--?version|-V|--?help|-h|version|help)$/

/** Help is all that is given, wherever it is asked for. */
const help = /^--?help$/

/** Whether a program is only asked what it is: `phpunit --version`, `helm upgrade --help`. */
export function tellsOfItself(args: readonly string[]): boolean {
  return (args.length === 1 && alone.test(args[0] as string)) || args.some((arg) => help.test(arg))
}

/**
 * Options by which runners of tests list them, or build them, and run none: of pytest, Jest, PHPUnit and .NET, Playwright
 * and Vitest, Go, CTest, Gradle, RSpec, Mocha and Cucumber, Cargo.
 */
const lists = /^(--collect-only|--co|--listTests|--list-tests|--list|-list(=.+)?|--show-only(=.+)?|--dry-run|--no-run)$/

/** Whether a runner of tests is told to run none of them. */
export const listsTests = (args: readonly string[]): boolean => args.some((arg) => lists.test(arg))
