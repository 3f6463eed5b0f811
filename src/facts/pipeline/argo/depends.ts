import { and, or } from '../dialect/three-valued.ts'
import type { Need } from '../model.ts'

/** What may have become of a task. */
type End = 'Succeeded' | 'Failed' | 'Skipped'

/** A task that `depends` names, and what must have become of it. */
export interface Dependence {
  readonly task: string
  readonly requires: Need['requires']
  readonly evenIfSkipped: boolean
}

/**
 * Reads `depends:` (argo-workflows, "Enhanced depends logic"): `a.Succeeded && (b.Failed || c)`. A task alone stands for
 * succeeded, skipped or daemoned. For each task it is asked whether the whole can hold when that one failed, or was
 * skipped, whatever became of the others.
 */
export function readDepends(text: string): readonly Dependence[] {
  const names = [...new Set([...text.matchAll(/([A-Za-z0-9][\w-]*)(?:\.(\w+))?/g)].map((match) => match[1] as string))]
  return names.map((task) => {
    const can = (end: End) => evaluate(text, (name) => (name === task ? end : undefined)) !== false
    const [good, bad] = [can('Succeeded'), can('Failed')]
    return { task, requires: good && bad ? 'completion' : bad ? 'failure' : 'success', evenIfSkipped: can('Skipped') }
  })
}

/** Three-valued: of tasks whose end is undefined nothing is known. */
function evaluate(text: string, endOf: (task: string) => End | undefined): boolean | undefined {
  const tokens = text.match(/&&|\|\||[!()]|[\w-]+(?:\.\w+)?/g) ?? []
  let at = 0
  const either = (depth: number): boolean | undefined => {
    let value = all(depth)
    while (tokens[at] === '||') {
      at++
      value = or(value, all(depth))
    }
    return value
  }
  const all = (depth: number): boolean | undefined => {
    let value = one(depth)
    while (tokens[at] === '&&') {
      at++
      value = and(value, one(depth))
    }
    return value
  }
  const one = (depth: number): boolean | undefined => {
    if (depth > 100) return undefined
    const token = tokens[at++]
    if (token === '!') {
      const value = one(depth + 1)
      return value === undefined ? undefined : !value
    }
    if (token === '(') {
      const value = either(depth + 1)
      if (tokens[at] === ')') at++
      return value
    }
    const [task = '', state] = (token ?? '').split('.')
    const end = endOf(task)
    if (end === undefined) return undefined
    return state === undefined ? end !== 'Failed' : isState(state, end)
  }
  return either(0)
}

function isState(state: string, end: End): boolean | undefined {
  switch (state) {
    case 'Succeeded':
    case 'Daemoned':
    case 'AnySucceeded':
      return end === 'Succeeded'
    case 'Failed':
    case 'Errored':
    case 'AllFailed':
      return end === 'Failed'
    case 'Skipped':
    case 'Omitted':
      return end === 'Skipped'
    default:
      return undefined
  }
}
