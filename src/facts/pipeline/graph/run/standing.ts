import { Hidden } from '../../../hidden.ts'
import type { Condition } from '../../model.ts'
import type { Atom } from './atoms.ts'
import type { RunInfo } from './runs.ts'

/** Why it cannot be told whether an atom guards. */
export interface Doubt {
  readonly hidden: Hidden
  /** Where only these conditions are in doubt: whoever stands under the same ones is guarded all the same. */
  readonly conditions: readonly Condition[] | undefined
}

/** Whether an atom runs and its failure stops what comes after it: yes, no, or in doubt. */
export type Standing = 'yes' | 'no' | Doubt

/** What an atom is for the steps behind its own and for the jobs that need its job. */
export function standingOf(atom: Atom, info: RunInfo): Standing {
  if (!atom.step || !atom.act) return 'yes'
  if (atom.step.runsAfterFailure === 'only' || atom.step.continueOnError === true) return 'no'
  const inside = standingInStep(atom, info)
  if (inside === 'no') return 'no'
  if (atom.step.continueOnError instanceof Hidden) return { hidden: atom.step.continueOnError, conditions: undefined }
  return inside
}

/** What an atom is for the acts behind it in the same step, which its failure ends whatever becomes of the step. */
export function standingInStep(atom: Atom, info: RunInfo): Standing {
  if (!atom.step || !atom.act) return 'yes'
  const { onFailure } = atom.act
  if (onFailure === 'ignored' || onFailure === 'reports') return 'no'
  const open: Condition[] = []
  for (const condition of [atom.step.condition, atom.act.condition]) {
    if (!condition) continue
    const answer = info.answers.get(condition)
    if (answer === false) return 'no'
    if (answer === undefined) open.push(condition)
  }
  if (onFailure instanceof Hidden) return { hidden: onFailure, conditions: undefined }
  return open.length > 0 ? inDoubt(open) : 'yes'
}

/** What hangs on conditions that cannot be known from here. */
export function inDoubt(conditions: readonly Condition[]): Doubt {
  const text = conditions.map((condition) => condition.text.replace(/\s+/g, ' ').trim()).join(' && ')
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text
  return {
    hidden: new Hidden(`whether ${short} holds`, {
      kind: 'file',
      text: `let the deployment and its checks stand under the same condition (${short})`,
    }),
    conditions,
  }
}

/** Why an atom cannot stop what comes after it, for the trace of a gap; undefined where it can. */
export function whyNotBlocking(atom: Atom, info: RunInfo): string | undefined {
  const { step, act, job } = atom
  if (!step || !act) return undefined
  if (act.onFailure === 'ignored') return 'its failure is ignored'
  if (act.onFailure === 'reports') return 'it only reports'
  if (step.continueOnError === true) return 'its failure is ignored (continue on error)'
  if (job.allowFailure === true) return 'the job may fail without stopping the pipeline'
  if (step.runsAfterFailure === 'only') return 'it runs only after a failure'
  const off = [job.condition, step.condition, act.condition].find(
    (condition) => condition && info.answers.get(condition) === false,
  )
  if (off) return `it does not run on this path (${off.text.replace(/\s+/g, ' ').trim()})`
  return undefined
}
