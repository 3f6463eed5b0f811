import { isDay } from '../config/days.ts'
import { UsageError } from './errors.ts'

/** The day for which is judged: what `--as-of` says, else today. Throws a {@link UsageError} for what is no day. */
export function dayOf(asOf: string | undefined): string {
  return asOf === undefined ? today() : checkDate(asOf)
}

/** The day in UTC: the same everywhere at one moment. */
function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** A day that exists, written YYYY-MM-DD. */
function checkDate(text: string): string {
  if (!isDay(text)) throw new UsageError(`--as-of "${text}" is no date; write it as ${today()}`)
  return text
}
