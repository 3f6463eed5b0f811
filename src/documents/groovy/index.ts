import type { Span } from '../place.ts'
import type { GroovyProblem, GroovyScript } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { readExpression } from './expressions.ts'
import { tokensOf } from './lexer.ts'
import { readBlock, readStatements } from './statements.ts'

export * from './ast.ts'

/** What people could mend in one sitting; more problems of one file say nothing new. */
const mostProblems = 20

/**
 * Parses a Groovy script as far as pipelines use the language. Takes linear time, never throws: a statement that cannot
 * be parsed is left out, and is a problem with its place.
 */
export function parseGroovy(text: string): GroovyScript {
  const problems: GroovyProblem[] = []
  const report: Cursor['report'] = (message, start, end, lost) => {
    if (problems.length >= mostProblems) return
    // Behind the last that is told there may be more, and nobody knows where.
    const known = lost && problems.length < mostProblems - 1
    problems.push({ message, span: { start, end: Math.max(start, end) }, ...(known && { lost }) })
  }
  const cursor: Cursor = {
    tokens: tokensOf({ text, at: 0, depth: 0, noSlashy: false }, false),
    at: 0,
    depth: 0,
    grammar: { expression: (at) => readExpression(at), command: (at) => readExpression(at, true), block: readBlock },
    report,
  }
  // A closing bracket too many ends nothing.
  const statements = readStatements(cursor, () => false)
  return { statements, problems }
}

/** The comments of a Groovy script, in their order. */
export function groovyComments(text: string): readonly Span[] {
  const comments: Span[] = []
  tokensOf({ text, at: 0, depth: 0, noSlashy: false, comments }, false)
  return comments
}
