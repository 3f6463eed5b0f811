import type { Assessment, RequirementVerdict, Result } from '../assessment/assessment.ts'
import { asks } from '../assessment/levels.ts'
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
 * claimed evidence that cannot be read, or a rule that failed while it ran.
 */
export function exitCode(assessment: Assessment, gate: Gate): 0 | 1 | 2 {
  if (assessment.problems.length > 0 || assessment.unreadable.some(({ claimed }) => claimed)) return 2
  return failed(assessment, gate).length > 0 && !gate.exitZero ? 1 : 0
}

/** The requirements of the profile that fail at or above the threshold; with `strict` also those that are unknown. */
export function failed(assessment: Assessment, gate: Gate): readonly RequirementVerdict[] {
  if (gate.failOn === 'never') return []
  const threshold = severities.indexOf(gate.failOn)
  const results = byRequirement(assessment.results)
  return [...assessment.requirements, ...assessment.own].filter((requirement) => {
    const counts =
      requirement.verdict === 'fail' || (gate.strict && requirement.verdict === 'unknown' && requirement.judged)
    if (!counts || !asks(assessment.scope.profile, requirement.level)) return false
    return severities.indexOf(severity(requirement, results.get(requirement.id) ?? [])) >= threshold
  })
}

/** The gravest result of the verdict that was reached; what a case says overrides the level. */
function severity(requirement: RequirementVerdict, results: readonly Result[]): Severity {
  let gravest = -1
  for (const { verdict, counts, severity } of results) {
    if (counts && verdict === requirement.verdict) gravest = Math.max(gravest, severities.indexOf(severity))
  }
  return severities[gravest] ?? severityOf[requirement.level]
}

function byRequirement(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const group = groups.get(result.requirement)
    if (group) group.push(result)
    else groups.set(result.requirement, [result])
  }
  return groups
}
