import {
  type HclAttribute,
  type HclBlock,
  type HclBody,
  type HclExpression,
  parseTemplate,
} from '../../documents/hcl/index.ts'
import type { DataNode } from '../../documents/tree.ts'

/** How many labels the blocks of a `.tf.json` file have (developer.hashicorp.com/terraform/language/syntax/json). */
const labels: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
}

/** Blocks inside of `terraform`; in all others, what is a block and what an attribute is read alike. */
const inSettings: Readonly<Record<string, number>> = { required_providers: 0, backend: 1, cloud: 0 }

/** The content of a `.tf.json` file in the form of native syntax. */
export function bodyOfJson(root: DataNode): HclBody {
  return { attributes: [], blocks: blocksIn(root, labels), span: root.span }
}

function blocksIn(node: DataNode, types: Readonly<Record<string, number>>): HclBlock[] {
  return node.entries.flatMap(({ key, keySpan, value }) =>
    Object.hasOwn(types, key) ? blocksOf(key, value, types[key] as number, [], keySpan) : [],
  )
}

function blocksOf(
  type: string,
  node: DataNode,
  left: number,
  above: readonly string[],
  head: HclBlock['head'],
): readonly HclBlock[] {
  if (node.kind === 'list') return node.items.flatMap((item) => blocksOf(type, item, left, above, head))
  if (left > 0) {
    return node.entries.flatMap((entry) => blocksOf(type, entry.value, left - 1, [...above, entry.key], entry.keySpan))
  }
  const isSettings = type === 'terraform'
  const blocks = isSettings ? blocksIn(node, inSettings) : []
  const attributes = node.entries
    .filter(({ key }) => key !== '//' && !(isSettings && Object.hasOwn(inSettings, key)))
    .map(
      ({ key, keySpan, value }): HclAttribute => ({
        name: key,
        nameSpan: keySpan,
        value: expressionOf(value),
        span: { start: keySpan.start, end: value.span.end },
      }),
    )
  return [{ type, labels: above, body: { attributes, blocks, span: node.span }, head, span: node.span }]
}

/** A value of JSON as an expression: texts are templates. */
export function expressionOf(node: DataNode): HclExpression {
  const { span } = node
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(expressionOf), span }
  if (node.kind === 'map') {
    const entries = node.entries.map(({ key, keySpan, value }) => ({
      key: plain(key, keySpan),
      value: expressionOf(value),
    }))
    return { kind: 'map', entries, span }
  }
  if (typeof node.value !== 'string') return { kind: 'literal', value: node.value, span }
  const template = node.value.includes('{') ? parseTemplate(node.value) : undefined
  return template ? { ...template, span } : plain(node.value, span)
}

function plain(value: string, span: HclExpression['span']): HclExpression {
  return { kind: 'template', parts: value ? [{ kind: 'text', value, span }] : [], span }
}
