import type { Kind } from '../../../../config/vocabulary.ts'
import { partsOfSbt } from '../../known/sbt.ts'
import { kindOfTest, wordsOfName } from '../names.ts'

/*
 * Build tools run unit tests by default, and are told by a filter to run others alone: Surefire by classes and groups
 * (maven.apache.org/surefire, "test" and "groups"), Gradle by `--tests` (docs.gradle.org, "Test filtering"), sbt by what
 * follows `testOnly` (scala-sbt.org, "Testing").
 */

/**
 * What sbt's `testOnly` is told: classes, and behind `--` the framework's own flags, of which `-n` names a tag (scalatest.org,
 * "Using the runner"). A task that is told nothing runs all tests.
 */
function filtersOfSbt(args: readonly string[]): readonly string[] {
  return args.flatMap(partsOfSbt).flatMap(({ task, rest }) => {
    if (!/^test(Only|Quick)?$/.test(task.replace(/^.*[/:]/, ''))) return []
    const dashes = rest.indexOf('--')
    const classes = (dashes < 0 ? rest : rest.slice(0, dashes)).filter((word) => !word.startsWith('-'))
    const tags = rest.slice(dashes + 1).filter((_, i, all) => dashes >= 0 && all[i - 1] === '-n')
    const told = tags.length ? tags : classes
    return told.length ? told : ['*']
  })
}

/** The filters among the arguments, each as it is written. */
const filtersOf = (program: string, args: readonly string[]): readonly string[] =>
  program === 'sbt' ? filtersOfSbt(args) : args.flatMap(filtersAt)

const filtersAt = (arg: string, i: number, args: readonly string[]): readonly string[] => {
  const given = /^(?:-D(?:test|groups)|--tests)=(.+)$/s.exec(arg)?.[1] ?? (args[i - 1] === '--tests' ? arg : '')
  return given
    .replace(/^["']|["']$/g, '')
    .split(/[,|]/)
    .map((one) => one.trim())
    .filter((one) => one && !one.startsWith('!'))
}

/** Classes that Failsafe would take stand for tests of more than one unit: `*IT`, `OrdersITCase#pays`. */
const kindOfFilter = (filter: string): Kind | undefined =>
  /(^|[\w*])IT(Case)?\*?(#|$)/.test(filter) ? 'integration-test' : kindOfTest(wordsOfName(filter.replace(/#.*$/s, '')))

/**
 * The kinds of the tests that a build tool is told to run, a filter that tells none being of its usual ones; undefined
 * where it is told nothing, or of none anything is known.
 */
export function kindsOfChosenTests(program: string, args: readonly string[]): readonly Kind[] | undefined {
  const told = filtersOf(program, args).map(kindOfFilter)
  if (!told.some((kind) => kind !== undefined)) return undefined
  return [...new Set(told.map((kind) => kind ?? 'unit-test'))]
}
