import type { DataNode } from '../../../documents/tree.ts'
import type { Manifests } from '../dialect/manifests.ts'
import type { Reading as CommonReading } from '../dialect/reading.ts'

/** What reading the objects of Argo Workflows needs throughout. */
export interface Reading extends CommonReading {
  readonly manifests: Manifests
  /** templates (`file#name`) that something here uses: what is left is started from outside */
  readonly used: Set<string>
}

/** How deep templates may call each other; the controller's own limit is far above what anybody writes. */
export const deepestCall = 20

/** Expressions in a text; the first group is what stands between the braces. */
export const expressions = /\{\{\s*(=?[^{}]*?)\s*\}\}/g

/** What is known where an expression stands: `workflow.parameters.x`, `inputs.parameters.x`, `item`, `item.x`. */
export type Names = ReadonlyMap<string, string>

/** A parameter that is asked for at the start, with what can be chosen (`enum`). */
export interface Choice {
  readonly name: string
  readonly options: readonly string[]
  readonly fallback: string | undefined
}

/** A list of maps with a name, by that name. */
export function byName(list: DataNode | undefined): Map<string, DataNode> {
  const found = new Map<string, DataNode>()
  for (const item of list?.asList ?? []) {
    const name = item.get('name')?.text
    if (name !== undefined && !found.has(name)) found.set(name, item)
  }
  return found
}
