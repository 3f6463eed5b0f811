import type { Settle } from '../facts/hidden.ts'
import { fold } from '../rules/fold.ts'
import type { Requirement } from '../rules/rule.ts'
import type { Attestation, Conclusion, Grade, RequirementVerdict, Result } from './assessment.ts'

/** A requirement's verdict from the results of its rule: `waived` where it fails only by what exceptions cover. */
export function judged(requirement: Requirement, results: readonly Result[]): RequirementVerdict {
  const counted = results.filter((result) => result.counts)
  const verdict = conclude(counted)
  const deciding = counted.filter((result) => conclusionOf(result) === verdict)
  return {
    ...head(requirement),
    verdict,
    judged: true,
    grade: weakest(deciding.map((result) => result.grade)),
    reason: reasonOf(deciding, results),
    settle: verdict === 'unknown' ? settleOf(deciding) : [],
    results: tally(counted),
  }
}

const conclusionOf = ({ verdict, suppression }: Result): Conclusion => (suppression ? 'waived' : verdict)

/**
 * What the results that count come to. An exception covers its fails and nothing else: another fail remains one, and a
 * waived requirement is no open one.
 */
export function conclude(
  counted: readonly (Pick<Result, 'verdict' | 'counts'> & { readonly suppression?: object | undefined })[],
): Conclusion {
  const verdict = fold(counted.filter((result) => !result.suppression))
  return verdict !== 'fail' && counted.some((result) => result.suppression) ? 'waived' : verdict
}

/**
 * The verdict of a requirement on which somebody made a statement: it settles an unknown, as a pass that rests on a word.
 * What was observed stays as it is.
 */
export function attested(requirement: RequirementVerdict, attestation: Attestation): RequirementVerdict {
  if (requirement.verdict !== 'unknown') return requirement
  const reason = `${attestation.by} (${attestation.role}) says: ${attestation.statement}`
  return { ...requirement, verdict: 'pass', grade: 'attested', reason, settle: [], attestation }
}

/** A requirement that no rule of this version judges. */
export function notJudged(requirement: Requirement): RequirementVerdict {
  return {
    ...head(requirement),
    verdict: 'unknown',
    judged: false,
    grade: 'observed',
    reason: 'not judged by this version',
    settle: [{ kind: 'version', text: 'a later version of Assay judges it' }],
    results: tally([]),
  }
}

/** The reason of a requirement that a partial run left out. */
export const LEFT_OUT = 'left out of this run'

/** A requirement that a partial run left out. */
export function leftOut(requirement: Requirement): RequirementVerdict {
  return { ...notJudged(requirement), reason: LEFT_OUT, settle: [] }
}

/** A requirement that assay.yaml says does not concern this repository. */
export function declaredNotApplicable(requirement: Requirement, reason: string): RequirementVerdict {
  return {
    ...head(requirement),
    verdict: 'not-applicable',
    judged: true,
    grade: 'declared',
    reason: `assay.yaml says: ${reason}`,
    settle: [],
    results: tally([]),
  }
}

const head = ({ id, section, row, level }: Requirement) => ({ id, section, row, level })

/** The grade of what decided: one observation that rests on a declaration makes the verdict rest on it. */
function weakest(grades: readonly Grade[]): Grade {
  const order: readonly Grade[] = ['attested', 'declared', 'recorded', 'observed']
  return order.find((grade) => grades.includes(grade)) ?? 'observed'
}

function reasonOf(deciding: readonly Result[], results: readonly Result[]): string {
  const messages = [...new Set(deciding.map((result) => result.message))]
  const [first = results[0]?.message ?? 'nothing to judge was found'] = messages
  return messages.length > 1 ? `${first} (and ${messages.length - 1} more)` : first
}

/** What would settle the unknown results, each text once, in their order. */
function settleOf(results: readonly Result[]): readonly Settle[] {
  const found = new Map<string, Settle>()
  for (const { settle, hidden } of results) {
    const one = settle === undefined ? hidden?.settle : { kind: kindOf(settle), text: settle }
    if (one && !found.has(one.text)) found.set(one.text, one)
  }
  return [...found.values()]
}

/** Who can do what a rule's `settle` asks for, from its words: rules write a sentence and no kind. */
function kindOf(text: string): Settle['kind'] {
  if (/\bassay\.yaml\b/.test(text)) return 'answer'
  if (/\blater version\b/.test(text)) return 'version'
  if (/\b(fetch|clone)\b/i.test(text)) return 'clone'
  return 'file'
}

function tally(results: readonly Result[]): Readonly<Record<Conclusion, number>> {
  const counts: Record<Conclusion, number> = { pass: 0, fail: 0, waived: 0, unknown: 0, 'not-applicable': 0 }
  for (const result of results) counts[conclusionOf(result)]++
  return counts
}
