import type { Assessment, Result, Suppression } from '../assessment/assessment.ts'
import { hash } from '../assessment/fingerprint.ts'
import { type FindingState, stateOf } from '../assessment/state.ts'
import type { Place } from '../documents/place.ts'
import type { Severity } from '../rules/rule.ts'

/** What a format lists: a failure that counts, or a remark on what people wrote about verdicts. */
export interface Finding {
  /** the requirement; `assay.<code>` of a remark */
  readonly id: string
  readonly state: FindingState
  readonly severity: Severity
  readonly message: string
  readonly place: Place
  /** 32 hexadecimal digits, unique in an assessment */
  readonly fingerprint: string
  /** undefined of a remark */
  readonly result: Result | undefined
  readonly suppression: Suppression | undefined
}

const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/** All findings of an assessment, the gravest first, else in its order: what a limit cuts matters least. */
export function findingsOf({ results, remarks }: Assessment): readonly Finding[] {
  const failures = results.filter(({ verdict, counts }) => verdict === 'fail' && counts).map(ofResult)
  return [...failures, ...remarks.map(ofRemark)].sort((a, b) => weight[a.severity] - weight[b.severity])
}

/** The findings that somebody has to do something about. */
export function openFindings(assessment: Assessment): readonly Finding[] {
  return findingsOf(assessment).filter(({ state }) => state === 'open')
}

function ofResult(result: Result): Finding {
  const { requirement, severity, message, place, fingerprint, suppression } = result
  return { id: requirement, state: stateOf(result), severity, message, place, fingerprint, result, suppression }
}

function ofRemark({ code, severity, message, place }: Assessment['remarks'][number]): Finding {
  const fingerprint = hash(JSON.stringify([code, place.file, place.start, message])).slice(0, 32)
  const id = `assay.${code}`
  return { id, state: 'open', severity, message, place, fingerprint, result: undefined, suppression: undefined }
}
