import type { Problem } from '../note.ts'
import type { Text } from '../text.ts'
import type { HclExpression, HclFile } from './ast.ts'
import { readBody } from './body.ts'
import { type Cursor, Failure } from './cursor.ts'
import { readExpression } from './expressions.ts'
import { readParts } from './template.ts'

export * from './ast.ts'
export { plainTextOf } from './plain-text.ts'

export interface HclResult {
  /** What could be read; whole where there is no problem. */
  readonly document: HclFile
  /** Sorted by where they stand; the first is what people should see. */
  readonly problems: readonly Problem[]
}

/** What people could mend in one sitting; behind more problems a file is not read on. */
const mostProblems = 20

/** Parses a file in HCL's native syntax. Takes linear time, never throws; what cannot be read is left out. */
export function parseHcl(text: Text): HclResult {
  const problems: Problem[] = []
  const report = ({ message, span }: Failure) => {
    if (problems.length < mostProblems) problems.push({ message: `not valid HCL: ${message}`, span })
    return problems.length < mostProblems
  }
  const cursor = cursorOf(text.content)
  const body = readBody(cursor, report, false)
  return { document: { file: text.file, body }, problems: problems.sort((a, b) => a.span.start - b.span.start) }
}

/**
 * Parses a string of a `.tf.json` file, which is a template (developer.hashicorp.com/terraform/language/syntax/json).
 * Spans count units of the given text; undefined where it cannot be read.
 */
export function parseTemplate(text: string): HclExpression | undefined {
  const cursor = cursorOf(text)
  try {
    return { kind: 'template', parts: readParts(cursor, false), span: { start: 0, end: text.length } }
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

function cursorOf(text: string): Cursor {
  return { text, at: 0, end: text.length, brackets: 0, depth: 0, expression: readExpression }
}
