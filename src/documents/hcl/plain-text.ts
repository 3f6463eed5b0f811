import type { HclExpression } from './ast.ts'

/** The text of a template that is nothing but text (`"eu-west-2"`); undefined for all that is computed. */
export function plainTextOf(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind !== 'template' || expression.parts.length !== 1) return undefined
  const [only] = expression.parts
  return only?.kind === 'text' ? only.value : undefined
}
