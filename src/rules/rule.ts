import type { EnvironmentClass } from '../config/vocabulary.ts'

export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable'
export type Severity = 'error' | 'warning' | 'note'
export type Level = 'bronze' | 'silver' | 'gold'

/** A rule as written in `rules/<section>/<requirement>.yaml` (schemas/rule.json). Strings named "CEL" are expressions. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** Only for rules outside the 121: ours take it from the catalogue. */
  readonly level?: Level
  readonly parameters?: Readonly<Record<string, Parameter>>
  /** Several ways to judge one requirement; a rule without this is one test itself. */
  readonly tests?: readonly Test[]
  /** `all` (default): every test must hold; `any`: one is enough. */
  readonly combine?: 'all' | 'any'
  readonly each?: string
  readonly where?: string
  readonly cases?: readonly Case[]
  readonly assert?: Assert
  readonly parts?: Parts
  readonly none?: None | readonly None[]
  readonly why: string
  readonly fix: string
  readonly references?: readonly string[]
  /** Only what is recent is judged: a fail that is found no more may be as it was, and only have grown old. */
  readonly recent?: boolean
  /** `major.minor` of the version of Assay that it came with: its fails are notes in that one (docs/upgrades.md) */
  readonly since?: string
}

export interface Test {
  readonly id?: string
  /** the collection whose members are judged one by one; the variable is `it` */
  readonly each: string
  /** CEL over `it`: which of them. Three-valued. */
  readonly where?: string
  readonly cases?: readonly Case[]
  readonly assert?: Assert
  readonly parts?: Parts
  /** What holds where no member is left. The first whose `when` (CEL, without `it`) holds. */
  readonly none?: None | readonly None[]
}

/** The first case whose `when` holds decides. A case without `when` always does. */
export interface Case {
  /** CEL yielding a list of facts: the case holds where `when` holds for one of them, the variable `found` */
  readonly some?: string
  readonly when?: string
  readonly then: Verdict
  /** text with {CEL} inside */
  readonly message?: string
  /** CEL yielding a Place; default `found.place` where there is `some`, else `it.place` */
  readonly at?: string
  /** CEL yielding a Trace */
  readonly trace?: string
  /** one cause printed once through all requirements that it fails: text with {CEL} */
  readonly cause?: string
  /** what would settle an unknown: text with {CEL} */
  readonly settle?: string
  /** overrides the severity that comes from the level */
  readonly severity?: Severity
  /** false: shown, but decides nothing */
  readonly counts?: boolean
  /** it holds by what assay.yaml says: the grade of the evidence */
  readonly declared?: boolean
}

/** Short for two cases: holds → pass, else fail with the message. */
export interface Assert extends Omit<Case, 'some' | 'when' | 'then'> {
  readonly that: string
  readonly message: string
}

/** A list inside the subject whose members are judged one by one; the variable is `part`. An empty list passes. */
export interface Parts {
  /** CEL over `it` yielding a list */
  readonly each: string
  readonly where?: string
  readonly cases?: readonly Case[]
  readonly assert?: Assert
}

export interface None {
  readonly when?: string
  readonly then: Verdict
  readonly message: string
  readonly cause?: string
  readonly settle?: string
  /** CEL yielding a Place; default: the repository */
  readonly at?: string
}

export interface Parameter {
  readonly type: 'int' | 'double' | 'string' | 'bool' | 'list<string>'
  readonly default: unknown
  readonly description: string
}

/** What is asked of the standard: one of the 121, or a user's own. */
export interface Requirement {
  readonly id: string
  readonly section: string
  readonly row: string
  readonly level: Level
  readonly observed?: string
  readonly recorded?: string
}

export type { EnvironmentClass }
