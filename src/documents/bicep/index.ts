export type { BicepFile } from './ast.ts'

import type { Problem } from '../note.ts'
import type { Text } from '../text.ts'
import type { BicepFile, Statement } from './ast.ts'
import { type Cursor, Failure } from './cursor.ts'
import { readStatement } from './statements.ts'

export interface BicepResult {
  /** What could be read; whole where there is no problem. */
  readonly document: BicepFile
  readonly problems: readonly Problem[]
}

/** What people could mend in one sitting; behind more problems a file is not read on. */
const mostProblems = 20

/** Where a statement may begin: reading goes on there behind one that cannot be read. */
const beginning = /^(?:param|var|output|resource|module|import|using|type|func|metadata|targetScope|@)/gm

/**
 * Parses a file of Bicep, or of parameters for one (learn.microsoft.com/azure/azure-resource-manager/bicep/file). Never
 * throws; a statement that cannot be read is left out, with a problem.
 */
export function parseBicep(text: Text): BicepResult {
  const problems: Problem[] = []
  const statements: Statement[] = []
  const cursor: Cursor = { text: text.content, at: 0, depth: 0 }
  while (cursor.at < cursor.text.length) {
    const start = cursor.at
    try {
      const found = readStatement(cursor)
      if (found) statements.push(found)
      if (cursor.at === start) cursor.at++
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      problems.push({ message: `not valid Bicep: ${error.message}`, span: error.span })
      if (problems.length >= mostProblems) break
      beginning.lastIndex = Math.max(cursor.at, start + 1)
      const next = beginning.exec(cursor.text)
      cursor.at = next ? next.index : cursor.text.length
      cursor.depth = 0
    }
  }
  return { document: { file: text.file, statements }, problems }
}
