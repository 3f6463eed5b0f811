import type { ClosureNode } from '../../../../documents/groovy/index.ts'
import { entryOf } from '../structure/walk.ts'
import { type Frame, valueOfBody } from './evaluate.ts'
import { constant, Scope } from './scope.ts'
import { type Asking, nothing, open, shownOf, text, type Value } from './values.ts'

/** How many members of a list or map are gone through; longer ones are taken for one that is not known. */
export const mostTurns = 40

/** How deep blocks that go through a list may stand in one another, since each turn costs. */
const deepest = 2

/**
 * What a method makes of each member of a list or map by its block: `list.collectEntries { [(it): { … }] }`, which is
 * how Jenkins is told what runs in parallel.
 * @returns undefined: no such method
 * @see https://docs.groovy-lang.org/latest/html/groovy-jdk/java/util/Collection.html
 */
export function collected(
  object: Value,
  method: string,
  block: ClosureNode,
  frame: Frame,
  asking: Asking,
): Value | undefined {
  if (method === 'each' || method === 'eachWithIndex') return object
  if (method !== 'collect' && method !== 'collectEntries') return undefined
  const turns = turnsOf(object, (block.parameters?.length ?? 0) > 1)
  const values = turns.map((args) => valueOfTurn(block, args, frame, asking))
  return method === 'collect' ? { kind: 'list', items: values } : mapOf(values)
}

/** What the block gets, for each member; once with what is not known, where the members are not. */
function turnsOf(object: Value, pair: boolean): readonly (readonly Value[])[] {
  if (object.kind === 'list' && object.items.length <= mostTurns) return object.items.map((item) => [item])
  if (object.kind === 'map' && !object.more && object.entries.size <= mostTurns)
    return [...object.entries].map(([key, held]) => (pair ? [text(key), held] : [entryOf(key, held)]))
  return [[]]
}

function valueOfTurn(block: ClosureNode, args: readonly Value[], frame: Frame, asking: Asking): Value {
  const turning = (frame.turning ?? 0) + 1
  if (turning > deepest) return open()
  const scope = new Scope(frame.scope)
  const names = block.parameters?.map((parameter) => parameter.name) ?? ['it']
  for (const [index, name] of names.entries()) scope.declare(name, constant(args[index] ?? open(`\${${name}}`)))
  return valueOfBody(block.body.statements, { ...frame, scope, turning }, asking)
}

/** `[key: value]` or `[key, value]` of each turn, put together. */
function mapOf(values: readonly Value[]): Value {
  const entries = new Map<string, Value>()
  let more = false
  for (const value of values) {
    if (value.kind === 'map') {
      for (const [key, held] of value.entries) entries.set(key, held)
      more ||= value.more === true
    } else if (value.kind === 'list' && value.items.length === 2) {
      const [key = nothing, held = nothing] = value.items
      entries.set(shownOf(key), held)
    } else more = true
  }
  return { kind: 'map', entries, ...(more && { more }) }
}
