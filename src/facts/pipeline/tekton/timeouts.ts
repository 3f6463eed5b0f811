import { isOpen } from '../dialect/open-text.ts'
import { noParams, type Params, textWith } from './params.ts'

/** A duration of Go (`1h30m`, `90s`) in minutes; undefined where there is none, it is not known, or 0 (no limit). */
export function minutesOf(text: string | undefined, params: Params = noParams): number | undefined {
  if (text === undefined) return undefined
  const filled = textWith(text, params).trim()
  if (isOpen(filled) || !/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(filled)) return undefined
  let minutes = 0
  for (const [, amount, unit] of filled.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    minutes += Number(amount) * (unit === 'h' ? 60 : unit === 'm' ? 1 : unit === 's' ? 1 / 60 : 1 / 60_000)
  }
  return minutes > 0 ? minutes : undefined
}
