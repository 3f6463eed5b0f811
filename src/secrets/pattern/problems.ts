import { checks } from '../checks/index.ts'
import type { Detector } from '../detector.ts'
import { compile } from './compile.ts'
import { patternCost } from './cost.ts'
import { parsePattern } from './parse.ts'

/** The most ways that a detector's pattern may go through a text from one start. */
const most = 1000

/**
 * What is wrong with a detector past its schema, in sentences: a pattern that costs too much or is not in the syntax, a
 * check that is not there, patterns that do not compile.
 */
export function detectorProblems(detector: Detector): readonly string[] {
  const problems: string[] = []
  try {
    const { ways } = patternCost(parsePattern(detector.pattern))
    if (ways > most)
      problems.push(
        `the pattern can go through a text in ${ways} ways from one start, ${most} at most: let what follows a repeat begin with what it cannot hold, and nest no repeats`,
      )
    compile(detector.pattern)
  } catch (error) {
    problems.push(`the pattern cannot be used: ${(error as Error).message}`)
  }
  if (/^(?:\(\?i\))?(?:\(\?:|\()*\.[*+]|\.[*+]\)*$/.test(detector.pattern))
    problems.push('the pattern begins or ends with .* or .+')
  for (const allow of detector.allow ?? []) {
    try {
      parsePattern(allow)
      compile(allow)
    } catch (error) {
      problems.push(`allow: ${allow} cannot be used: ${(error as Error).message}`)
    }
  }
  if (detector.check && !(detector.check in checks))
    problems.push(`there is no check ${detector.check} in src/secrets/checks/index.ts`)
  return problems
}
