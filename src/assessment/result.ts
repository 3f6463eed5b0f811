import { mask } from '../documents/mask.ts'
import type { Settle } from '../facts/hidden.ts'
import { once } from '../facts/once.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Judgement, Subject } from '../rules/judgement.ts'
import type { Severity } from '../rules/rule.ts'
import type { Result } from './assessment.ts'

/** What a rule says of all its results. */
interface Of {
  readonly id: string
  /** where a case says none */
  readonly severity: Severity
  /** it is new, and its results are notes */
  readonly isNote: boolean
}

/** A result that has no fingerprint yet, and no cause but one that the rule tells. */
export type Made = Omit<Result, 'fingerprint' | 'cause'> & { fingerprint: string; cause: string }

/**
 * Makes results of judgements: with what looks like a secret covered, without fingerprints. Subjects, traces and what would
 * settle something are the same for dozens of rules, and gone through once.
 * @param inGit false: what is missing cannot be fetched
 */
export function resultMaker(inGit = true): (one: Judgement, of: Of) => Made {
  const subjectOf = once((subject: Subject): Subject => ({ ...subject, id: mask(subject.id) }))
  const traceOf = once((trace: readonly TraceStop[]): readonly TraceStop[] =>
    trace.map((stop) => ({ place: stop.place, text: mask(stop.text) })),
  )
  const settleOf = once((settle: Settle): Settle => {
    const possible = settle.kind === 'clone' && !inGit ? unfetched : settle
    // it may quote a command, too
    return { ...possible, text: mask(possible.text) }
  })
  return (one, { id, severity, isNote }) => ({
    requirement: id,
    test: one.test,
    subject: subjectOf(one.subject),
    verdict: one.verdict,
    severity: isNote ? 'note' : (one.severity ?? severity),
    grade: one.declared ? 'declared' : 'observed',
    message: mask(one.message),
    place: one.place,
    trace: traceOf(one.trace),
    evidence: one.evidence,
    // the cause of what is hidden is its name, which may quote a command
    cause: mask(one.cause ?? ''),
    fingerprint: '',
    counts: one.counts,
    ...(one.hidden ? { hidden: { what: mask(one.hidden.what), settle: settleOf(one.hidden.settle) } } : {}),
    ...(one.settle === undefined ? {} : { settle: mask(one.settle) }),
  })
}

const unfetched: Settle = {
  kind: 'clone',
  text: 'check a clone with its tags and commits: git could read none of them here',
}
