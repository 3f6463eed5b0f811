/** The first of a list, and how many more there are: "a, b and 3 more". */
export function andMore(all: readonly string[], shown: number): string {
  const rest = all.length - shown
  return `${all.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
