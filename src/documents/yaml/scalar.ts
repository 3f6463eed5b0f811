import type { Scalar } from 'yaml'
import { blockOffsets, flowOffsets } from '../offsets.ts'
import type { Span } from '../place.ts'
import { DataNode, type Scalar as Value } from '../tree.ts'
import type { Conversion } from './convert.ts'

/** A scalar of the `yaml` library → a node that knows where each unit of its value stands. */
export function scalarNode(scalar: Scalar, span: Span, to: Conversion): DataNode {
  const [start, end] = scalar.range ?? [0, 0]
  const value = valueFrom(scalar)
  const block = scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED'
  const shown = block ? { start: span.start, end: to.original(trimmedEnd(to.content, start, end)) } : span
  const written =
    typeof value === 'string'
      ? to.content.slice(start, block ? trimmedEnd(to.content, start, end) : end)
      : scalar.source
  const offsets = typeof value === 'string' ? offsetsOf(scalar, value, start, end, to) : undefined
  return new DataNode('scalar', to.file, shown, value, [], [], tagOf(scalar), written ?? '', offsets)
}

/** Anything but JSON's types (dates of `!!timestamp`, bytes of `!!binary`) stays as it is written. */
function valueFrom(scalar: Scalar): Value {
  const { value } = scalar
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return scalar.source ?? String(value)
}

function trimmedEnd(content: string, start: number, end: number): number {
  let at = end
  while (at > start && /\s/.test(content[at - 1] as string)) at--
  return at
}

function offsetsOf(
  scalar: Scalar,
  value: string,
  start: number,
  end: number,
  to: Conversion,
): ((index: number) => number) | undefined {
  const { content, original } = to
  const inFile = (offsets: (index: number) => number) => (index: number) => original(offsets(index))
  switch (scalar.type) {
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return inFile(blockOffsets(content, { start, end }, value))
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE': {
      const body = { start: start + 1, end: end - 1 }
      // No escape and no fold: the value stands there unit by unit.
      if (value.length === body.end - body.start) return inFile((index) => body.start + index)
      const escapes = scalar.type === 'QUOTE_DOUBLE' ? 'backslash' : 'doubled'
      return inFile(flowOffsets(content, body, value, { escapes, folds: true }))
    }
    default:
      if (value.length === end - start) return undefined
      return inFile(flowOffsets(content, { start, end }, value, { escapes: 'none', folds: true }))
  }
}

/** Tags of the core schema are told by the value already. */
export function tagOf(node: { tag?: string }): string {
  const tag = node.tag ?? ''
  return /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag) ? '' : tag
}
