import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { maximumDepth, type Note, type Problem, tooDeep } from '../note.ts'
import type { Span } from '../place.ts'
import { DataNode, type Entry } from '../tree.ts'
import { type Merge, mergeInto } from './merge.ts'
import { scalarNode, tagOf } from './scalar.ts'

/** What the conversion needs of the file, and what it finds out on the way. */
export interface Conversion {
  readonly file: string
  /** what was parsed: the file, or the file with repaired indentation */
  readonly content: string
  /** an offset of `content` → the offset in the file */
  readonly original: (offset: number) => number
  readonly notes: Note[]
  problem: Problem | undefined
  /** how many entries merge keys have copied in this file */
  merged: number
}

type Collection = YAMLMap<Node | null, Node | null> | YAMLSeq<Node | Pair<Node | null, Node | null>>

interface Frame {
  readonly source: Collection
  readonly node: DataNode
  readonly span: { start: number; end: number }
  readonly items: DataNode[]
  readonly entries: Entry[]
  readonly merges: Merge[]
  /** the next child to convert */
  next: number
  /** where the last child stands (of an alias: the alias, not the node it names) */
  last: Span
}

/** The types of the `yaml` library are classes; it is loaded lazily, so its guards come as an argument. */
export interface Library {
  isAlias(node: unknown): node is Alias
  isScalar(node: unknown): node is Scalar
  isMap(node: unknown): node is YAMLMap
  isSeq(node: unknown): node is YAMLSeq
  isPair(node: unknown): node is Pair
}

/**
 * One document of the `yaml` library → a {@link DataNode}. Aliases share the node that they name, so nothing grows;
 * what goes wrong is left in `conversion.problem` (the first one counts) and the tree is then not to be used.
 */
export function convert(document: Document, library: Library, conversion: Conversion): DataNode {
  return new Converter(library, conversion).run(document.contents as Node)
}

/** Walks with a stack of its own: a document may be deeper than the machine's. */
class Converter {
  readonly #anchors = new Map<string, DataNode>()
  readonly #stack: Frame[] = []

  constructor(
    readonly library: Library,
    readonly to: Conversion,
  ) {}

  run(contents: Node): DataNode {
    const root = this.#open(contents, undefined)
    for (let frame = this.#stack.at(-1); frame; frame = this.#stack.at(-1)) {
      if (frame.next < frame.source.items.length) this.#step(frame)
      else this.#close(frame)
    }
    return root
  }

  #step(frame: Frame): void {
    const child = frame.source.items[frame.next++]
    if (frame.node.kind === 'list') {
      const item = this.#item(child as Node | Pair<Node | null, Node | null>)
      frame.items.push(item)
      frame.last = this.library.isAlias(child) ? this.#spanOf(child) : item.span
    } else this.#pair(frame, child as Pair<Node | null, Node | null>)
  }

  /** `!!omap` and `!!pairs` are lists of pairs: each becomes a map of one key. */
  #item(child: Node | Pair<Node | null, Node | null>): DataNode {
    if (!this.library.isPair(child)) return this.#open(child, undefined)
    const key = this.#key(child.key as Node | null)
    const value = this.#open(child.value as Node | null, key.keySpan)
    const span = { start: key.keySpan.start, end: Math.max(key.keySpan.end, value.span.end) }
    return new DataNode('map', this.to.file, span, null, [], [{ ...key, value }], '', '')
  }

  #pair(frame: Frame, pair: Pair<Node | null, Node | null>): void {
    const key = this.#key(pair.key)
    const value = this.#open(pair.value, key.keySpan)
    if (isMergeKey(pair.key, key.key)) frame.merges.push({ keySpan: key.keySpan, value })
    else frame.entries.push({ ...key, value })
    frame.last = this.library.isAlias(pair.value) ? this.#spanOf(pair.value) : value.span
  }

  #key(key: Node | null): { key: string; keySpan: Span } {
    if (!key) return { key: '', keySpan: { start: 0, end: 0 } }
    const keySpan = this.#spanOf(key)
    if (this.library.isAlias(key)) return { key: this.#alias(key).text ?? '', keySpan }
    if (!this.library.isScalar(key)) return { key: this.#raw(key).replace(/\s+/g, ' '), keySpan }
    if (key.anchor) this.#anchors.set(key.anchor, scalarNode(key, keySpan, this.to))
    return { key: typeof key.value === 'string' ? key.value : (key.source ?? ''), keySpan }
  }

  /** A node → DataNode; collections are put on the stack and filled later. `after`: the key of an empty value. */
  #open(node: Node | null, after: Span | undefined): DataNode {
    if (!node) return this.#empty(after)
    if (this.library.isAlias(node)) return this.#alias(node)
    if (this.library.isScalar(node)) {
      const absent = node.value === null && !node.source && !node.tag
      const made = absent && after ? this.#empty(after) : scalarNode(node, this.#spanOf(node), this.to)
      return this.#anchored(node, made)
    }
    const template = this.#template(node as Collection)
    return this.#anchored(node as Collection, template ?? this.#collection(node as Collection))
  }

  #collection(source: Collection): DataNode {
    const span = { ...this.#spanOf(source) }
    const items: DataNode[] = []
    const entries: Entry[] = []
    const kind = this.library.isSeq(source) ? 'list' : 'map'
    const node = new DataNode(kind, this.to.file, span, null, items, entries, tagOf(source), '')
    if (this.#stack.length >= maximumDepth) this.#fail(tooDeep, span)
    else this.#stack.push({ source, node, span, items, entries, merges: [], next: 0, last: span })
    return node
  }

  #close(frame: Frame): void {
    this.#stack.pop()
    // The library ends a block collection behind the comments and line ends that follow it; its last child tells better.
    if (!frame.source.flow) frame.span.end = Math.max(frame.span.start, frame.last.end)
    if (frame.node.kind === 'map') this.#settle(frame)
  }

  /** Duplicates (the last one counts) and merge keys. */
  #settle(frame: Frame): void {
    const last = new Map<string, number>()
    const { entries } = frame
    for (let i = 0; i < entries.length; i++) {
      const { key, keySpan } = entries[i] as Entry
      if (last.has(key))
        this.to.notes.push({
          message: `the key "${shorten(key)}" stands twice in this map; the last one counts`,
          span: keySpan,
        })
      last.set(key, i)
    }
    if (last.size < entries.length) {
      const kept = entries.filter((entry, i) => last.get(entry.key) === i)
      entries.splice(0, entries.length, ...kept)
    }
    if (frame.merges.length) {
      const open = new Set(this.#stack.map(({ node }) => node)).add(frame.node)
      mergeInto(entries, frame.merges, open, this.to)
    }
  }

  #alias(alias: Alias): DataNode {
    const node = this.#anchors.get(alias.source)
    const span = this.#spanOf(alias)
    if (!node) this.#fail(`the alias *${alias.source} has no anchor &${alias.source} before it`, span)
    else if (this.#stack.some((frame) => frame.node === node))
      this.#fail(`the anchor &${alias.source} contains itself`, span)
    else return node
    return this.#empty(span)
  }

  #anchored(source: { anchor?: string; range?: readonly number[] | null }, node: DataNode): DataNode {
    if (!source.anchor) return node
    if (this.#anchors.has(source.anchor))
      this.to.notes.push({
        message: `the anchor &${source.anchor} is set twice; the last one before an alias counts`,
        span: node.span,
      })
    this.#anchors.set(source.anchor, node)
    return node
  }

  /**
   * `image: {{ name }}` is a template that nobody quoted. To YAML it is a map with a map for its key, which no
   * production system takes; as text it can be recognised for what it is.
   */
  #template(source: Collection): DataNode | undefined {
    if (!source.flow || source.items.length !== 1 || this.library.isSeq(source)) return undefined
    const pair = source.items[0] as Pair<Node | null, Node | null>
    if (!this.library.isMap(pair.key) || !pair.key.flow || pair.value) return undefined
    const span = this.#spanOf(source)
    this.to.notes.push({ message: 'an unquoted {{ … }} is read as text', span })
    const text = this.#raw(source)
    return new DataNode('scalar', this.to.file, span, text, [], [], '', text)
  }

  #raw(node: Node): string {
    const [start, end] = node.range ?? [0, 0]
    return this.to.content.slice(start, end).trimEnd()
  }

  #spanOf(node: Node): Span {
    const [start, end] = node.range ?? [0, 0]
    return { start: this.to.original(start), end: this.to.original(end) }
  }

  #empty(after: Span | undefined): DataNode {
    const at = after?.end ?? 0
    return new DataNode('scalar', this.to.file, { start: at, end: at }, null, [], [], '', '')
  }

  #fail(message: string, span: Span): void {
    this.to.problem ??= { message, span }
  }
}

function isMergeKey(node: Node | null, key: string): boolean {
  return key === '<<' && (node as Scalar | null)?.type === 'PLAIN'
}

function shorten(key: string): string {
  return key.length > 60 ? `${key.slice(0, 59)}…` : key
}
