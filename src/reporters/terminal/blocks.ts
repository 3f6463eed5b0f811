import type { Assessment, Result } from '../../assessment/assessment.ts'
import { stateOf } from '../../assessment/state.ts'
import { groupBy } from '../../documents/group.ts'
import type { Severity } from '../../rules/rule.ts'

/** One thing that is wrong: a cause, or several that say the same. */
export interface Finding {
  /** tells it */
  readonly first: Result
  /** the same elsewhere: one result for each further place */
  readonly others: readonly Result[]
  /** all that fail by it, the block's own first */
  readonly requirements: readonly string[]
}

/** The failures of one requirement, and the other requirements that fail by the same causes. */
export interface Block {
  readonly requirement: string
  readonly severity: Severity
  readonly also: readonly string[]
  /** at least one, the gravest first */
  readonly findings: readonly Finding[]
}

const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/** Whether a result is a failure to tell at length: it counts, no exception covers it, and no baseline has it. */
export const isOpen = (result: Result) => result.verdict === 'fail' && result.counts && stateOf(result) === 'open'

/**
 * The failures that count: one block for each requirement, one cause in one block only (that of the gravest requirement,
 * then the first in the catalogue). The gravest blocks come first, then the order of the catalogue.
 */
export function blocksOf(assessment: Assessment): Block[] {
  const rank = new Map(assessment.requirements.concat(assessment.own).map(({ id }, i) => [id, i]))
  const order = (a: Result, b: Result) =>
    weight[a.severity] - weight[b.severity] || (rank.get(a.requirement) ?? 0) - (rank.get(b.requirement) ?? 0)
  const byCause = groupBy(assessment.results.filter(isOpen), (result) => result.cause)
  const causes = [...byCause.values()].map((results) => results.toSorted(order))
  const byRequirement = groupBy(causes, (results) => (results[0] as Result).requirement)
  return [...byRequirement]
    .map(([requirement, members]) =>
      makeBlock(
        requirement,
        members.toSorted((a, b) => order(first(a), first(b))),
      ),
    )
    .sort((a, b) => order(first(a.findings).first, first(b.findings).first))
}

function makeBlock(requirement: string, causes: readonly (readonly Result[])[]): Block {
  const same = [...groupBy(causes, (cause) => first(cause).message).values()]
  const findings = same.map((members) => makeFinding(members.flat()))
  const also = new Set(findings.flatMap((finding) => finding.requirements))
  also.delete(requirement)
  return { requirement, severity: first(findings).first.severity, also: [...also], findings }
}

function makeFinding(results: readonly Result[]): Finding {
  const places = groupBy(results, ({ place }) => [place.file, place.start, place.setting].join('\0'))
  const [told, ...others] = [...places.values()].map(first)
  return { first: told as Result, others, requirements: [...new Set(results.map((result) => result.requirement))] }
}

/** The members of a group are never none. */
const first = <T>(members: readonly T[]): T => members[0] as T
