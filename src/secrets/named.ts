import type { Budget, Candidate, Finder, Looking, Searched, Sight, WordHit } from './finder.ts'
import { nameKeywords } from './names/keywords.ts'
import { isCredentialsFile } from './structure/files.ts'
import type { Pair } from './structure/pair.ts'
import { Reading } from './structure/pairs.ts'
import { judgeValue } from './values/judge.ts'

/** What a hit of a word costs at the least, and what a pair that is looked at more closely does. */
const HIT = 100
const PAIR = 4000

/** Finds secrets by the names beside them: values that no vendor gave a form. */
export function namedFinder(): Finder {
  return {
    words: nameKeywords,
    classes: ['text'],
    glance: isWorthALook,
    reads: isCredentialsFile,
    open: (searched, budget) => new Named(searched, budget),
  }
}

/**
 * Most words stand in names of functions and in prose. One that is followed, within its line, by nothing that gives a value
 * (`=`, `:`, a quote, a space before a word in a place of its own) is none; `://` has to have an `@` behind it.
 */
function isWorthALook({ bytes }: Sight, start: number, end: number): boolean {
  // in the middle of `user:password@(host)`; templates and shells write `@(` behind a space
  if (bytes[start] === AT) return start > 0 && (bytes[start - 1] as number) > 32
  if (bytes[start] !== COLON) return true
  const last = Math.min(bytes.length, end + 300)
  for (let at = end; at < last; at++) {
    const byte = bytes[at] as number
    if (byte === AT) return true
    if (byte <= 32 || byte === QUOTE || byte === APOSTROPHE || byte === LESS) return false
  }
  return false
}

const COLON = 58
const AT = 64
const QUOTE = 34
const APOSTROPHE = 39
const LESS = 60

class Named implements Looking {
  readonly #reading: Reading
  #begun = false

  constructor(
    { file, content }: Searched,
    readonly budget: Budget,
  ) {
    this.#reading = new Reading(file, content)
  }

  *look(hits: readonly WordHit[]): Generator<Candidate> {
    if (!this.#begun) for (const pair of this.#reading.credentials()) yield* candidates(pair)
    this.#begun = true
    for (const { start } of hits) {
      if (!this.budget.spend(HIT)) return
      for (const pair of this.#reading.near([start])) {
        yield* candidates(pair)
        if (!this.budget.spend(PAIR)) return
      }
    }
  }
}

/** A pair as a candidate; none where its value is no secret. Never certain: only structure proves a secret. */
function* candidates(pair: Pair): Generator<Candidate> {
  const { is, why } = judgeValue(pair)
  if (is === 'none') return
  yield {
    detector: pair.source,
    start: pair.start,
    end: pair.end,
    value: pair.value,
    certainty: is === 'secret' ? 'likely' : 'uncertain',
    key: pair.path,
    why,
    through: pair.encoded ? [pair.encoded] : [],
    rank: 1,
  }
}
