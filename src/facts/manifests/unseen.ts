import type { Place } from '../../documents/place.ts'
import { DataNode, type Entry } from '../../documents/tree.ts'
import type { Hidden } from '../hidden.ts'

/**
 * A part of a manifest that cannot be seen: a value that a pipeline gives, what a template writes that is not here. All
 * below it is as hidden. It has no text, no items and no entries: whoever reads a manifest asks {@link hiddenOf} first.
 */
export class Unseen extends DataNode {
  /**
   * @param written the text as far as it is seen, what is hidden in it as an expression in braces
   * @param offset where a sign of that stands in the file
   */
  constructor(
    readonly hidden: Hidden,
    { file, start = 0, end = start }: Place,
    readonly written = '',
    offset?: (index: number) => number,
  ) {
    super('scalar', file, { start, end }, null, [], [], '', '', offset)
  }

  override get(_key: string): DataNode {
    return this
  }

  override entry(key: string): Entry {
    return { key, keySpan: this.span, value: this }
  }

  override at(): DataNode {
    return this
  }
}

/** A map that may hold more keys than those that are seen. */
export class OpenMap extends DataNode {
  readonly #rest: Unseen

  constructor(
    readonly hidden: Hidden,
    { file, start = 0, end = start }: Place,
    entries: readonly Entry[],
  ) {
    super('map', file, { start, end }, null, [], entries, '', '')
    this.#rest = new Unseen(hidden, { file, start, end })
  }

  override get(key: string): DataNode {
    return this.entry(key).value
  }

  override entry(key: string): Entry {
    return super.entry(key) ?? { key, keySpan: this.span, value: this.#rest }
  }
}

/** What hides a part of a manifest; undefined where it is seen. */
export const hiddenOf = (node: DataNode | undefined): Hidden | undefined =>
  node instanceof Unseen ? node.hidden : undefined

/** What hides an item of a list, or the list as a whole. */
export function hiddenItem(list: DataNode | undefined): Hidden | undefined {
  return hiddenOf(list) ?? list?.items.map(hiddenOf).find((hidden) => hidden !== undefined)
}
