import type { Act } from '../../model.ts'
import type { DraftAct } from '../values/values.ts'

/** What acts are once somebody asks how they ended. */
const kinds = new WeakMap<DraftAct, Act['kinds']>()

/** A request tests nothing until the pipeline asks how it was answered, and fails by that ({@link asked}). */
export function untilAsked(act: DraftAct): void {
  kinds.set(act, act.kinds)
  act.kinds = []
  act.onFailure = 'ignored'
}

/** `if (status != 0) { error '…' }`: what a step gave back raises its failure after all. */
export function asked(act: DraftAct): void {
  act.onFailure = 'stops'
  act.kinds = kinds.get(act) ?? act.kinds
}
