import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import type { Condition } from '../model.ts'

/** Both must hold: false wins over unknown, unknown over true. */
export function both(outer: Condition | undefined, inner: Condition): Condition
export function both(...conditions: readonly (Condition | undefined)[]): Condition | undefined
export function both(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const given = conditions.filter((condition) => condition !== undefined)
  const [first] = given
  if (given.length < 2 || !first) return first
  const last = given.at(-1) as Condition
  const branchesBy = given.find((condition) => condition.branchesBy)?.branchesBy
  const touches = given.flatMap((condition) => condition.touches ?? [])
  return {
    text: given.map((condition) => condition.text).join(' && '),
    place: last.place,
    branchesWithin: given.flatMap((condition) => condition.branchesWithin ?? [condition]),
    holds: (run) => {
      const answers = given.map((condition) => condition.holds(run))
      return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
    },
    ...(given.some((condition) => condition.decidedBy) && {
      decidedBy: (run) =>
        given.map((one) => (one.holds(run) === undefined ? one.decidedBy?.(run) : undefined)).find(Boolean),
    }),
    ...(branchesBy && { branchesBy }),
    ...(touches.length > 0 && { touches }),
    ...(given.every((condition) => condition.onData) && {
      onData: (run) =>
        given.every((condition) => condition.holds(run) !== undefined || condition.onData?.(run) === true),
    }),
  }
}

/**
 * Holds where another condition does not.
 * @param condition the other one
 * @param text as the dialect writes it
 */
export function contrary(condition: Condition, text = `!(${condition.text})`): Condition {
  return {
    text,
    place: condition.place,
    opposite: condition,
    holds: (run) => {
      const answer = condition.holds(run)
      return answer === undefined ? undefined : !answer
    },
  }
}

/**
 * A way to end of which nothing tells whether a failure comes to it: an abort by a person, what hangs on the build before
 * this one, on the tests of a report, on the loss of a machine.
 * @param text what the dialect calls it
 * @param instead what it calls the ending that each failure comes to
 */
export function openEnding(text: string, place: Place, instead: string): Condition {
  const hidden = new Hidden(`whether ${text} holds once something has failed`, {
    kind: 'file',
    text: `let ${place.file} say ${instead} where each failure counts`,
  })
  return { text, place, holds: () => undefined, decidedBy: () => hidden }
}
