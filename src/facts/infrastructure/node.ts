import type { HclBlock, HclBody, HclExpression } from '../../documents/hcl/index.ts'
import type { Place } from '../../documents/place.ts'
import { type Hidden, isHidden } from '../hidden.ts'
import { attributeOf } from '../terraform/configuration.ts'
import { evaluate } from '../terraform/evaluate.ts'
import { type Scope, within } from '../terraform/scope.ts'
import { isList, isMap, keysOf, Missing, mapOf, member, textOf, type Value } from './value.ts'

/**
 * A part of a resource: a block, or the value of an attribute. Nothing of it is computed before it is asked for. In JSON, and
 * where a provider lets both stand for one another, a block is an attribute that holds a map or a list of maps.
 */
export type Node =
  | {
      readonly kind: 'body'
      readonly file: string
      readonly body: HclBody
      readonly scope: Scope
      readonly place: Place
    }
  | {
      readonly kind: 'expression'
      readonly file: string
      readonly expression: HclExpression
      readonly scope: Scope
      readonly place: Place
    }
  | { readonly kind: 'value'; readonly value: Value; readonly place: Place }
  /** of another language that makes the same things: it says itself what stands under a name */
  | { readonly kind: 'foreign'; readonly of: Foreign; readonly place: Place }

/** A part of a resource that is not written in Terraform's language. */
export interface Foreign {
  child(name: string): Node | undefined
  value(): Value | undefined
}

/** What stands under a name; undefined where nothing does. */
export function childOf(node: Node, name: string): Node | undefined {
  if (node.kind === 'foreign') return node.of.child(name)
  const index = /^\d+$/.test(name) ? Number(name) : undefined
  if (node.kind === 'body') {
    if (index !== undefined) return index === 0 ? node : undefined
    const attribute = attributeOf(node.body, name)
    if (attribute) {
      const place = { file: node.file, ...attribute.span }
      return { kind: 'expression', file: node.file, expression: attribute.value, scope: node.scope, place }
    }
    const blocks = blocksOf(node, name)
    return isHidden(blocks) ? { kind: 'value', value: blocks, place: node.place } : blocks[0]
  }
  if (node.kind === 'expression') return ofExpression(node, name, index)
  return ofValue(node.value, name, index, node.place)
}

/** Goes into literals, so that places stay exact; computes anything else. */
function ofExpression(
  node: Extract<Node, { kind: 'expression' }>,
  name: string,
  index: number | undefined,
): Node | undefined {
  const { expression, scope, file } = node
  if (expression.kind === 'map') {
    if (index !== undefined) return index === 0 ? node : undefined
    for (const { key, value } of expression.entries) {
      const found = evaluate(key, scope)
      if (isHidden(found)) return { kind: 'value', value: found, place: node.place }
      if (textOf(found) === name) {
        return {
          kind: 'expression',
          file,
          expression: value,
          scope,
          place: { file, start: key.span.start, end: value.span.end },
        }
      }
    }
    return undefined
  }
  if (expression.kind === 'list') {
    const item = expression.items[index ?? 0]
    const inner: Node | undefined = item && {
      kind: 'expression',
      file,
      expression: item,
      scope,
      place: { file, ...item.span },
    }
    return inner && index === undefined ? childOf(inner, name) : inner
  }
  return ofValue(evaluate(expression, scope), name, index, node.place)
}

function ofValue(value: Value, name: string, index: number | undefined, place: Place): Node | undefined {
  if (isHidden(value)) return { kind: 'value', value, place }
  if (index !== undefined && !isList(value)) return index === 0 ? { kind: 'value', value, place } : undefined
  const from = isList(value) && index === undefined ? (value[0] ?? null) : value
  const found = member(from, index ?? name)
  return found instanceof Missing || found === null ? undefined : { kind: 'value', value: found, place }
}

/** All blocks of a type, those of `dynamic` too; hidden where it cannot be told how many these are. */
export function blocksOf(node: Node, type: string): readonly Node[] | Hidden {
  if (node.kind !== 'body') {
    const child = childOf(node, type)
    return child ? itemsOf(child) : []
  }
  const attribute = attributeOf(node.body, type)
  if (attribute) return itemsOf(childOf(node, type) as Node)
  const { file, scope } = node
  const found: Node[] = []
  for (const block of node.body.blocks) {
    if (block.type === type) found.push({ kind: 'body', file, body: block.body, scope, place: { file, ...block.head } })
    else if (block.type === 'dynamic' && block.labels[0] === type) {
      const made = dynamic(block, file, scope)
      if (isHidden(made))
        return found.length ? [...found, { kind: 'value', value: made, place: { file, ...block.head } }] : made
      found.push(...made)
    }
  }
  return found
}

function itemsOf(node: Node): readonly Node[] | Hidden {
  const value = resolve(node)
  if (isHidden(value)) return value
  if (value === null || value === undefined) return []
  if (!isList(value)) return [node]
  return value.map((_, i) => childOf(node, String(i)) as Node)
}

/** The blocks that `dynamic "type" { for_each … content { … } }` makes. */
function dynamic(block: HclBlock, file: string, scope: Scope): readonly Node[] | Hidden {
  const each = attributeOf(block.body, 'for_each')
  const content = block.body.blocks.find(({ type }) => type === 'content')
  if (!each || !content) return []
  const named = attributeOf(block.body, 'iterator')?.value
  const iterator = named?.kind === 'name' ? named.name : (block.labels[0] as string)
  const list = evaluate(each.value, scope)
  if (isHidden(list)) return list
  const pairs = isMap(list)
    ? keysOf(list).map((key) => [key, list[key] as Value] as const)
    : isList(list)
      ? list.map((item, index) => [textOf(item) ?? index, item] as const)
      : []
  return pairs.slice(0, 64).map(([key, value]) => ({
    kind: 'body',
    file,
    body: content.body,
    scope: within(scope, [
      [
        iterator,
        mapOf([
          ['key', key],
          ['value', value],
        ]),
      ],
    ]),
    place: { file, ...block.head },
  }))
}

/** What a node comes to, as plain data; undefined where it is null, which is as if it were left out. */
export function resolve(node: Node): Value | undefined {
  if (node.kind === 'value') return node.value ?? undefined
  if (node.kind === 'foreign') return node.of.value() ?? undefined
  if (node.kind === 'expression') return evaluate(node.expression, node.scope) ?? undefined
  return dataOf(node)
}

/** Arguments that Terraform reads itself. */
const own = new Set(['count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'provisioner', 'connection'])

/** All attributes and blocks of a body, blocks as lists, as `terraform show -json` has them. */
function dataOf(node: Extract<Node, { kind: 'body' }>): Value {
  const entries: [string, Value][] = []
  for (const { name, value } of node.body.attributes) {
    const found = own.has(name) ? null : evaluate(value, node.scope)
    if (found !== null) entries.push([name, found])
  }
  const types = new Set(node.body.blocks.map(({ type, labels }) => (type === 'dynamic' ? (labels[0] ?? '') : type)))
  for (const type of types) {
    if (own.has(type)) continue
    const blocks = blocksOf(node, type)
    entries.push([type, isHidden(blocks) ? blocks : blocks.map((block) => resolve(block) ?? null)])
  }
  return mapOf(entries)
}
