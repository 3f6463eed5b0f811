/** A version of SemVer 2.0, taken apart. Numbers beyond 2^53 are compared as far as doubles go. */
export interface SemVer {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** the identifiers behind the hyphen; empty for a release */
  readonly pre: readonly string[]
}

/* The expression that semver.org suggests (FAQ, "Is there a suggested regular expression"). It is linear. */
const pattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/

/** A version without a leading `v`, or undefined where it is not valid SemVer 2.0. */
export function parseSemVer(version: string): SemVer | undefined {
  const match = version.length > 256 ? null : pattern.exec(version)
  if (!match) return undefined
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]), pre: match[4]?.split('.') ?? [] }
}

/**
 * Orders two versions as SemVer 2.0 does (clause 11). What is no SemVer is ordered by its numbers, part by part, so that
 * `1.2` comes before `1.10` and `2024-01-02` before `2024-02-01`.
 * @returns below 0 where the first is older, 0 where neither is
 */
export function compareVersions(a: string, b: string): number {
  const left = parseSemVer(a)
  const right = parseSemVer(b)
  if (!left || !right) return compareNumbers(a, b)
  return (
    left.major - right.major || left.minor - right.minor || left.patch - right.patch || comparePre(left.pre, right.pre)
  )
}

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (!a.length || !b.length) return Number(b.length > 0) - Number(a.length > 0)
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]]
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    const [m, n] = [/^\d+$/.test(x), /^\d+$/.test(y)]
    const order = m && n ? Number(x) - Number(y) : m !== n ? (m ? -1 : 1) : x < y ? -1 : x > y ? 1 : 0
    if (order) return order
  }
  return 0
}

function compareNumbers(a: string, b: string): number {
  const [x, y] = [numbers(a), numbers(b)]
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const order = (x[i] ?? 0) - (y[i] ?? 0)
    if (order) return order
  }
  return 0
}

const numbers = (version: string) => (version.match(/\d+/g) ?? []).slice(0, 8).map(Number)
