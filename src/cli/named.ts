import type { Assessment, RequirementVerdict } from '../assessment/assessment.ts'
import { UsageError } from './errors.ts'
import { nearIds } from './near-id.ts'

/**
 * The requirement of that id, of the standard or of the user's own.
 * @param otherwise what to name instead, where none is near
 * @throws UsageError that names the nearest
 */
export function requirementNamed(id: string, { requirements, own }: Assessment, otherwise: string): RequirementVerdict {
  const all = [...requirements, ...own]
  const found = all.find((one) => one.id === id)
  if (found) return found
  const ids = all.map((one) => one.id)
  throw new UsageError(`no requirement is called "${id}"${nearIds(id, ids) || otherwise}`)
}
