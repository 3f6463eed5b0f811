import type { Literal } from './literal.ts'
import type { Form, Setting, Source } from './pair.ts'

/** A file that pairs are looked for in. */
export interface Place {
  readonly file: string
  readonly content: string
  readonly form: Form
  readonly setting: Setting
  /** YAML of which other values are sealed by Ansible's vault */
  readonly vaulted: boolean
  /** how many tables of SQL are still followed to their rows */
  readonly tables: { left: number }
}

/** What a finder found: the rest of a pair is the same for all. */
export interface Found {
  readonly name: string
  readonly literal: Literal
  readonly loose?: boolean
  readonly compared?: boolean
  readonly source?: Source
  readonly encoded?: 'base64'
  /** it opens an account on another machine: no service that a pipeline starts for itself */
  readonly remote?: boolean
  /** a user is known to stand beside it, in the same row or line */
  readonly beside?: boolean
}
