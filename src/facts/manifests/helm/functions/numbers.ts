import { bare, GivenUp, isDict, isList, Refusal, type Val } from '../value.ts'
import { type Call, plain, textArg } from './calling.ts'

/** How many numbers a list of them may have. */
const longest = 10_000

/** sprig's `toInt64`: what is no number is 0. */
export function wholeNumber(value: Val): number {
  const given = bare(value)
  if (typeof given === 'bigint') return Number(given)
  if (typeof given === 'number') return Math.trunc(given)
  if (typeof given === 'boolean') return given ? 1 : 0
  if (typeof given !== 'string') return 0
  if (/^[+-]?0[xob]/i.test(given)) return Number(given)
  if (/^[+-]?0\d+$/.test(given)) return Number.parseInt(given, /[89]/.test(given) ? 10 : 8)
  return /^[+-]?\d+(\.\d*)?$/.test(given) ? Math.trunc(Number(given)) : 0
}

const floatOf = (value: Val): number => {
  const given = bare(value)
  if (typeof given === 'bigint' || typeof given === 'number') return Number(given)
  if (typeof given === 'boolean') return given ? 1 : 0
  return typeof given === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? Number(given) : 0
}

const int = (value: number) => BigInt(Math.trunc(Number.isFinite(value) ? value : 0))

const folded = (make: (a: number, b: number) => number): Call =>
  plain((args) => int(args.map(wholeNumber).reduce((a, b) => make(a, b))))

/** Go's `div` and `mod` panic on zero. */
const divided = (make: (a: number, b: number) => number): Call =>
  folded((a, b) => {
    if (b === 0) throw new Refusal('a division by zero')
    return make(a, b)
  })

function numbers(from: number, to: number, step: number): bigint[] {
  const list: bigint[] = []
  if (step === 0) return list
  for (let at = from; step > 0 ? at < to : at > to; at += step) {
    if (list.length >= longest) throw new GivenUp('a list is too long')
    list.push(BigInt(at))
  }
  return list
}

const rounding = (make: (value: number) => number): Call => plain(([value]) => make(floatOf(value as Val)))

/** What sprig makes of numbers. */
export const numberCalls: Readonly<Record<string, Call>> = {
  int: plain(([value]) => int(wholeNumber(value as Val))),
  int64: plain(([value]) => int(wholeNumber(value as Val))),
  float64: plain(([value]) => floatOf(value as Val)),
  atoi: plain(([text]) => int(/^[+-]?\d+$/.test(textArg(text)) ? Number(text) : 0)),
  toDecimal: plain(([value]) => int(Number.parseInt(String(value), 8) || 0)),
  add: folded((a, b) => a + b),
  add1: plain(([value]) => int(wholeNumber(value as Val) + 1)),
  sub: folded((a, b) => a - b),
  mul: folded((a, b) => a * b),
  div: divided((a, b) => Math.trunc(a / b)),
  mod: divided((a, b) => a % b),
  max: folded((a, b) => Math.max(a, b)),
  min: folded((a, b) => Math.min(a, b)),
  floor: rounding(Math.floor),
  ceil: rounding(Math.ceil),
  round: plain(([value, digits]) => {
    const scale = 10 ** wholeNumber(digits as Val)
    const scaled = floatOf(value as Val) * scale
    return (scaled < 0 ? -Math.round(-scaled) : Math.round(scaled)) / scale
  }),
  addf: plain((args) => args.map(floatOf).reduce((a, b) => a + b)),
  subf: plain((args) => args.map(floatOf).reduce((a, b) => a - b)),
  mulf: plain((args) => args.map(floatOf).reduce((a, b) => a * b)),
  divf: plain((args) => args.map(floatOf).reduce((a, b) => a / b)),
  until: plain(([count]) => {
    const end = wholeNumber(count as Val)
    return numbers(0, end, end < 0 ? -1 : 1)
  }),
  untilStep: plain(([from, to, step]) =>
    numbers(wholeNumber(from as Val), wholeNumber(to as Val), wholeNumber(step as Val)),
  ),
  seq: plain((args) => {
    const given = args.map(wholeNumber)
    const [from, to] = given.length === 1 ? [1, given[0] as number] : [given[0] ?? 0, given.at(-1) ?? 0]
    const step = given.length === 3 ? (given[1] as number) : from <= to ? 1 : -1
    return numbers(from, to + Math.sign(step), step).join(' ')
  }),
  len: ([value]) => {
    const given = bare(value as Val)
    if (typeof given === 'string') return int(Buffer.byteLength(given))
    if (isList(given)) return int(given.length)
    if (isDict(given)) return int(given.size)
    throw new Refusal('len of what has none')
  },
}
