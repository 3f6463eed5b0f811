import type { Result } from '../assessment/assessment.ts'
import { contentPrints } from '../assessment/fingerprint.ts'
import { UsageError } from './errors.ts'
import type { Judged } from './judge.ts'

/** Findings that are listed where several are meant. */
const LISTED = 5

/**
 * The one finding among some whose fingerprint begins with these digits, as often as it was found; a line of a baseline
 * names it as well, and a fail goes before all else. Throws a {@link UsageError} where none does, or several do.
 */
export function byDigits(digits: string, results: readonly Result[], textOf: Judged['textOf']): readonly Result[] {
  const named = results.filter(({ fingerprint }) => fingerprint.startsWith(digits))
  const found = named.length ? named : byContentPrint(digits, results, textOf)
  const fails = found.filter(({ verdict }) => verdict === 'fail')
  const meant = fails.length ? fails : found
  const [first] = meant
  if (!first) {
    throw new UsageError(
      `no finding has a fingerprint that begins with ${digits}; \`assay check --verbose\` shows them, and so does a baseline`,
    )
  }
  if (meant.some(({ fingerprint }) => fingerprint !== first.fingerprint)) {
    const list = meant
      .slice(0, LISTED)
      .map(({ fingerprint, requirement, place }) => `${fingerprint.slice(0, 16)} ${requirement} ${place.file}`)
    const which = named.length ? 'give more digits' : 'say which by its own fingerprint'
    throw new UsageError(`several findings begin with ${digits}; ${which}:\n  ${list.join('\n  ')}`)
  }
  return meant
}

/** A baseline names findings by what they are, wherever their file lies. */
function byContentPrint(digits: string, results: readonly Result[], textOf: Judged['textOf']): readonly Result[] {
  const prints = contentPrints(results, textOf)
  return results.filter((_, i) => prints[i]?.startsWith(digits))
}
