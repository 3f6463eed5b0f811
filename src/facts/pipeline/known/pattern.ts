/**
 * Whether a pattern of a table matches a value.
 * @param pattern `*` at either end stands for anything, `*` alone for anything but nothing
 * @param value of an input, or a word of a command
 */
export function matchesPattern(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== ''
  const bare = pattern.replace(/^\*|\*$/g, '')
  if (pattern.startsWith('*') && pattern.endsWith('*')) return value.includes(bare)
  if (pattern.startsWith('*')) return value.endsWith(bare)
  return pattern.endsWith('*') ? value.startsWith(bare) : value === pattern
}
