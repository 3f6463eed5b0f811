import { anyOf, either, known, type Outcome, unknown, type Value } from '../dialect/outcome.ts'
import type { Input, Run } from '../model.ts'

/** What an input of a run may be: what it was started with, else one of the options, else anything. */
export function startInput(run: Run, name: string): Outcome {
  const { trigger } = run
  if (trigger.kind !== 'manual' && trigger.kind !== 'call') return known(null)
  const definition = trigger.inputs?.find((input) => input.name.toLowerCase() === name.toLowerCase())
  if (!definition) return trigger.kind === 'call' ? unknown : known(null)
  const given = run.inputs[definition.name]
  if (given !== undefined) return known(typed(given, definition.type))
  if (definition.options) return anyOf(definition.options)
  if (definition.type === 'boolean') return either
  return anyOf(definition.default === undefined ? [] : [typed(definition.default, definition.type)], {})
}

/** A text as the type of the input that it is given for. */
export function typed(text: string, type: Input['type']): Value {
  if (type === 'boolean') return text === 'true'
  if (type !== 'number') return text
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}
