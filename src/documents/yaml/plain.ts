/*
 * Most files are written in a small part of YAML: keys and dashes, scalars of one line, blocks of text. This reader knows
 * that part alone, straight into our trees; the library takes ten times as long, through tokens, a concrete tree and
 * documents. Whatever is not clearly of that part (anchors, tags, scalars of several lines, every mistake) is left to the
 * library: what is said of a file that is broken, or read leniently, comes from one place. A test reads all files both ways.
 */
import type { Span } from '../place.ts'
import { DataNode, type Entry } from '../tree.ts'
import { readBlock } from './plain-block.ts'
import { readFlow } from './plain-flow.ts'
import { isBreak, keyEnd, merging, nothing, Refused, readScalar, refuse, signs } from './plain-scalar.ts'

/** Deeper than what people write: the library says what is too deep. */
const deepest = 60

/** The documents of a YAML file as the library would have them; undefined where it takes the library. */
export function readPlain(file: string, content: string): readonly DataNode[] | undefined {
  // a byte order mark or line ends of Windows: seldom enough
  if (content.includes('\r') || content.startsWith('\ufeff')) return undefined
  try {
    return new PlainReader(file, content).documents()
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** Goes through a file line by line; always stands on a line that holds something, or at the end of a document. */
class PlainReader {
  /** where the line begins */
  #line = 0
  /** its first sign that is no space */
  #first = 0
  /** the column of that; -1 at `---` and at the end of the file */
  #column = -1
  #depth = 0

  constructor(
    readonly file: string,
    readonly content: string,
  ) {}

  documents(): readonly DataNode[] {
    const documents: DataNode[] = []
    for (this.#advance(-1); this.#first < this.content.length; ) {
      if (this.#column < 0) this.#advance(this.#restOfLine(this.#first + 3))
      if (this.#column >= 0) documents.push(this.#block())
      if (this.#column >= 0) refuse()
    }
    return documents
  }

  /** A list or a map that begins on this line. */
  #block(): DataNode {
    if (++this.#depth > deepest) refuse()
    const node = this.#isDash(this.#first) ? this.#list() : this.#map()
    this.#depth--
    return node
  }

  #list(): DataNode {
    const column = this.#column
    const start = this.#first
    const items: DataNode[] = []
    let item: DataNode
    do {
      item = this.#value(this.#first + 1, column, undefined)
      items.push(item)
    } while (this.#column === column && this.#isDash(this.#first))
    if (this.#column > column) refuse()
    return new DataNode('list', this.file, { start, end: item.span.end }, null, items, nothing, '', '')
  }

  #map(): DataNode {
    const column = this.#column
    const start = this.#first
    const entries: Entry[] = []
    const keys = new Set<string>(merging)
    let value: DataNode
    do {
      const [from, to, colon] = keyEnd(this.content, this.#first)
      const key = this.content.slice(from, to)
      // what stands twice is told
      if (keys.size === keys.add(key).size) refuse()
      const keySpan = { start: this.#first, end: to + (from - this.#first) }
      value = this.#value(colon + 1, column, keySpan)
      entries.push({ key, keySpan, value })
    } while (this.#column === column)
    if (this.#column > column) refuse()
    return new DataNode('map', this.file, { start, end: value.span.end }, null, nothing, entries, '', '')
  }

  /** What stands behind a key or a dash of a collection at a column, on its line or below it. */
  #value(after: number, column: number, key: Span | undefined): DataNode {
    const { content } = this
    let at = after
    while (content.charCodeAt(at) === signs.space) at++
    const sign = content.charCodeAt(at)
    if (isBreak(sign) || sign === signs.hash) {
      this.#advance(this.#restOfLine(after))
      if (this.#column > column || (key && this.#column === column && this.#isDash(this.#first))) return this.#block()
      // an empty item stands where the library says
      return key
        ? new DataNode('scalar', this.file, { start: key.end, end: key.end }, null, nothing, nothing, '', '')
        : refuse()
    }
    if (!key && (this.#isDash(at) || keyEnd(content, at, true))) {
      this.#first = at
      this.#column = at - this.#line
      return this.#block()
    }
    const node = this.#inline(at, sign, column)
    this.#advance(this.#restOfLine(node.span.end))
    // a scalar of several lines, or a mistake
    if (this.#column > column) refuse()
    return node
  }

  #inline(at: number, sign: number, column: number): DataNode {
    if (sign === signs.bar || sign === signs.greater) return readBlock(this.file, this.content, at, column)
    if (sign === signs.bracket || sign === signs.brace) return readFlow(this.file, this.content, at, 0)
    return readScalar(this.file, this.content, at, false)
  }

  #isDash(at: number): boolean {
    const { content } = this
    if (content.charCodeAt(at) !== signs.dash) return false
    const next = content.charCodeAt(at + 1)
    return next === signs.space || isBreak(next)
  }

  /** The end of a line of which nothing is left but spaces and a comment. */
  #restOfLine(from: number): number {
    const { content } = this
    let at = from
    while (content.charCodeAt(at) === signs.space) at++
    const sign = content.charCodeAt(at)
    if (isBreak(sign)) return at
    if (sign !== signs.hash || at === from) refuse()
    const end = content.indexOf('\n', at)
    return end < 0 ? content.length : end
  }

  /** Goes from the end of a line to the next that holds more than spaces and a comment. */
  #advance(lineEnd: number): void {
    const { content } = this
    let line = lineEnd + 1
    let at = line
    for (; at < content.length; at = line) {
      while (content.charCodeAt(at) === signs.space) at++
      const sign = content.charCodeAt(at)
      if (sign === signs.tab) refuse()
      if (!isBreak(sign) && sign !== signs.hash) break
      const end = content.indexOf('\n', at)
      line = end < 0 ? content.length : end + 1
    }
    this.#line = line
    this.#first = Math.min(at, content.length)
    this.#column = at < content.length ? at - line : -1
    if (this.#column !== 0) return
    if (content.startsWith('...', at)) refuse()
    if (content.startsWith('---', at)) this.#column = -1
  }
}
