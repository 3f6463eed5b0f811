import { proves } from './checks/index.ts'
import { Detection, type Found } from './detect.ts'
import type { PackedDetector } from './detector.ts'
import type { Budget, Candidate, Finder, Searched, Sight, WordHit } from './finder.ts'
import { matcherOf } from './paths.ts'
import { hasStretch } from './stretches.ts'

/** How far before a match its keyword may stand. */
const reach = 80

/** How much is looked at behind a keyword and its reach, at the most. */
const most = 4096

/** Finds what detectors describe: vendors' tokens, keys, URLs that open something. */
export function kindsFinder(detectors: readonly PackedDetector[]): Finder {
  const byWord = new Map<string, Kind[]>()
  for (const detector of detectors) {
    const kind = new Kind(detector)
    for (const word of detector.anchors ? Object.keys(detector.anchors) : detector.keywords)
      byWord.set(word, [...(byWord.get(word) ?? []), kind])
  }
  const beginning = new Set(
    [...byWord].filter(([word, kinds]) => kinds.every((kind) => kind.beginsAt(word))).map(([word]) => word),
  )
  return {
    words: [...byWord.keys()],
    // `st.` ends many a word, and where a token may not begin there is nothing to decode
    glance(sight, start, end, word) {
      if (start > 0 && beginning.has(word) && isWord(sight.bytes[start - 1] as number)) return false
      for (const kind of byWord.get(word) as Kind[]) if (kind.mayBe(sight, start, end)) return true
      return false
    },
    classes: ['text', 'vendored', 'minified', 'lock', 'binary'],
    open(searched, budget) {
      const begun = new Map<Kind, Look>()
      return function* (hits) {
        for (const hit of hits) {
          for (const kind of byWord.get(hit.word) as Kind[]) {
            let look = begun.get(kind)
            if (!look) {
              look = kind.begin(searched, budget)
              begun.set(kind, look)
            }
            yield* look(hit)
          }
        }
      }
    },
  }
}

/** A letter, a digit or `_`. */
function isWord(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95
}

type Look = (hit: WordHit) => Iterable<Candidate>
const nothing: Look = () => []

class Kind {
  readonly #detection: Detection
  #applies: ((path: string) => boolean) | undefined
  /** the answer for the file that is searched */
  #asked = { file: '', is: false }

  constructor(readonly detector: PackedDetector) {
    this.#detection = new Detection(detector)
  }

  /** Whether the secret begins with this word wherever the word tells of it, and no word may go right before it. */
  beginsAt(word: string): boolean {
    const { anchors, boundary, pattern } = this.detector
    return (
      anchors?.[word]?.every((offset) => offset === 0) === true &&
      boundary !== 'none' &&
      !pattern.includes('(?<secret>')
    )
  }

  /** Whether one can stand at a word: in a file that it is for, and near a stretch as long as each of them has. */
  mayBe({ file, bytes, spread }: Sight, start: number, end: number): boolean {
    const { longest, stretch } = this.detector
    if (!this.#isFor(file)) return false
    // what is longer than all that is looked at around a word is cut there
    if (stretch === undefined || longest > most) return true
    return hasStretch(bytes, start - longest * spread, end + (reach + longest) * spread, stretch)
  }

  #isFor(file: string): boolean {
    const { files } = this.detector
    if (!files) return true
    if (this.#asked.file === file) return this.#asked.is
    this.#applies ??= matcherOf(files)
    this.#asked = { file, is: this.#applies(file) }
    return this.#asked.is
  }

  begin(searched: Searched, budget: Budget): Look {
    const { anchors } = this.detector
    if (!this.#isFor(searched.file)) return nothing
    if (anchors) return (hit) => this.#anchored(searched.content, budget, hit, anchors[hit.word] ?? [])
    // among bytes that are no text, a form without a beginning of its own is found everywhere
    return searched.class === 'binary' ? nothing : this.#around(searched.content, budget)
  }

  /** Matches begin at known distances before the word. */
  *#anchored(content: string, budget: Budget, { start }: WordHit, offsets: readonly number[]): Iterable<Candidate> {
    for (const offset of offsets) {
      if (start < offset) continue
      const found = this.#detection.at(content, start - offset)
      if (found) yield this.#candidate(found)
      else if (!budget.spend(this.detector.longest)) return
    }
  }

  /** Matches hold the word or stand up to 80 characters behind it. No beginning is tried twice. */
  #around(content: string, budget: Budget): Look {
    const { longest } = this.detector
    const detection = this.#detection
    let tried = 0
    const candidate = (found: Found) => this.#candidate(found)
    return function* ({ start, end }) {
      const from = Math.max(tried, start - Math.min(longest, 1024), 0)
      const to = Math.min(content.length, end + reach + Math.min(longest, most))
      if (from > end + reach || !budget.spend(to - from)) return
      // one character more on each side, by which boundaries are judged
      const shift = Math.max(0, from - 1)
      const window = content.slice(shift, to + 1)
      tried = end + reach + 1
      for (let found = detection.next(window, from - shift); found; ) {
        const [first, last] = [found.start + shift, found.end + shift]
        if (found.from + shift > end + reach) return
        yield candidate({ ...found, start: first, end: last })
        tried = Math.max(tried, last)
        found = detection.next(window, found.end)
      }
    }
  }

  #candidate({ start, end, value }: Found): Candidate {
    const { id, severity, check, general } = this.detector
    const proven = proves(check)
    return {
      detector: id,
      start,
      end,
      value,
      certainty: severity === 'note' ? 'uncertain' : proven ? 'certain' : 'likely',
      key: '',
      why: proven ? 'it has a structure that proves it' : 'it has the form that the vendor gives them',
      through: [],
      rank: (proven ? 3 : 2) - (general ? 0.5 : 0),
    }
  }
}
