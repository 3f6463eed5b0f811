/**
 * Text that names files or quotes them, without the characters that a terminal would act on (they are shown as `\x1b`).
 * Line ends stay.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
    (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

/** Writes one sentence to stderr, where errors and warnings go. */
export function tell(sentence: string): void {
  process.stderr.write(`assay: ${harmless(sentence).replaceAll('\n', ' ')}\n`)
}
