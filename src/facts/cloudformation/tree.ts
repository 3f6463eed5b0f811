import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { type Names, namedTree, noParts, type Part } from '../infrastructure/named.ts'
import type { Node } from '../infrastructure/node.ts'
import type { Value } from '../infrastructure/value.ts'
import { branchOf, callIn, evaluate } from './evaluate.ts'
import type { Scope } from './scope.ts'

/** A part of a template in the form in which parts of Terraform's resources are read. */
export function treeOf(data: DataNode, scope: Scope, names: Names = {}, place: Place = data.place): Node {
  const part = partOf(data, scope, place)
  return part ? namedTree(part, names) : { kind: 'value', value: null, place }
}

/** A node behind the choices that are made in it; undefined where it comes to nothing. */
function partOf(data: DataNode, scope: Scope, place: Place = data.place): Part | undefined {
  const found = resolved(data, scope)
  if (!found) return undefined
  if ('value' in found) return { ...noParts, kind: 'value', place, value: () => found.value }
  const { node } = found
  return {
    kind: node.kind === 'scalar' ? 'value' : node.kind,
    place,
    value: () => evaluate(node, scope),
    keys: () => node.entries.map(({ key }) => key),
    entry(key) {
      const entry = node.entry(key)
      if (!entry) return undefined
      const { keySpan, value } = entry
      return partOf(value, scope, { file: node.file, start: keySpan.start, end: value.span.end })
    },
    items: () => node.items.flatMap((item) => partOf(item, scope) ?? []),
  }
}

/** What a node is behind the choices that are made in it; a value where a function makes it. */
function resolved(data: DataNode, scope: Scope): { node: DataNode } | { value: Value } | undefined {
  let node = data
  for (let levels = 0; levels < 20; levels++) {
    const call = callIn(node)
    if (!call) return { node }
    if (call.name !== 'If') {
      const value = evaluate(node, scope)
      return value === undefined ? undefined : { value }
    }
    const branch = branchOf(call.argument, scope)
    if (isHidden(branch)) return { value: branch }
    if (!branch) return undefined
    node = branch
  }
  return { node }
}
