import { compare } from '../commands/shell/conditions.ts'
import { anyOf, known, type Outcome, single, toText, union, unknown } from './outcome.ts'

/*
 * What is known on the way through a script that chooses what it writes (`chosen-output.ts`).
 */

/** What is known at one place of the script. */
export interface State {
  readonly variables: Map<string, Outcome>
  readonly outputs: Map<string, Outcome>
}

/** What is known there, for a way of its own. */
export const copyOf = ({ variables, outputs }: State): State => ({
  variables: new Map(variables),
  outputs: new Map(outputs),
})

/** What may be known after any of several ways; undefined where none comes to its end. */
export function joined(states: readonly (State | undefined)[]): State | undefined {
  const ends = states.filter((state) => state !== undefined)
  const [first, ...rest] = ends
  if (!first || rest.length === 0) return first
  const merged = (pick: (state: State) => Map<string, Outcome>, missing: Outcome) => {
    const names = new Set(ends.flatMap((state) => [...pick(state).keys()]))
    return new Map([...names].map((name) => [name, union(...ends.map((state) => pick(state).get(name) ?? missing))]))
  }
  return {
    variables: merged(({ variables }) => variables, unknown),
    outputs: merged(({ outputs }) => outputs, known('')),
  }
}

/** Nothing, for certain. */
export const isEmpty = (outcome: Outcome) => single(outcome) === ''

/** One text behind the other. */
export function combined(a: Outcome, b: Outcome): Outcome {
  if (isEmpty(b)) return a
  if (isEmpty(a)) return b
  const values = a.values.flatMap((x) => b.values.map((y) => toText(x) + toText(y)))
  return anyOf(values, a.open || b.open ? {} : undefined)
}

/** A comparison of all that the sides may be; undefined where it may come out either way. */
export function compared(a: Outcome, operator: string, b: Outcome): boolean | undefined {
  const pattern = single(b)
  if (a.open?.prefix !== undefined && a.values.length === 0 && typeof pattern === 'string')
    return byPrefix(a.open.prefix, operator, pattern)
  if (a.open || b.open) return undefined
  const answers = new Set(a.values.flatMap((x) => b.values.map((y) => compare(toText(x), operator, toText(y)))))
  return answers.size === 1 ? [...answers][0] : undefined
}

/** What a text is known to begin with (`refs/tags/`) may tell that it is like a pattern, or unlike. */
function byPrefix(prefix: string, operator: string, pattern: string): boolean | undefined {
  const [, start = '', rest = ''] = /^\^?([\w/.-]*)(.*)$/s.exec(pattern) ?? []
  const isPattern = operator === '=~' ? pattern.startsWith('^') : /^(==?|!=)$/.test(operator)
  if (!isPattern) return undefined
  const holds =
    prefix.startsWith(start) && (rest === '*' || (operator === '=~' && rest === ''))
      ? true
      : prefix.startsWith(start) || start.startsWith(prefix)
        ? undefined
        : false
  return holds === undefined ? undefined : holds === (operator !== '!=')
}

/** Whether one of several holds; undefined where that depends on what is not known. */
export const anyTrue = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
