import { withoutUnseen } from '../documents/unseen.ts'

/**
 * Rows as aligned columns; the last one is not padded. Control characters are shown as escapes, so that no file can write
 * to the terminal. Cells longer than `widest` (but those of the first and the last column) are cut with `…`.
 */
export function alignTable(
  rows: readonly (readonly string[])[],
  options: { readonly indent: number; readonly widest: number },
): string {
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1
  const clean = rows.map((row) =>
    row.map((cell, i) => {
      const text = oneLine(cell)
      return i > 0 && i < last && text.length > options.widest ? `${text.slice(0, options.widest - 1)}…` : text
    }),
  )
  const widths = Array.from({ length: last }, (_, i) => Math.max(0, ...clean.map((row) => (row[i] ?? '').length)))
  return clean
    .map((row) => ' '.repeat(options.indent) + row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Text from a file on one line; characters that a terminal would act on, or that nobody sees, are shown as escapes. */
export const oneLine = (text: string): string => withoutUnseen(text.replace(/\s+/g, ' '))
