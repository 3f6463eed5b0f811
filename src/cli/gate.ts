import type { Assessment, Remark, RequirementVerdict, Result } from '../assessment/assessment.ts'
import { asks } from '../assessment/levels.ts'
import { stateOf } from '../assessment/state.ts'
import { groupBy } from '../documents/group.ts'
import { withoutVerdict } from '../reporters/without-verdict.ts'
import type { Level, Severity } from '../rules/rule.ts'

export interface Gate {
  readonly failOn: Severity | 'never'
  /** an unknown that this version can judge fails like a fail */
  readonly strict: boolean
  readonly exitZero: boolean
}

const severities: readonly Severity[] = ['note', 'warning', 'error']
const severityOf: Readonly<Record<Level, Severity>> = { bronze: 'error', silver: 'warning', gold: 'note' }

/**
 * The exit code of DESIGN.md for an assessment. 2 (something could not be judged) outranks 1 and is never turned into 0:
 * claimed evidence that cannot be read, a rule that failed while it ran, a baseline or a waiver file that is broken,
 * a repository without a git that can read it.
 */
export function exitCode(assessment: Assessment, gate: Gate): 0 | 1 | 2 {
  if (withoutVerdict(assessment).lines.length > 0) return 2
  const isFailed = failed(assessment, gate).length > 0 || objections(assessment, gate).length > 0
  return isFailed && !gate.exitZero ? 1 : 0
}

/**
 * The requirements of the profile that fail at or above the threshold; with `strict` also those that are unknown. A fail
 * that an exception covers counts no more, nor one that the baseline has.
 */
export function failed(assessment: Assessment, gate: Gate): readonly RequirementVerdict[] {
  if (gate.failOn === 'never') return []
  const threshold = severities.indexOf(gate.failOn)
  const results = groupBy(assessment.results, ({ requirement }) => requirement)
  return [...assessment.requirements, ...assessment.own].filter((requirement) => {
    const own = results.get(requirement.id) ?? []
    const isUnknown = gate.strict && requirement.verdict === 'unknown' && requirement.judged
    if (requirement.verdict !== 'fail' && !isUnknown) return false
    if (!asks(assessment.scope.profile, requirement.level)) return false
    const deciding = own.filter((one) => one.counts && one.verdict === requirement.verdict && isHeld(one))
    if (own.length > 0 && deciding.length === 0) return false
    return severities.indexOf(severity(requirement, deciding)) >= threshold
  })
}

/** What is wrong in exceptions and statements, at or above the threshold. */
export function objections(assessment: Assessment, gate: Gate): readonly Remark[] {
  if (gate.failOn === 'never') return []
  const threshold = severities.indexOf(gate.failOn)
  return assessment.remarks.filter((remark) => severities.indexOf(remark.severity) >= threshold)
}

/** Whether a result is held against the repository by the gate. */
const isHeld = (result: Result) => stateOf(result) === 'open'

/** The gravest of the results that decided; what a case says overrides the level. */
function severity(requirement: RequirementVerdict, deciding: readonly Result[]): Severity {
  let gravest = -1
  for (const { severity } of deciding) gravest = Math.max(gravest, severities.indexOf(severity))
  return severities[gravest] ?? severityOf[requirement.level]
}
