import type { Hidden } from '../hidden.ts'
import { type Atom, isForgeGate } from '../pipeline/graph/run/atoms.ts'
import { onlyReads, saysNothing, wakesNobody } from './channel.ts'

/** An act that tells something at a moment of a deployment, or may. */
export interface Teller {
  readonly atom: Atom
  /** why it cannot be told whether it does so then */
  readonly doubt: Hidden | undefined
}

/** Whether an atom tells people something, sets a status page, or may do so: it cannot be seen. */
export interface Tells {
  readonly message: boolean | 'perhaps'
  readonly status: boolean | 'perhaps'
}

/** What an atom tells. A whole job that is elsewhere and deploys or rolls back may tell of it too. */
export function whatItTells(atom: Atom): Tells {
  if (isForgeGate(atom)) return { message: false, status: false }
  const { hidden, act, job } = atom
  const whole =
    hidden !== undefined &&
    hidden === job.hidden &&
    hidden.couldBe.some((kind) => kind === 'deploy' || kind === 'rollback')
  const may = (kind: 'notify' | 'status') => (whole || hidden?.couldBe.includes(kind) ? ('perhaps' as const) : false)
  return {
    message: (atom.kinds.includes('notify') && !(act && (wakesNobody(act) || saysNothing(act)))) || may('notify'),
    status: (atom.kinds.includes('status') && !(act && onlyReads(act))) || may('status'),
  }
}

/** Whether an atom concerns announcements at all. */
export function mayTell(atom: Atom): boolean {
  const { message, status } = whatItTells(atom)
  return message !== false || status !== false
}
