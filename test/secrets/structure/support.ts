import { nameKeywords } from '../../../src/secrets/names/keywords.ts'
import { type Pair, Reading } from '../../../src/secrets/structure/pairs.ts'
import { judgeValue } from '../../../src/secrets/values/judge.ts'

/** Where keywords stand, as the automaton would tell. */
function hitsIn(content: string): readonly number[] {
  const lower = content.toLowerCase()
  const hits: number[] = []
  for (const word of nameKeywords.map((word) => Buffer.from(word, 'latin1').toString()))
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) hits.push(at)
  return hits.sort((a, b) => a - b)
}

/** The pairs of a file that may be secrets. */
export function pairsOf(file: string, content: string): readonly Pair[] {
  const reading = new Reading(file, content)
  return [...reading.credentials(), ...reading.near(hitsIn(content))]
}

/** `secret`, `uncertain` or `none`: the most that one of the pairs with this value is. */
export function verdictOn(file: string, content: string, value: string): string {
  const all = pairsOf(file, content).filter((pair) => pair.value === value || pair.value.includes(value))
  const found = all.map((pair) => judgeValue(pair).is)
  return found.find((is) => is === 'secret') ?? found.find((is) => is === 'uncertain') ?? 'none'
}

/** Put together when the test runs, so that nobody's scanner takes them for real. */
export const made = (...parts: readonly string[]) => parts.join('')
export const chosen = made('Sum', 'mer', '2023', '!x')
export const random = made('q7Zt', 'W2mX', '9bLc', 'R4vK', 'p8Hs', 'D6nY')
