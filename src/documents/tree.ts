import type { Place, Span } from './place.ts'

export type Scalar = string | number | boolean | null

/** One key of a map. `keySpan` is the key's own range. */
export interface Entry {
  readonly key: string
  readonly keySpan: Span
  readonly value: DataNode
}

/**
 * A node of YAML, JSON or TOML, all in one form, so that a collector reads them alike. Aliases share the node they name
 * (nothing is copied, so an alias bomb costs nothing); merge keys are already merged in `entries`.
 */
export class DataNode {
  #byKey: Map<string, Entry> | undefined

  constructor(
    readonly kind: 'map' | 'list' | 'scalar',
    readonly file: string,
    readonly span: Span,
    /** The scalar's value; null for maps and lists. */
    readonly value: Scalar,
    readonly items: readonly DataNode[],
    readonly entries: readonly Entry[],
    /** A YAML tag such as `!reference`, else an empty string. */
    readonly tag: string,
    /** The scalar as written, for values whose typed form loses something (1.10, 0o7, on). */
    readonly source: string,
    /**
     * Where the characters of a block or quoted scalar stand: offsets in the file of each unit of `value`, or undefined
     * where value and source agree unit by unit from `span.start`. Filled lazily by {@link offsetOf}.
     */
    private readonly mapOffset?: (index: number) => number,
  ) {}

  /** The value under a key of a map; undefined where this is no map or has no such key. */
  get(key: string): DataNode | undefined {
    return this.entry(key)?.value
  }

  entry(key: string): Entry | undefined {
    if (this.kind !== 'map') return undefined
    if (!this.#byKey) {
      this.#byKey = new Map()
      for (const entry of this.entries) this.#byKey.set(entry.key, entry)
    }
    return this.#byKey.get(key)
  }

  /** Follows keys and list indexes; undefined as soon as one is missing. */
  at(...path: readonly (string | number)[]): DataNode | undefined {
    let node: DataNode | undefined = this
    for (const step of path) node = typeof step === 'number' ? node?.items[step] : node?.get(step)
    return node
  }

  /** The text of a string, number or boolean scalar; undefined for null, maps and lists. */
  get text(): string | undefined {
    if (this.kind !== 'scalar' || this.value === null) return undefined
    return typeof this.value === 'string' ? this.value : this.source || String(this.value)
  }

  /** A list's items; a scalar or map stands for a list of itself (GitHub's `on: push`), null for none. */
  get asList(): readonly DataNode[] {
    if (this.kind === 'list') return this.items
    return this.kind === 'scalar' && this.value === null ? [] : [this]
  }

  get place(): Place {
    return { file: this.file, start: this.span.start, end: this.span.end }
  }

  /** The place of the first key of a map, which stands for the whole; of what has none, its own. */
  get headPlace(): Place {
    const [first] = this.entries
    return first ? this.keyPlace(first.key) : this.place
  }

  /** The place of a key with nothing of its value; where the key is absent, the nearest existing parent: this node. */
  keyPlace(key: string): Place {
    const entry = this.entry(key)
    return entry ? { file: this.file, start: entry.keySpan.start, end: entry.keySpan.end } : this.place
  }

  /** The offset in the file of the given unit of `value` (of a multi-line block scalar, say). */
  offsetOf(index: number): number {
    return this.mapOffset ? this.mapOffset(index) : this.span.start + index
  }
}

/** Visits a node and all below it, each once, however often aliases name it. */
export function* walk(root: DataNode): Generator<DataNode> {
  const seen = new Set<DataNode>()
  const stack = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    yield node
    for (let i = node.items.length - 1; i >= 0; i--) stack.push(node.items[i] as DataNode)
    for (let i = node.entries.length - 1; i >= 0; i--) stack.push((node.entries[i] as Entry).value)
  }
}
