import type { Hit } from './hit.ts'
import { printOf } from './print.ts'

/** Shorter values are parts of words, longer ones stand in no command. */
const shortest = 6
const longest = 200

/** How many values are kept: each costs a look at every text. */
const most = 500

/** What words and names are made of: a window that is no more is none of those that are looked for, whatever its print is. */
const ordinary = /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+)(?:[-_./:]+(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+))*$/

/**
 * The values that were found, by their lengths and 16 bits of each: enough to cover what stands elsewhere, too, where nothing
 * tells that it is a secret (`echo "<the password>"` in the excerpt of another finding), and no more than hits tell.
 */
export class KnownValues {
  readonly #prints = new Map<number, Set<string>>()
  #count = 0

  /** Takes in what was found; what is uncertain is as often a word. */
  add(hits: readonly Hit[]): void {
    for (const { length, print, certainty } of hits) {
      if (certainty === 'uncertain' || length < shortest || length > longest || this.#count >= most) continue
      const prints = this.#prints.get(length)
      if (prints?.has(print)) continue
      if (prints) prints.add(print)
      else this.#prints.set(length, new Set([print]))
      this.#count++
    }
  }

  /** A text with `***` in the place of what has the length and the print of a known value, from a border of words to another. */
  cover(text: string): string {
    if (this.#count === 0 || text.length < shortest) return text
    const borders = bordersOf(text)
    const parts: string[] = []
    let at = 0
    for (const start of borders) {
      if (start < at) continue
      const length = this.#lengthAt(text, start, borders)
      if (length === undefined) continue
      parts.push(text.slice(at, start), '***')
      at = start + length
    }
    return at === 0 ? text : parts.join('') + text.slice(at)
  }

  /** How long the known value is that begins here; the longest of several. */
  #lengthAt(text: string, start: number, borders: ReadonlySet<number>): number | undefined {
    let found: number | undefined
    for (const [length, prints] of this.#prints) {
      if (!borders.has(start + length) || (found ?? 0) > length) continue
      const window = text.slice(start, start + length)
      if (!/\s/.test(window) && !ordinary.test(window) && prints.has(printOf(window))) found = length
    }
    return found
  }
}

/** Where no letter or digit follows another; the ends, too. */
function bordersOf(text: string): ReadonlySet<number> {
  const borders = new Set<number>([0])
  let before = isWord(text.charCodeAt(0))
  for (let at = 1; at < text.length; at++) {
    const is = isWord(text.charCodeAt(at))
    if (!(before && is)) borders.add(at)
    before = is
  }
  return borders.add(text.length)
}

const isWord = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
