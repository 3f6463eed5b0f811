import type { Expression } from '../../../../documents/groovy/index.ts'
import type { Place } from '../../../../documents/place.ts'
import { contrary } from '../../dialect/conditions.ts'
import type { Condition } from '../../model.ts'
import { type Context, frameOf } from '../context.ts'
import { placeIn, writtenIn } from '../module.ts'
import { evaluate, freeze } from '../values/evaluate.ts'
import { type Asking, isTrue } from '../values/values.ts'

/** That an expression is true, with the variables as they are now. */
export function conditionOf(node: Expression, context: Context): Condition {
  const { frame } = freeze(node, frameOf(context))
  const { outcome } = context
  return {
    text: writtenIn(context.module, node.span),
    place: placeIn(context.module, node.span),
    holds: (run) => isTrue(evaluate(node, frame, { run, outcome })),
  }
}

/** What it comes to however the pipeline was started, and whatever has become of it. */
export function staticAnswer(node: Expression, context: Context, outcome: Asking['outcome'] = context.outcome) {
  return isTrue(evaluate(node, frameOf(context), { run: undefined, outcome }))
}

/** Holds where another condition does not. */
export const negated = (condition: Condition): Condition => contrary(condition, negatedText(condition.text))

function negatedText(text: string): string {
  const simple = /^!\(([^()]*)\)$/.exec(text)?.[1]
  return simple ?? `!(${text})`
}

/** All must hold, or one of them; false and true win over what is not known. */
export function combined(
  operator: '&&' | '||',
  conditions: readonly Condition[],
  place: Place,
  text = conditions.map((one) => one.text).join(` ${operator} `),
): Condition {
  const decisive = operator === '||'
  return {
    text,
    place,
    holds: (run) => {
      const answers = conditions.map((one) => one.holds(run))
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    },
  }
}
