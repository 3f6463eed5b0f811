/**
 * Whether a bound lets high findings pass: `critical`, `none`, a CVSS score above 7 (nvd.nist.gov, "CVSS v3.x Ratings": high
 * is 7.0 to 8.9). The standard wants a scan that fails on high and critical ones. A list of severities is one where all are
 * named that count (`HIGH,CRITICAL`).
 */
export function letsHighPass(bound: string): boolean {
  const parts = bound
    .toLowerCase()
    .replace(/["'[\]]/g, ' ')
    .split(/[\s,|]+/)
    .filter(Boolean)
  const [first] = parts
  if (first === undefined) return false
  if (parts.length === 1 && /^\d+(\.\d+)?f?$/.test(first)) return Number.parseFloat(first) > 7
  // among others, `unknown` is one of those that count; alone it is the lowest bound
  return parts.every((part) => /^(critical|none|off)$/.test(part) || (parts.length > 1 && part === 'unknown'))
}
