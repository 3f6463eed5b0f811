import { proves } from './checks/index.ts'
import { Detection, type Found } from './detect.ts'
import type { PackedDetector } from './detector.ts'
import type { Budget, Candidate, Finder, Looking, Searched, Sight, WordHit } from './finder.ts'
import { matcherOf } from './paths.ts'
import { hasStretch } from './stretches.ts'
import { joinedFrom } from './structure/literal.ts'

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
      // a part of it may be as short as a hand cut it
      return beginning.has(word) && isCut(sight.bytes, end)
    },
    classes: ['text', 'vendored', 'minified', 'lock', 'binary'],
    open: (searched, budget) => new Kinds(searched, budget, byWord),
  }
}

/** All detectors at one file. */
class Kinds implements Looking {
  readonly #begun = new Map<Kind, Look | undefined>()

  constructor(
    readonly searched: Searched,
    readonly budget: Budget,
    readonly byWord: ReadonlyMap<string, readonly Kind[]>,
  ) {}

  *look(hits: readonly WordHit[]): Generator<Candidate> {
    const begun = this.#begun
    for (const hit of hits) {
      for (const kind of this.byWord.get(hit.word) as readonly Kind[]) {
        if (!begun.has(kind)) begun.set(kind, kind.begin(this.searched, this.budget))
        const look = begun.get(kind)
        if (look) yield* look.at(hit)
      }
    }
  }
}

/** A letter, a digit or `_`. */
function isWord(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95
}

/** How far behind a word a token may be cut in two. */
const furthestCut = 120

/** Whether the token that begins with a word is cut behind it: its string or its line ends, and something joins the rest. */
function isCut(bytes: Uint8Array, from: number): boolean {
  const last = Math.min(bytes.length, from + furthestCut)
  let at = from
  while (at < last && (isWord(bytes[at] as number) || otherSigns.has(bytes[at] as number))) at++
  const byte = bytes[at]
  if (byte === BACKSLASH) return bytes[at + 1] === NEWLINE || bytes[at + 1] === CARRIAGE_RETURN
  if (!quotes.has(byte as number)) return false
  for (let place = at + 1; place < Math.min(bytes.length, at + furthestCut); place++) {
    const next = bytes[place] as number
    if (quotes.has(next)) return place > at + 1
    if (!joins.has(next)) return false
  }
  return false
}

const codes = (characters: string): ReadonlySet<number> => new Set(Buffer.from(characters))
const quotes = codes(`"'\``)
const otherSigns = codes('.~+/=-')
const joins = codes(' \t\r\n+.&~\\')
const BACKSLASH = 92
const NEWLINE = 10
const CARRIAGE_RETURN = 13

/** One detector at one file. */
interface Look {
  at(hit: WordHit): Iterable<Candidate>
}

class Kind {
  readonly detection: Detection
  #applies: ((path: string) => boolean) | undefined
  /** the answer for the file that is searched */
  #asked: { readonly file: string; readonly is: boolean } | undefined

  constructor(readonly detector: PackedDetector) {
    this.detection = new Detection(detector)
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
    if (this.#asked?.file === file) return this.#asked.is
    this.#applies ??= matcherOf(files)
    const is = this.#applies(file)
    this.#asked = { file, is }
    return is
  }

  /** Undefined where it has nothing to look for. */
  begin({ file, content, class: of }: Searched, budget: Budget): Look | undefined {
    if (!this.#isFor(file)) return undefined
    if (this.detector.anchors) return new Anchored(this, content, budget)
    // among bytes that are no text, a form without a beginning of its own is found everywhere
    return of === 'binary' ? undefined : new Around(this, content, budget)
  }

  candidate({ start, end, value }: Found): Candidate {
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

/** Matches begin at known distances before the word. */
class Anchored implements Look {
  constructor(
    readonly kind: Kind,
    readonly content: string,
    readonly budget: Budget,
  ) {}

  *at({ word, start }: WordHit): Generator<Candidate> {
    const { detection, detector } = this.kind
    for (const offset of detector.anchors?.[word] ?? []) {
      if (start < offset) continue
      const found = detection.at(this.content, start - offset)
      if (found) yield this.kind.candidate(found)
      else if (!this.budget.spend(detector.longest)) return
      else if (offset === 0) yield* this.#joined(word, start)
    }
  }

  /** A token that begins here and is put together of several strings, or goes on in the next line. */
  *#joined(word: string, start: number): Generator<Candidate> {
    if (!this.kind.beginsAt(word)) return
    const joined = joinedFrom(this.content, start)
    if (joined === undefined || !this.budget.spend(joined.text.length)) return
    const before = this.content[start - 1] ?? ' '
    const found = this.kind.detection.at(before + joined.text, 1)
    if (found) yield this.kind.candidate({ ...found, start, end: joined.end })
  }
}

/** Matches hold the word or stand up to 80 characters behind it. No beginning is tried twice. */
class Around implements Look {
  #tried = 0

  constructor(
    readonly kind: Kind,
    readonly content: string,
    readonly budget: Budget,
  ) {}

  *at({ start, end }: WordHit): Generator<Candidate> {
    const { content, kind } = this
    const { longest } = kind.detector
    const from = Math.max(this.#tried, start - Math.min(longest, 1024), 0)
    const to = Math.min(content.length, end + reach + Math.min(longest, most))
    if (from > end + reach || !this.budget.spend(to - from)) return
    // one character more on each side, by which boundaries are judged
    const shift = Math.max(0, from - 1)
    const window = content.slice(shift, to + 1)
    this.#tried = end + reach + 1
    for (let found = kind.detection.next(window, from - shift); found; ) {
      const [first, last] = [found.start + shift, found.end + shift]
      if (found.from + shift > end + reach) return
      yield kind.candidate({ ...found, start: first, end: last })
      this.#tried = Math.max(this.#tried, last)
      found = kind.detection.next(window, found.end)
    }
  }
}
