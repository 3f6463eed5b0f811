import type { Text } from '../../../documents/text.ts'
import { compareVersions } from '../../../facts/versions/semver.ts'
import type { BaselineStanding, Remark, Result } from '../../assessment.ts'
import { OTHER_RULES } from '../../state.ts'
import type { Entry } from './entry.ts'
import { type Baseline, BaselineError, fromLater, parse } from './format.ts'
import { type Sight, standingOf } from './standing.ts'

/** What results are compared with a baseline by. */
export interface Comparison {
  readonly baseline: Baseline
  /** how the baseline is called in reports */
  readonly file: string
  /** the digest of the rules that judge now */
  readonly rules: string
  /** the version of Assay that judges now */
  readonly version: string
  readonly sight: Sight
  /** whether this run would have found what an entry names: it is fixed, or not judged, only then */
  readonly covers: (entry: Entry) => boolean
  /** whether the profile asks for a requirement: what it does not ask for stands in no report, and is not counted */
  readonly asks: (requirement: string) => boolean
}

/** Results as they stand to a baseline. */
export interface Compared {
  /** in the same order, fails with their `baselineState` */
  readonly results: readonly Result[]
  readonly standing: BaselineStanding
  readonly fixed: readonly Entry[]
  readonly remarks: readonly Remark[]
}

/**
 * Tells what is new from what was accepted. Fails that an exception covers, or that decide nothing, are neither; one whose
 * waiver is over is new, whatever was accepted before it was waived.
 */
export function compareWithBaseline(results: readonly Result[], comparison: Comparison): Compared {
  const { baseline, file, sight, asks } = comparison
  const { found, known, lapsed, ...absent } = standingOf(results, baseline.entries, sight)
  const covers = (entry: Entry) => asks(entry.requirement) && comparison.covers(entry)
  const fixed = absent.fixed.filter(covers)
  const asked = (those: Iterable<Result>) => [...those].filter(({ requirement }) => asks(requirement)).length
  const accepted = asked(known)
  const stateOf = (one: Result) => (known.has(one) ? ('unchanged' as const) : ('new' as const))
  return {
    results: results.map((one) => (found.has(one) || lapsed.has(one) ? { ...one, baselineState: stateOf(one) } : one)),
    standing: {
      file,
      new: asked(found.keys()) - accepted + asked(lapsed.keys()),
      known: accepted,
      fixed: fixed.map(inWords),
      // what is a note now stands in the report
      unjudged: absent.unjudged
        .filter(({ entry, why }) => why !== 'noted' && covers(entry))
        .map(({ entry }) => inWords(entry)),
    },
    fixed,
    remarks: otherRules(comparison),
  }
}

/** An entry for people: "pipeline.build .github/workflows/ci.yml: nothing builds …". */
export function inWords({ requirement, file, words }: Entry): string {
  return `${requirement} ${file || 'the repository'}: ${words}`
}

/** A later version finds more, and what it finds counts as new: whoever is surprised by that must be told why. */
function otherRules({ baseline, rules, version, file }: Comparison): readonly Remark[] {
  if (baseline.rules === rules.slice(0, 12)) return []
  const by = baseline.version === version ? 'other rules' : `Assay ${baseline.version} (this is ${version})`
  const message = `the baseline was made with ${by}, so what only these rules find counts as new; \`assay baseline diff\` shows it, \`assay baseline update\` accepts it`
  return [{ code: OTHER_RULES, severity: 'note', message, place: { file } }]
}

/**
 * Reads a baseline's text; what is wrong with it is a remark by which nothing can be judged. So is a baseline that a later
 * version made: what its fingerprints rest on is not known to this one.
 * @param version that of this Assay
 */
export function readBaseline(text: Text, version: string): Baseline | Remark {
  try {
    const baseline = parse(text)
    return compareVersions(baseline.version, version) > 0
      ? unusable(text.file, fromLater(baseline.version, version), 0)
      : baseline
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error
    const start =
      text.content
        .split('\n')
        .slice(0, error.line - 1)
        .join('\n').length + (error.line > 1 ? 1 : 0)
    return unusable(text.file, error.message, start)
  }
}

/** That a baseline cannot be used: exit code 2, and no fail is known. */
export function unusable(file: string, message: string, start?: number): Remark {
  const place = start === undefined ? { file } : { file, start, end: start }
  return { code: 'baseline-unusable', severity: 'error', message, place, unusable: true }
}
