import type { Certainty } from './hit.ts'

/** What a file is, as far as it matters to what is looked for in it. */
export type FileClass = 'text' | 'vendored' | 'minified' | 'lock' | 'binary'

/** A file that is searched, decoded. Offsets count UTF-16 units of `content`. */
export interface Searched {
  readonly file: string
  readonly content: string
  readonly class: FileClass
}

/** A file as it is before it is decoded. */
export interface Sight {
  readonly file: string
  readonly bytes: Uint8Array
  /** how many bytes a unit of the text has at the most */
  readonly spread: 1 | 3
}

/** A word of a finder that stands in a file. */
export interface WordHit {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** What may be a secret. The value stays in src/secrets: hits are made without it. */
export interface Candidate {
  readonly detector: string
  readonly start: number
  readonly end: number
  /** as meant: decoded, unescaped, joined */
  readonly value: string
  readonly certainty: Certainty
  readonly key: string
  readonly why: string
  readonly through: readonly string[]
  /** Of candidates that overlap the one with the higher rank stays: 3 proven by structure, 2 a vendor's form, 1 by a name. */
  readonly rank: number
}

/**
 * A way to find secrets near words. The engine looks for the words of all finders at once, and hands each finder those of
 * its own in batches, in their order; a finder must do with a window around each.
 */
export interface Finder {
  /** ASCII in lower case, found in any case; of other scripts the bytes of UTF-8, a character each */
  readonly words: readonly string[]
  /** Classes of files in which it looks. */
  readonly classes: readonly FileClass[]
  /**
   * A first look at the bytes, before anything is decoded: whether what stands at a word can be worth more. Left out: it is.
   * Words whose hits are many need one.
   */
  readonly glance?: (sight: Sight, start: number, end: number, word: string) => boolean
  /** Files that it reads even where no word of it stands in them: it is begun, and given no hits. */
  readonly reads?: (file: string) => boolean
  /** Begins a file. */
  open(searched: Searched, budget: Budget): Looking
}

/**
 * A finder at a file: it is given each batch of hits. A class whose method is a generator, and no closure that is one: V8
 * makes a map for each of these, which keeps all that the closure knows (the text of the file) until the next full collection.
 */
export interface Looking {
  look(hits: readonly WordHit[]): Iterable<Candidate>
}

/**
 * How much work a file is worth: a constant and a share of its length, so that a search stays linear whatever stands in it.
 * Where it ends, the file was not searched to its end, and says so.
 */
export class Budget {
  readonly #whole: number
  #steps = 0

  constructor(length: number, perUnit = 32, constant = 64 << 20) {
    this.#whole = constant + length * perUnit
  }

  /** Takes steps (characters looked at); false when there are none left. */
  spend(steps: number): boolean {
    this.#steps += steps
    return !this.spent
  }

  /** What was taken so far. */
  get steps(): number {
    return this.#steps
  }

  get spent(): boolean {
    return this.#steps > this.#whole
  }
}
