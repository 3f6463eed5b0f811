import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { isOpen } from '../dialect/open-text.ts'
import { and, or } from '../dialect/three-valued.ts'
import type { Condition, Run } from '../model.ts'
import type { Names } from './dialect.ts'
import { textWith } from './values.ts'

/** `when:` as a condition: comparisons of known texts, with `&&`, `||` and brackets; anything else is not known. */
export function readWhen(node: DataNode | undefined, names: Names): Condition | undefined {
  if (node?.text === undefined || node.text.trim() === '') return undefined
  return conditionOf(textWith(node.text, names), node.place)
}

function conditionOf(text: string, place: Place): Condition {
  return { text, place, holds: (run) => truth(withBranch(text, run)) }
}

/** What a run tells of the branch that an event handed over (`{{workflow.parameters.ref}}`, bound to `body.ref`). */
function withBranch(text: string, { branch, trigger }: Run): string {
  if (branch === undefined || branch === 'default' || trigger.kind !== 'push') return text
  return text.replace(/\$\{BODY_REF\}/g, `refs/heads/${branch}`)
}

/** Three-valued; undefined: not known. */
export function truth(text: string): boolean | undefined {
  const tokens =
    text.match(/\$\{[^}]*\}|"[^"]*"|'[^']*'|&&|\|\||[()]|==|!=|=~|[<>]=?|![^=]|[^\s()&|=!<>"'$]+|\S/g) ?? []
  let at = 0
  let broken = false
  const peek = () => tokens[at]?.trim()
  const either = (depth: number): boolean | undefined => {
    let value = all(depth)
    while (peek() === '||') {
      at++
      value = or(value, all(depth))
    }
    return value
  }
  const all = (depth: number): boolean | undefined => {
    let value = one(depth)
    while (peek() === '&&') {
      at++
      value = and(value, one(depth))
    }
    return value
  }
  const one = (depth: number): boolean | undefined => {
    if (depth > 100) {
      broken = true
      return undefined
    }
    if (peek() === '(') {
      at++
      const value = either(depth + 1)
      if (peek() === ')') at++
      else broken = true
      return value
    }
    const left = operand()
    const operator = peek()
    if (operator === '==' || operator === '!=') {
      at++
      const right = operand()
      if (isOpen(left) || isOpen(right)) return undefined
      return (left === right) === (operator === '==')
    }
    if (operator !== undefined && /^(=~|[<>]=?)$/.test(operator)) {
      at++
      operand()
      return undefined
    }
    return left === 'true' ? true : left === 'false' ? false : undefined
  }
  const operand = (): string => {
    const words: string[] = []
    while (at < tokens.length && !/^(&&|\|\||[()]|==|!=|=~|[<>]=?)$/.test(peek() ?? ''))
      words.push((tokens[at++] ?? '').replace(/^(["'])(.*)\1$/, '$2'))
    return words.join(' ')
  }
  const value = either(0)
  return broken || at < tokens.length ? undefined : value
}

/** What `{{workflow.status}}` or the status of a step must be, in a `when` or an `expression` of a hook. */
export function statusOf(node: DataNode | undefined): 'success' | 'failure' | undefined {
  const text = node?.text ?? ''
  const found = /(?:workflow\.status|\.status)\s*(?:\}\})?['"]?\s*(==|!=)\s*['"]?(\w+)/.exec(text)
  if (!found) return undefined
  const isGood = found[2] === 'Succeeded'
  if (!isGood && !/^(Failed|Error)$/.test(found[2] ?? '')) return undefined
  return (found[1] === '==') === isGood ? 'success' : 'failure'
}
