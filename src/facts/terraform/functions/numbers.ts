import { numberOf, type Value } from '../../infrastructure/value.ts'
import { type Computed, ofNumbers } from './form.ts'

const longestRange = 1024

/** Functions of numbers. */
export const numbers: Readonly<Record<string, Computed>> = {
  abs: ofNumbers((number = 0) => Math.abs(number)),
  ceil: ofNumbers((number = 0) => Math.ceil(number)),
  floor: ofNumbers((number = 0) => Math.floor(number)),
  max: ofNumbers((...all) => (all.length ? Math.max(...all) : undefined)),
  min: ofNumbers((...all) => (all.length ? Math.min(...all) : undefined)),
  pow: ofNumbers((base = 0, power = 0) => base ** power),
  signum: ofNumbers((number = 0) => Math.sign(number)),
  parseint: {
    compute: ([text, base]) => {
      const value = Number.parseInt(String(text), numberOf(base ?? null) ?? 10)
      return Number.isNaN(value) ? undefined : value
    },
  },
  range: ofNumbers((...all) => range(all)),
}

function range([first = 0, second, step]: readonly number[]): Value | undefined {
  const [from, to] = second === undefined ? [0, first] : [first, second]
  const by = step ?? (to < from ? -1 : 1)
  if (by === 0 || (to - from) / by > longestRange) return undefined
  const items: number[] = []
  for (let at = from; by > 0 ? at < to : at > to; at += by) items.push(at)
  return items
}
