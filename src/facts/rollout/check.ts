import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import type { RollbackCheck } from '../schema/operation.ts'

/** A check of which nobody can tell from here what it looks at. */
export function hiddenCheck(name: string, what: string, place: Place): RollbackCheck {
  const hidden = new Hidden(what, { kind: 'file', text: `keep what ${name} measures in ${place.file}, with its bound` })
  return { name, signal: hidden, statistic: hidden, measure: hidden, bound: hidden, place } as RollbackCheck
}
