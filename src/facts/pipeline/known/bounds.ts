/**
 * Whether a bound lets high findings pass: `critical`, `none`, a CVSS score above 7 (nvd.nist.gov, "CVSS v3.x Ratings": high
 * is 7.0 to 8.9). The standard wants a scan that fails on high and critical ones. A list of severities is one where all are
 * named that count (`HIGH,CRITICAL`).
 */
export function letsHighPass(bound: string): boolean {
  const parts = partsOf(bound)
  const [first] = parts
  if (first === undefined) return false
  if (parts.length === 1 && /^\d+(\.\d+)?f?$/.test(first)) return Number.parseFloat(first) > 7
  // among others, `unknown` is one of those that count; alone it is the lowest bound
  return parts.every((part) => /^(critical|none|off)$/.test(part) || (parts.length > 1 && part === 'unknown'))
}

/**
 * Whether a list of those severities that count leaves high findings out: `MEDIUM` alone. The highest class of some tools is
 * high, so `critical` need not be among them.
 */
export function leavesHighOut(list: string): boolean {
  const parts = partsOf(list)
  return parts.length > 0 && parts.every((part) => severity.test(part)) && !parts.includes('high')
}

/**
 * Whether a list is given and holds none of some words: `--scanners secret,license` looks for no weaknesses of packages. A
 * list that a variable completes may hold anything.
 * @param lists the values, where an option is given more than once
 */
export function lacksAll(lists: readonly string[], wanted: readonly string[]): boolean {
  const parts = lists.flatMap(partsOf)
  return parts.length > 0 && !parts.some((part) => part.includes('$') || wanted.includes(part))
}

const severity =
  /^(critical|high|medium|moderate|low|negligible|info|informational|trace|warning|unknown|none|off|\d+(\.\d+)?f?)$/

const partsOf = (words: string): readonly string[] =>
  words
    .toLowerCase()
    .replace(/["'[\]]/g, ' ')
    .split(/[\s,|]+/)
    .filter(Boolean)
