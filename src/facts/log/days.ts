import { secondsOfUnit } from '../../documents/duration.ts'

/** With the units that only Elasticsearch has. */
const seconds: Readonly<Record<string, number>> = { ...secondsOfUnit, nanos: 1e-9, micros: 1e-6 }

const part = /(\d+(?:\.\d+)?)(nanos|micros|ms|[smhdwy])/g

/**
 * Days of a duration as Loki and Elasticsearch write them: `744h`, `31d`, `1w`, `30d12h` (pkg.go.dev, prometheus/common,
 * ParseDuration; elastic.co, "Time units"). 0 where it says nothing but 0, undefined where it is none.
 */
export function daysIn(text: string): number | undefined {
  const written = text.trim()
  if (/^0+$/.test(written)) return 0
  if (written === '' || written.replace(part, '') !== '') return undefined
  let sum = 0
  for (const [, count, unit] of written.matchAll(part)) sum += Number(count) * (seconds[unit as string] as number)
  return wholeDays(sum)
}

/** Seconds as whole days. What is kept for some hours is kept for a day at most: 0 would mean for ever. */
export function wholeDays(ofSeconds: number): number {
  return ofSeconds <= 0 ? 0 : Math.max(1, Math.floor(ofSeconds / 86_400))
}
