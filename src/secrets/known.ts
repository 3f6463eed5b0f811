import { remembered } from '../documents/remembered.ts'
import type { Hit } from './hit.ts'
import { printOf } from './print.ts'

/** Shorter values are parts of words, longer ones stand in no command. */
const shortest = 6
const longest = 200

/** How many values are kept: each costs a look at every text. */
const most = 500

/** What words and names are made of: a window that is no more is none of those that are looked for, whatever its print is. */
const ordinary = /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+)(?:[-_./:]+(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+))*$/

/** How many parts of one text are asked for: a line of a megabyte without a space has more of them than anybody waits for. */
const mostAsked = 50_000

/**
 * The values that were found, by their lengths and 16 bits of each: enough to cover what stands elsewhere, too, where nothing
 * tells that it is a secret (`echo "<the password>"` in the excerpt of another finding), and no more than hits tell.
 */
export class KnownValues {
  readonly #prints = new Map<number, Set<string>>()
  #count = 0
  /** from the shortest on */
  #lengths: readonly number[] = []
  /** names and values stand in many texts, and a print is dear */
  #has = this.#asked()

  /** Takes in what was found; what is uncertain is as often a word. */
  add(hits: readonly Hit[]): void {
    const before = this.#count
    for (const { length, print, certainty } of hits) {
      if (certainty === 'uncertain' || length < shortest || length > longest || this.#count >= most) continue
      const prints = this.#prints.get(length)
      if (prints?.has(print)) continue
      if (prints) prints.add(print)
      else this.#prints.set(length, new Set([print]))
      this.#count++
    }
    if (this.#count === before) return
    this.#lengths = [...this.#prints.keys()].sort((a, b) => a - b)
    this.#has = this.#asked()
  }

  /** A text with `***` in the place of what has the length and the print of a known value, from a border of words to another. */
  cover(text: string): string {
    if (this.#count === 0 || text.length < shortest) return text
    const borders = bordersOf(text)
    const parts: string[] = []
    let at = 0
    let last = 0
    let left = mostAsked
    for (const start of borders) {
      if (start < at) continue
      if (start >= last) last = spaceAfter(text, start)
      let end: number | undefined
      // the longest of several
      for (const length of this.#lengths) {
        if (start + length > last || left <= 0) break
        if (!borders.has(start + length)) continue
        left--
        if (this.#holds(text.slice(start, start + length))) end = start + length
      }
      if (end === undefined) continue
      parts.push(text.slice(at, start), '***')
      at = end
    }
    return at === 0 ? text : parts.join('') + text.slice(at)
  }

  #holds(window: string): boolean {
    return !ordinary.test(window) && this.#has(window)
  }

  #asked() {
    return remembered((window) => this.#prints.get(window.length)?.has(printOf(window)) ?? false)
  }
}

/** Where the next space stands, or the end: no value that is looked for holds one. */
function spaceAfter(text: string, at: number): number {
  const rest = text.slice(at).search(/\s/)
  return rest < 0 ? text.length : at + rest
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
