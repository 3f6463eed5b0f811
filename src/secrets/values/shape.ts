import { wordiness } from './wordy.ts'

/** What a value is made of. */
export interface Shape {
  readonly length: number
  readonly lower: number
  readonly upper: number
  readonly digits: number
  readonly symbols: number
  /** different characters */
  readonly distinct: number
  /** runs of letters (a capital begins one), digits, symbols */
  readonly runs: number
  /** how many of its characters stand in runs of letters that look like words */
  readonly inWords: number
  /** wordiness of all its letters; 0 where none are */
  readonly wordy: number
}

/** Letters, a capital with the small ones behind it, digits or other characters in a row. */
const run = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|\d+|[^A-Za-z\d]+/g

/** Counts what a value (of bounded length) is made of. */
export function shapeOf(value: string): Shape {
  let [lower, upper, digits, symbols, runs, inWords, sum, weight] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (const [part] of value.matchAll(run)) {
    runs++
    const code = part.charCodeAt(0)
    if (code >= 48 && code <= 57) digits += part.length
    else if ((code | 32) < 97 || (code | 32) > 122) symbols += part.length
    else {
      const capitals = part.length - part.replace(/[A-Z]/g, '').length
      upper += capitals
      lower += part.length - capitals
      const score = wordiness(part)
      if (score !== undefined) {
        sum += score * (part.length - 1)
        weight += part.length - 1
        if (part.length >= 4 && score >= 4.7) inWords += part.length
      }
    }
  }
  return {
    length: value.length,
    lower,
    upper,
    digits,
    symbols,
    distinct: new Set(value).size,
    runs,
    inWords,
    wordy: weight === 0 ? 0 : sum / weight,
  }
}
