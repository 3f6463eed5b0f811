import type { DataNode } from '../../../documents/tree.ts'
import type { Problem } from '../model.ts'
import type { Config, Definition } from './config.ts'
import { listOf, mapOf, merged, textsOf } from './nodes.ts'
import { templateKey } from './templates.ts'

/** A job with what it extends merged in. */
export interface Extended {
  readonly node: DataNode
  /** templates that are not here, by name */
  readonly missing: readonly string[]
  /** those that its script comes from, the nearest last */
  readonly written: readonly Definition[]
}

/** Whether a job, or what is taken over into it, says what it does. */
export const acts = (node: DataNode): boolean => ['script', 'trigger', 'run', templateKey].some((key) => node.get(key))

/** GitLab allows eleven levels. */
const deepest = 11

/** Merges `extends` of definitions (docs.gitlab.com/ci/yaml, "extends"); a circle is a problem that shows it. */
export function makeExtend(config: Config, problems: Problem[]): (definition: Definition) => Extended {
  const made = new Map<string, Extended>()
  const extend = (definition: Definition, stack: readonly string[]): Extended => {
    const known = made.get(definition.name)
    if (known) return known
    const result = once(definition, stack)
    made.set(definition.name, result)
    return result
  }
  const once = ({ name, node, place }: Definition, stack: readonly string[]): Extended => {
    if (node.kind !== 'map') return { node, missing: [], written: [] }
    const missing: string[] = []
    let written: readonly Definition[] = []
    let base: DataNode | undefined
    const way = [...stack, name]
    for (const parent of textsOf(node.get('extends'))) {
      const definition = config.definitions.get(parent)
      if (way.includes(parent) || way.length > deepest) {
        const circle = [...way.slice(Math.max(0, way.indexOf(parent))), parent].join(' → ')
        const message = way.includes(parent)
          ? `jobs extend each other in a circle: ${circle}`
          : `jobs extend each other over more than ${deepest} levels: ${circle}`
        if (!problems.some((one) => one.message === message)) problems.push({ place, message, unreadable: false })
      } else if (!definition) missing.push(parent)
      else {
        const above = extend(definition, way)
        missing.push(...above.missing)
        if (!acts(node) && acts(above.node)) written = [...above.written, definition]
        base = base ? merged(base, above.node) : above.node
      }
    }
    const whole = base ? merged(base, node) : node
    return { node: without(whole, 'extends'), missing, written }
  }
  return (definition) => extend(definition, [])
}

function without(node: DataNode, key: string): DataNode {
  if (!node.get(key)) return node
  return mapOf(
    node,
    node.entries.filter((entry) => entry.key !== key),
  )
}

/** Resolves `!reference [job, key, …]` in what a job says. */
export interface References {
  /** the node with all references in it filled in; those that cannot be stay as they are */
  resolve(node: DataNode): DataNode
}

/** `!reference` takes a part of another job, after `extends`; ten levels deep (yaml_optimization, "!reference tags"). */
export function makeReferences(
  config: Config,
  extend: (definition: Definition) => Extended,
  problems: Problem[],
): References {
  const target = (node: DataNode): DataNode | undefined => {
    const [name = '', ...path] = node.items.map((item) => item.text ?? '')
    const definition = config.definitions.get(name)
    const start = definition ? extend(definition).node : config.globals.get(name)
    return start?.at(...path)
  }
  const made = new Map<DataNode, DataNode>()
  const resolve = (node: DataNode, stack: readonly DataNode[]): DataNode => {
    if (node.kind === 'scalar') return node
    const known = made.get(node)
    if (known) return known
    const result = resolved(node, stack)
    made.set(node, result)
    return result
  }
  const resolved = (node: DataNode, stack: readonly DataNode[]): DataNode => {
    if (node.tag === '!reference') {
      if (stack.includes(node) || stack.length >= 10) {
        const way = [...stack.slice(Math.max(0, stack.indexOf(node))), node].map(nameOf).join(' → ')
        const message = `references go in a circle: ${way}`
        if (!problems.some((one) => one.message === message))
          problems.push({ place: node.place, message, unreadable: false })
        return listOf(node, [])
      }
      const found = target(node)
      return found ? resolve(found, [...stack, node]) : node
    }
    if (node.kind === 'list') {
      const items = node.items.flatMap((item) => {
        const inner = resolve(item, stack)
        // A list that a reference brings is flattened into the one around it.
        return item.tag === '!reference' && inner.kind === 'list' && inner.tag !== '!reference' ? inner.items : [inner]
      })
      return items.length === node.items.length && items.every((item, i) => item === node.items[i])
        ? node
        : listOf(node, items)
    }
    let changed = false
    const entries = node.entries.map((entry) => {
      const value = resolve(entry.value, stack)
      changed ||= value !== entry.value
      return { ...entry, value }
    })
    return changed ? mapOf(node, entries) : node
  }
  return { resolve: (node) => resolve(node, []) }
}

function nameOf(node: DataNode): string {
  return node.items.map((item) => item.text ?? '').join('.')
}
