import { isAscii } from 'node:buffer'
import { Automaton, type Cursor } from './automaton.ts'
import {
  Budget,
  type Candidate,
  type FileClass,
  type Finder,
  type Looking,
  type Searched,
  type Sight,
  type WordHit,
} from './finder.ts'
import { Units } from './units.ts'

/** How many hits of words are worked off at once: what bounds the memory of a search. */
const batch = 2048

/** How many candidates one file may have: nobody reads more, and a list of a million leaked tokens is one finding. */
const most = 10_000

/** What a search of one file gave. */
export interface Sought {
  readonly candidates: readonly Candidate[]
  /** false where the work that a file is worth did not suffice */
  readonly whole: boolean
  /** characters looked at past the one pass over the bytes */
  readonly steps: number
}

/** A set of finders with the automaton of all their words. Made once; searches any number of files. */
export class Search {
  readonly #automaton: Automaton
  readonly #words: readonly string[]
  /** which finders a word is of, by its number */
  readonly #owners: readonly (readonly number[])[]
  readonly #finders: readonly Finder[]
  /** those that read files without a word */
  readonly #readers: readonly number[]
  readonly #looking = new Map<FileClass, readonly boolean[]>()
  #spare: Int32Array | undefined

  constructor(finders: readonly Finder[]) {
    const owners = new Map<string, number[]>()
    for (const [number, { words }] of finders.entries())
      for (const word of new Set(words)) owners.set(word, [...(owners.get(word) ?? []), number])
    this.#finders = finders
    this.#words = [...owners.keys()]
    this.#owners = [...owners.values()]
    this.#readers = [...finders.keys()].filter((number) => finders[number]?.reads)
    this.#automaton = new Automaton(this.#words)
  }

  /** Which finders look into files of a class. */
  #lookingAt(kind: FileClass): readonly boolean[] {
    const known = this.#looking.get(kind)
    if (known) return known
    const looking = this.#finders.map((finder) => finder.classes.includes(kind))
    this.#looking.set(kind, looking)
    return looking
  }

  /**
   * Candidates in the text of a file, in no order. `bytes` are UTF-8 (of a binary: anything) without a byte-order mark;
   * `decode` makes the content of them, and is called only where something hit.
   */
  run(file: string, bytes: Uint8Array, kind: FileClass, decode: () => string): Sought {
    const looking = this.#lookingAt(kind)
    let sight: Sight | undefined
    const budget = new Budget(bytes.length)
    const cursor: Cursor = { at: 0, state: 0 }
    // one is kept, since most files need it for a moment only; a file in a file, searched meanwhile, gets its own
    const found = this.#spare ?? new Int32Array(2 * batch)
    this.#spare = undefined
    const candidates: Candidate[] = []
    let opened: Opened | undefined
    for (const number of this.#readers) {
      if (!looking[number] || !this.#finders[number]?.reads?.(file)) continue
      opened ??= this.#open({ file, class: kind, content: decode() }, bytes, budget)
      for (const one of opened.look(number, [])) candidates.push(one)
    }
    while (cursor.at < bytes.length && !budget.spent && candidates.length < most) {
      const count = this.#automaton.find(bytes, cursor, bytes.length, found)
      // most files hold no word at all
      if (count === 0) continue
      sight ??= { file, bytes, spread: kind === 'binary' || isAscii(bytes) ? 1 : 3 }
      const mine = this.#worthwhile(sight, found.subarray(0, count), looking)
      if (!mine.some((list) => list.length)) continue
      opened ??= this.#open({ file, class: kind, content: decode() }, bytes, budget)
      for (const [number, places] of mine.entries())
        if (places.length) for (const one of opened.look(number, places)) candidates.push(one)
    }
    this.#spare = found
    return { candidates, whole: !budget.spent && candidates.length < most, steps: budget.steps }
  }

  /** For each finder the numbers of its words and the offsets behind them, as far as it finds them worth a look. */
  #worthwhile(sight: Sight, found: Int32Array, looking: readonly boolean[]): number[][] {
    const mine: number[][] = this.#finders.map(() => [])
    for (let i = 0; i < found.length; i += 2) {
      const end = found[i] as number
      for (const word of this.#automaton.wordsOf(found[i + 1] as number)) {
        const start = end - (this.#words[word] as string).length
        for (const owner of this.#owners[word] as readonly number[]) {
          if (!looking[owner]) continue
          const { glance } = this.#finders[owner] as Finder
          if (!glance || glance(sight, start, end, this.#words[word] as string)) mine[owner]?.push(word, end)
        }
      }
    }
    return mine
  }

  #open(searched: Searched, bytes: Uint8Array, budget: Budget): Opened {
    const begun: Looking[] = []
    // a binary is taken byte by byte
    const units = searched.content.length === bytes.length ? undefined : this.#finders.map(() => new Units(bytes))
    return {
      look: (number, places) => {
        begun[number] ??= (this.#finders[number] as Finder).open(searched, budget)
        const hits: WordHit[] = []
        for (let i = 0; i < places.length; i += 2) {
          const word = this.#words[places[i] as number] as string
          const end = units?.[number]?.at(places[i + 1] as number) ?? (places[i + 1] as number)
          hits.push({ word, start: end - (units ? unitsOf(word) : word.length), end })
        }
        return begun[number]?.look(hits) ?? []
      },
    }
  }
}

/** How many units of UTF-16 a word is; of other scripts it is given as bytes of UTF-8. */
const unitsOf = (word: string) =>
  word.charCodeAt(0) < 0x80 ? word.length : Buffer.from(word, 'latin1').toString().length

interface Opened {
  look(finder: number, places: readonly number[]): Iterable<Candidate>
}
