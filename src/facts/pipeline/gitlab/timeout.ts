const minutesOf: readonly (readonly [RegExp, number])[] = [
  [/^(w|wk|wks|weeks?)$/, 10_080],
  [/^(d|days?)$/, 1440],
  [/^(h|hr|hrs|hours?)$/, 60],
  [/^(m|min|mins|minutes?)$/, 1],
  [/^(s|sec|secs|seconds?)$/, 1 / 60],
]

/** A duration in GitLab's words (`3h 30m`, `90 minutes`, a lone number counts seconds) in minutes; undefined for none. */
export function minutes(text: string | undefined): number | undefined {
  if (!text) return undefined
  if (/^\d+$/.test(text.trim())) return Number(text) / 60
  let sum = 0
  for (const [, amount, unit = ''] of text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const factor = minutesOf.find(([pattern]) => pattern.test(unit))?.[1]
    if (factor === undefined) return undefined
    sum += Number(amount) * factor
  }
  return sum > 0 ? sum : undefined
}
