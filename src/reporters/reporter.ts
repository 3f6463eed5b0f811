import type { Assessment } from '../assessment/assessment.ts'
import type { Text } from '../documents/text.ts'
import type { Rule } from '../rules/rule.ts'

/** What a report is made from. Nothing else may enter it: no clock, no path of the machine. */
export interface ReportInput {
  assessment: Assessment
  /** The decoded text of a file that was read in this run, for lines, columns and source lines; undefined where it was not. */
  textOf: (file: string) => Text | undefined
  rules: readonly Rule[]
  /** The file that stands for the repository as a whole where a format wants a file (its README); its text is at hand. */
  frontFile?: string | undefined
  options: { color: boolean; width: number; quiet: boolean; verbose: boolean; gate?: GateWords | undefined }
}

/** What the run comes to, for people: `held, exit code 1: …`. */
export interface GateWords {
  readonly code: 0 | 1 | 2
  readonly words: string
}

/** A report as text, with the line end of its last line. A pure function: the same input gives the same bytes. */
export type Reporter = (input: ReportInput) => string
