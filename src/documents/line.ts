/** A text on one line: every stretch of white space is one space, none at the ends. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Cut to a number of characters, never in the middle of a surrogate pair. */
export function clip(text: string, to: number): string {
  if (text.length <= to) return text
  return `${text.slice(0, to - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
