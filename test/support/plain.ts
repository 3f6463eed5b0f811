import type { DataNode } from '../../src/documents/tree.ts'
import { hiddenOf, OpenMap } from '../../src/facts/manifests/unseen.ts'

/** A tree as plain data: what is hidden is `?`, a map that may hold more has a key `…`. */
export function plain(node: DataNode): unknown {
  if (hiddenOf(node)) return '?'
  if (node.kind === 'list') return node.items.map(plain)
  if (node.kind === 'scalar') return node.value
  return Object.fromEntries([
    ...node.entries.map(({ key, value }) => [key, plain(value)]),
    ...(node instanceof OpenMap ? [['…', 1]] : []),
  ])
}
