import type { Result } from '../assessment/assessment.ts'
import type { ReportInput } from './reporter.ts'
import { locate } from './source-context.ts'

/**
 * By what a failure is accepted, with who answers for it: `waived at .assay/waivers.yaml:6:5 (owner Mira, …): <reason>`,
 * `known: accepted in .assay/baseline.txt`. Undefined where nothing accepts it.
 */
export function acceptedBy(
  { suppression, baselineState }: Result,
  { assessment, textOf }: Pick<ReportInput, 'assessment' | 'textOf'>,
): string | undefined {
  if (suppression) {
    const { kind, place, reason, owner, approver, ticket, expires } = suppression
    const who = [
      owner && `owner ${owner}`,
      approver && `approved by ${approver}`,
      ticket,
      expires && `until ${expires}`,
    ]
    const more = who.filter(Boolean).join(', ')
    const how = kind === 'inSource' ? 'ignored by a comment' : 'waived'
    return `${how} at ${locate(place, textOf)}${more ? ` (${more})` : ''}: ${reason}`
  }
  return baselineState === 'unchanged' ? `known: accepted in ${assessment.baseline?.file ?? 'the baseline'}` : undefined
}
