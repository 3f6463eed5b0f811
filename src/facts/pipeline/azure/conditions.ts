import type { Place } from '../../../documents/place.ts'
import type { Condition, Need, Run, Step } from '../model.ts'
import { evaluate } from './evaluate.ts'
import { remembered } from './expand.ts'
import { parseExpression } from './expression.ts'
import { macrosFilled, namesIn, outcomeOf } from './resolve.ts'
import { allWell, type Bound, type Result, type Scope, type Situation } from './scope.ts'
import { textOf, truth, Unknown } from './values.ts'

/** A `condition:`, read. It stands in the place of the default `succeeded()`: nothing is added to it. */
export interface If {
  readonly text: string
  readonly place: Place
  readonly scope: Scope
  readonly source: (run: Run) => string | boolean | undefined
}

/** Reads `condition:`; undefined where there is none: then it is `succeeded()`. */
export function readIf(bounds: readonly Bound[]): If | undefined {
  const first = bounds.at(-1)
  if (!first || (first.node.kind === 'scalar' && (first.node.value === null || first.node.text?.trim() === ''))) {
    return undefined
  }
  const source = remembered((run: Run) => {
    const value = outcomeOf(bounds, run)
    if (value instanceof Unknown) return undefined
    if (typeof value === 'boolean') return value
    if (value === null || value === '') return 'succeeded()'
    return textOf(macrosFilled(textOf(value), first.scope, run))
  })
  return {
    text: (first.node.text ?? '').replace(/\s+/g, ' ').trim(),
    place: first.node.place,
    scope: first.scope,
    source,
  }
}

/** Whether it holds in a run when things went so; undefined: cannot be known. */
export function holdsIn(condition: If | undefined, run: Run, situation: Situation): boolean | undefined {
  if (!condition) return situation.success
  const source = condition.source(run)
  if (source === undefined || typeof source === 'boolean') return source
  const parsed = parseExpression(source.trim())
  return parsed ? truth(evaluate(parsed, namesIn(condition.scope, run, situation))) : undefined
}

function canHold(condition: If | undefined, runs: readonly Run[], situation: Situation): boolean {
  return runs.some((run) => holdsIn(condition, run, situation) !== false)
}

/** A job or stage that was waited for ended so, and of the others nothing is known; no name: all of them did. */
function ended(end: Result, name?: string): Situation {
  return {
    success: end === 'Succeeded',
    failure: end === 'Failed',
    canceled: false,
    result: (asked) => (name === undefined || asked.toLowerCase() === name.toLowerCase() ? end : undefined),
  }
}

/** What must have become of a job or stage before another with this condition starts. */
export function requirement(
  condition: If | undefined,
  runs: readonly Run[],
  name: string,
): Pick<Need, 'requires' | 'evenIfSkipped'> {
  if (canHold(condition, runs, ended('Failed', name))) {
    return { requires: canHold(condition, runs, ended('Succeeded', name)) ? 'completion' : 'failure' }
  }
  return canHold(condition, runs, ended('Skipped', name))
    ? { requires: 'success', evenIfSkipped: true }
    : { requires: 'success' }
}

/** The condition of a job or stage as the graph asks it: under the course of things in which it can run at all. */
export function conditionOf(condition: If | undefined, runs: readonly Run[]): Condition | undefined {
  if (!condition) return undefined
  const situations = [allWell, ended('Failed'), ended('Skipped')]
  const situation = situations.find((one) => canHold(condition, runs, one)) ?? allWell
  const onlySkipped = situation === situations[2]
  return {
    text: condition.text,
    place: condition.place,
    branches: condition.scope.reading.branches,
    holds: remembered((run) => {
      const holds = holdsIn(condition, run, situation)
      // It runs when something was left out, and when that is so nobody can tell here.
      return onlySkipped && holds ? undefined : holds
    }),
  }
}

/** A step's condition, and whether it runs after an earlier step failed. */
export function stepCondition(
  condition: If | undefined,
  runs: readonly Run[],
): Pick<Step, 'condition' | 'runsAfterFailure'> {
  if (!condition) return { runsAfterFailure: 'no' }
  const failed: Situation = { success: false, failure: true, canceled: false, result: () => 'Failed' }
  const stopped: Situation = { success: false, failure: false, canceled: true, result: () => undefined }
  const inOrder = canHold(condition, runs, allWell)
  const afterFailure = canHold(condition, runs, failed)
  const only = !inOrder && (afterFailure || canHold(condition, runs, stopped))
  const runsAfterFailure = only ? 'only' : inOrder && afterFailure ? 'always' : 'no'
  const situation = only ? (afterFailure ? failed : stopped) : allWell
  return {
    runsAfterFailure,
    condition: {
      text: condition.text,
      place: condition.place,
      branches: condition.scope.reading.branches,
      holds: remembered((run) => holdsIn(condition, run, situation)),
    },
  }
}
