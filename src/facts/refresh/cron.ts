/*
 * How rarely a schedule fires. Formats: crontab(5) with its special names, Kubernetes' and GitHub's five fields, Jenkins' H,
 * Quartz' six (seconds first) and AWS' `cron(…)` (a year last) and `rate(…)`.
 */

const names = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const weekdays = 'sun mon tue wed thu fri sat'.split(' ')

const specials: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** The longest time between two days on which a schedule fires, in days; undefined where it cannot be told, or it never fires. */
export function longestGap(written: string): number | undefined {
  const text = written.trim().replace(/^(CRON_)?TZ=\S+\s+/, '')
  const rate = /^rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)$|^@every\s+(\d+)(m|h)$/i.exec(text)
  if (rate) return rateDays(Number(rate[1] ?? rate[3]), (rate[2] ?? rate[4] ?? '').charAt(0).toLowerCase())
  const inner = /^cron\((.*)\)$/i.exec(text)?.[1]?.trim()
  const fields = (specials[text.toLowerCase()] ?? inner ?? text).split(/\s+/)
  // the year of AWS, the seconds of Quartz
  if (inner !== undefined && fields.length === 6 && fields.pop() !== '*') return undefined
  if (inner === undefined && fields.length === 6) fields.shift()
  if (fields.length !== 5) return undefined
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string]
  const days = members(day, 1, 31)
  const months = members(month, 1, 12, names)
  const onWeekdays = members(weekday, 0, 7, weekdays)
  if (!members(minute, 0, 59) || !members(hour, 0, 23) || !days || !months || !onWeekdays) return undefined
  // of AWS' days of the week the first is Sunday
  const ofWeek = new Set([...onWeekdays].map((one) => (one + (inner !== undefined && /\d/.test(weekday) ? 6 : 7)) % 7))
  return gapOf((date) => {
    if (!months.has(date.getUTCMonth() + 1)) return false
    const byDay = days.has(date.getUTCDate())
    const byWeekday = ofWeek.has(date.getUTCDay())
    // crontab(5): where both are restricted, either will do
    return isAny(day) || isAny(weekday) ? byDay && byWeekday : byDay || byWeekday
  })
}

const isAny = (field: string) => field.startsWith('*') || field === '?'

function rateDays(number: number, unit: string): number | undefined {
  if (number === 0) return undefined
  return Math.max(1, Math.ceil(unit === 'd' ? number : unit === 'h' ? number / 24 : number / 1440))
}

/** Eight years hold every combination of weekday, month and leap day but for a century's end. */
const span = 366 * 8

function gapOf(fires: (date: Date) => boolean): number | undefined {
  const start = Date.UTC(2024, 0, 1)
  let last: number | undefined
  let longest: number | undefined
  for (let day = 0; day < span; day++) {
    if (!fires(new Date(start + day * 86_400_000))) continue
    if (last !== undefined) longest = Math.max(longest ?? 0, day - last)
    last = day
  }
  return longest
}

/** The numbers that a field selects; undefined where it is not understood (`L`, `W`, `#`). */
function members(field: string, low: number, high: number, words: readonly string[] = []): Set<number> | undefined {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(\*|\?|H(?:\(\d+-\d+\))?|\w+)(?:-(\w+))?(?:\/(\d+))?$/i.exec(part)
    if (!match) return undefined
    const [, from = '', to, every] = match
    const step = every === undefined ? 1 : Number(every)
    if (step === 0) return undefined
    if (/^H/.test(from) && every === undefined) {
      // some one value, the same each time
      found.add(low)
      continue
    }
    const all = isAny(from) || /^H/.test(from)
    const first = all ? low : numberOf(from, low, words)
    const last = all ? high : to !== undefined ? numberOf(to, low, words) : every !== undefined ? high : first
    if (first === undefined || last === undefined || first < low || last > high || first > last) return undefined
    for (let value = first; value <= last; value += step) found.add(value)
  }
  return found
}

function numberOf(word: string, low: number, words: readonly string[]): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  const at = words.indexOf(word.toLowerCase().slice(0, 3))
  return at < 0 || word.length > 9 ? undefined : at + low
}
