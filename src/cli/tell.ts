import { maskForms } from '../documents/mask.ts'
import { withoutUnseen } from '../documents/unseen.ts'

/**
 * Text that names files or quotes them, without the characters that a terminal would act on, or that make a line read
 * otherwise than it is written (they are shown as `\x1b`, `\u202e`). Line ends stay.
 */
export const harmless = withoutUnseen

/** Writes one sentence to stderr, where errors and warnings go. */
export function tell(sentence: string): void {
  process.stderr.write(`assay: ${harmless(maskForms(sentence)).replaceAll('\n', ' ')}\n`)
}
