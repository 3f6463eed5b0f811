import type { Place } from '../documents/place.ts'
import type { Settle } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Level, Severity, Verdict } from '../rules/rule.ts'
import type { Notice, Skipped } from '../sources/source.ts'

/** What a requirement comes to: a verdict, or `waived` where every fail of it is covered by an exception in force. */
export type Conclusion = Verdict | 'waived'

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
  /** the exception that covers a fail: it stays a fail, and the gate and the fold pass it over */
  readonly suppression?: Suppression
  /** where the waiver is written that covered a fail and is over: no baseline accepts such a fail in its place */
  readonly lapsed?: Place
  /** where a baseline is used, of a fail: whether it was accepted there (SARIF's words, §3.27.24) */
  readonly baselineState?: 'new' | 'unchanged'
}

/** Why a fail is passed over (SARIF 2.1.0 §3.35): by a waiver, or by a comment beside it. */
export interface Suppression {
  readonly kind: 'external' | 'inSource'
  /** where the exception is written */
  readonly place: Place
  readonly reason: string
  /** what a waiver says besides; a comment has none of it */
  readonly owner?: string
  readonly approver?: string
  readonly ticket?: string
  /** YYYY-MM-DD */
  readonly created?: string
  /** YYYY-MM-DD, the last day on which it holds */
  readonly expires?: string
}

/** A named person's dated, expiring statement on a requirement that no file shows. */
export interface Attestation {
  /** where it is written */
  readonly place: Place
  readonly statement: string
  /** a link to what it rests on */
  readonly evidence: string
  readonly by: string
  readonly role: string
  /** YYYY-MM-DD */
  readonly date: string
  /** YYYY-MM-DD, the last day on which it holds */
  readonly expires: string
}

/**
 * What is wrong or worth knowing in what people wrote about verdicts (waivers, ignores, attestations, the baseline, the
 * policy): a finding on them, with its line. It counts for the gate by its severity, like a failed requirement.
 */
export interface Remark {
  /** `<what>-<how>`: waiver-expired, ignore-without-reason, policy-override … */
  readonly code: string
  readonly severity: Severity
  /** one sentence with the mend */
  readonly message: string
  readonly place: Place
  /** nothing can be judged by it: exit code 2 */
  readonly unusable?: true
}

/** How the fails stand to a baseline. */
export interface BaselineStanding {
  readonly file: string
  readonly new: number
  readonly known: number
  /** what was accepted and is found no more, one line each as the baseline has it */
  readonly fixed: readonly string[]
  /** what was accepted, is found no more, and is not fixed for all that is known: nothing judges it now */
  readonly unjudged: readonly string[]
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
  readonly verdict: Conclusion
  /** false: no rule of this version judges it */
  readonly judged: boolean
  /** the first 12 digits of SHA-256 over the rule that judged it: equal ones judge alike; absent where none did */
  readonly rule?: string
  readonly grade: Grade
  /** one sentence: why unknown or not applicable, else what decided */
  readonly reason: string
  /** what would settle an unknown */
  readonly settle: readonly Settle[]
  /** numbers of results by verdict, those that count; a fail that is covered is `waived` */
  readonly results: Readonly<Record<Conclusion, number>>
  /** the statement that a pass of grade `attested` rests on */
  readonly attestation?: Attestation
}

export interface Fraction {
  readonly numerator: number
  readonly denominator: number
}

export interface LevelStanding {
  readonly level: Level
  readonly reached: boolean
  readonly met: Fraction
  /** how many of those met rest on a statement */
  readonly attested: number
  /** how many of those met rest on what assay.yaml says */
  readonly declared: number
  readonly failedBy: readonly string[]
  readonly waivedBy: readonly string[]
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
  /** the forge whose settings were read (`--forge`), and when (RFC 3339, UTC) */
  readonly forge?: { readonly host: string; readonly repository: string; readonly readAt: string } | undefined
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
  /** on what people wrote about verdicts, by place */
  readonly remarks: readonly Remark[]
  /** absent where no baseline is used */
  readonly baseline?: BaselineStanding
  /** rules that failed while being evaluated */
  readonly problems: readonly string[]
  /** why the forge told nothing, where it was asked; one of the problems */
  readonly forgeProblem?: string
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
  /** how it was limited to what somebody touched (`--staged`, `--since`) */
  readonly touched?: TouchedScope
}

export interface TouchedScope {
  readonly by: 'staged' | 'since'
  /** `since`: the revision as asked for */
  readonly since?: string
  /** `since`: the commit that is compared with, 40 (or 64) hexadecimal digits */
  readonly base?: string
  /** how many files were touched */
  readonly files: number
  /** how many rules of the profile were not judged, or had nothing to do with these files: left to the gate */
  readonly rulesLeft: number
}
