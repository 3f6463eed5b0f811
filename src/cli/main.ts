import type { Answers } from '../sources/git.ts'
import { explainError } from './errors.ts'

/**
 * Runs one command line (the words after `assay`) and gives the exit code of DESIGN.md: 0 nothing failed, 1 something
 * did, 2 it could not be judged. Never throws; errors are one sentence on stderr. `answers`: what git told the quick look. `hurry`: the launcher's, for a
 * run of which it turns out that it will be long.
 */
export async function main(words: readonly string[], answers?: Answers, hurry?: () => void): Promise<number> {
  try {
    if (hurry) (await import('./hot.ts')).hurryBy(hurry)
    if (answers?.size) (await import('../sources/git.ts')).rememberAnswers(answers)
    const { run } = await import('./program.ts')
    return await run(words)
  } catch (error) {
    process.stderr.write(explainError(error, process.env.ASSAY_DEBUG === '1'))
    return 2
  }
}
