import type { Place } from '../documents/place.ts'
import type { Settle } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Level, Severity, Verdict } from '../rules/rule.ts'
import type { Notice, Skipped } from '../sources/source.ts'

export type Grade = 'observed' | 'recorded' | 'declared' | 'attested'

/** One test's verdict on one subject. */
export interface Result {
  readonly requirement: string
  readonly test: string
  readonly subject: Subject
  readonly verdict: Verdict
  readonly severity: Severity
  readonly grade: Grade
  readonly message: string
  readonly place: Place
  readonly trace: readonly TraceStop[]
  /** the values that decided, as `name = value`, for people */
  readonly evidence: readonly string[]
  /** equal ids are one cause, printed once */
  readonly cause: string
  /** of the place's content and subject, not its line: survives lines inserted above */
  readonly fingerprint: string
  /** false: shown, but decides nothing */
  readonly counts: boolean
  /** what could not be seen, for an unknown */
  readonly hidden?: { readonly what: string; readonly settle: Settle }
  readonly settle?: string
}

export interface Subject {
  readonly kind: string
  readonly id: string
  readonly component: string
  readonly environment: string
}

/** A requirement's verdict. Absent optional fields do not apply. */
export interface RequirementVerdict {
  readonly id: string
  readonly section: string
  readonly row: string
  readonly level: Level
  readonly verdict: Verdict
  /** false: no rule of this version judges it */
  readonly judged: boolean
  readonly grade: Grade
  /** one sentence: why unknown or not applicable, else what decided */
  readonly reason: string
  /** what would settle an unknown */
  readonly settle: readonly Settle[]
  /** numbers of results by verdict, those that count */
  readonly results: Readonly<Record<Verdict, number>>
}

export interface Fraction {
  readonly numerator: number
  readonly denominator: number
}

export interface LevelStanding {
  readonly level: Level
  readonly reached: boolean
  readonly met: Fraction
  readonly failedBy: readonly string[]
  readonly openBy: readonly string[]
}

/** All results for one repository at one revision: the one canonical JSON, from which every report is made. */
export interface Assessment {
  readonly schema: 'https://assay.dev/schemas/assessment/1'
  readonly tool: { readonly name: 'assay'; readonly version: string }
  readonly scope: Scope
  /** YYYY-MM-DD */
  readonly asOf: string
  readonly rules: { readonly version: string; readonly digest: string; readonly count: number }
  readonly repository: { readonly name: string; readonly commit: string | null; readonly files: number }
  readonly requirements: readonly RequirementVerdict[]
  /** user's own requirements, scored apart */
  readonly own: readonly RequirementVerdict[]
  readonly results: readonly Result[]
  /** absent in a partial run */
  readonly levels?: readonly LevelStanding[]
  readonly level?: Level | 'none'
  readonly share?: Fraction
  readonly coverage?: Fraction
  readonly notJudged: number
  readonly skipped: readonly Skipped[]
  readonly notices: readonly Notice[]
  /** evidence that could not be read: exit code 2 */
  readonly unreadable: readonly Unreadable[]
  /** rules that failed while being evaluated */
  readonly problems: readonly string[]
}

export interface Unreadable {
  readonly place: Place
  readonly message: string
  readonly claimed: boolean
}

export interface Scope {
  readonly kind: 'repository' | 'partial'
  /** how it was limited: --only patterns */
  readonly only: readonly string[]
  readonly profile: Level
  readonly revision: string | null
}
