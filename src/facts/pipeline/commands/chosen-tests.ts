import type { Kind } from '../../../config/vocabulary.ts'
import { kindOfTest, wordsOfName } from './names.ts'

/*
 * Build tools run unit tests by default, and are told by a filter to run others alone: Surefire by classes and groups
 * (maven.apache.org/surefire, "test" and "groups"), Gradle by `--tests` (docs.gradle.org, "Test filtering").
 */

/** The filters among the arguments, each as it is written. */
const filtersOf = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg, i) => {
    const given = /^(?:-D(?:test|groups)|--tests)=(.+)$/s.exec(arg)?.[1] ?? (args[i - 1] === '--tests' ? arg : '')
    return given
      .replace(/^["']|["']$/g, '')
      .split(/[,|]/)
      .map((one) => one.trim())
      .filter((one) => one && !one.startsWith('!'))
  })

/** Classes that Failsafe would take stand for tests of more than one unit: `*IT`, `OrdersITCase#pays`. */
const kindOfFilter = (filter: string): Kind | undefined =>
  /(^|[\w*])IT(Case)?\*?(#|$)/.test(filter) ? 'integration-test' : kindOfTest(wordsOfName(filter.replace(/#.*$/s, '')))

/** The kind of all tests that a build tool is told to run; undefined where it is told nothing, or of one nothing is known. */
export function kindOfChosenTests(args: readonly string[]): Kind | undefined {
  const [first, ...others] = new Set(filtersOf(args).map(kindOfFilter))
  return others.length ? undefined : first
}
