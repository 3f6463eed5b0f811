import type { Moment } from '../../config/vocabulary.ts'
import { Hidden } from '../hidden.ts'
import { isLater } from '../pipeline/graph/after/followers.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import { givenAt } from '../pipeline/graph/guard/guards.ts'
import type { Judge } from '../pipeline/graph/guard/judge.ts'
import type { Path } from '../pipeline/graph/guard/paths.ts'
import { reachedByFailure } from '../pipeline/graph/rollback/rollback.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import { has } from '../pipeline/graph/run/bits.ts'
import { follows } from '../pipeline/graph/run/conditions.ts'
import type { JobPass, Pass } from '../pipeline/graph/run/pass.ts'
import { jobsAfter } from '../pipeline/graph/run/reach.ts'
import { inDoubt } from '../pipeline/graph/run/standing.ts'
import { saysOf, tellsEnd, tellsFailure, tellsStart } from './says.ts'
import { mayTell, type Teller, whatItTells } from './teller.ts'

/** What tells something at each moment of a deployment, on one way to it. */
export type Tellers = Readonly<Record<Exclude<Moment, 'scheduled' | 'rollback'>, readonly Teller[]>>

/** Finds what is told on one way to a deployment: before it, after it, on its failure. */
export function tellersOn(node: DeploymentNode, path: Path, judge: Judge): Tellers {
  const { before, after, failed, all } = around(node, path, judge, mayTell)
  return {
    starting: before.flatMap((teller) => atStart(teller, node)),
    complete: after.filter(({ atom }) => isUnseen(atom) || setsStatus(atom) || atEnd(atom)),
    failed: failed.filter(({ atom }) => isUnseen(atom) || setsStatus(atom) || atFailure(atom)),
    during: all,
  }
}

/** All wanted that one way to a deployment does before it, after it and on its failure; what deploys unseen is in each. */
export function around(node: DeploymentNode, path: Path, judge: Judge, wanted: (atom: Atom) => boolean) {
  const own = node.atoms.filter((atom) => atom.hidden && wanted(atom)).map((atom) => ({ atom, doubt: undefined }))
  const before: Teller[] = [...beforeIt(node, path.pass, wanted), ...own]
  const after: Teller[] = [...afterIt(node, path, judge, wanted), ...own]
  const failed: Teller[] = [...onFailure(node, path.pass, judge, wanted), ...own]
  const all = new Map<Atom, Teller>()
  for (const teller of [...before, ...after, ...failed]) if (!all.has(teller.atom)) all.set(teller.atom, teller)
  return { before, after, failed, all: [...all.values()] }
}

const isUnseen = (atom: Atom): boolean => {
  const { message, status } = whatItTells(atom)
  return message === 'perhaps' || status === 'perhaps'
}

const setsStatus = (atom: Atom) => whatItTells(atom).status === true && whatItTells(atom).message === false

const atEnd = (atom: Atom) => tellsEnd(saysOf(atom), atom.step?.runsAfterFailure === 'always')

const atFailure = (atom: Atom) => tellsFailure(saysOf(atom), atom.step?.runsAfterFailure === 'only')

/** What a message before the deployment tells decides whether it tells of its start. */
function atStart(teller: Teller, node: DeploymentNode): Teller[] {
  const { atom } = teller
  if (isUnseen(atom) || setsStatus(atom)) return [teller]
  const starts = tellsStart(saysOf(atom), atom.jobIndex === node.jobIndex)
  if (starts === false) return []
  return starts ? [teller] : [{ atom, doubt: teller.doubt ?? unsaid(atom) }]
}

function unsaid(atom: Atom): Hidden {
  return new Hidden(`what ${atom.act?.tool ?? atom.text} in the job ${atom.job.id} tells`, {
    kind: 'file',
    text: `let the message or the name of its step in the job ${atom.job.id} say that the deployment is starting`,
  })
}

/** Earlier in its job, in jobs that come before, and in jobs that run beside it and say that it starts. */
function* beforeIt(node: DeploymentNode, pass: Pass, wanted: (atom: Atom) => boolean): Generator<Teller> {
  const { plan } = node
  const before = jobsBefore(node)
  const later = jobsAfter(plan, node.jobIndex, () => true)
  const given = givenAt(node)
  for (const atom of plan.atoms) {
    if (!wanted(atom) || atom.step?.runsAfterFailure === 'only') continue
    const same = atom.jobIndex === node.jobIndex
    if (same ? isLater(atom, node.first) || node.atoms.includes(atom) : has(later, atom.jobIndex)) continue
    // A job beside the deployment starts when it does, where it waits for nothing that the deployment does not wait for.
    if (!same && !before.has(atom.jobIndex) && !startsBeside(atom, node, before)) continue
    const job = pass.jobs[atom.jobIndex] as JobPass
    if (job.runs === 'no' || job.afterFailure) continue
    const doubt = doubtOf(atom, pass, given, same)
    if (doubt !== 'off') yield { atom, doubt }
  }
}

function startsBeside(atom: Atom, node: DeploymentNode, before: ReadonlySet<number>): boolean {
  if (isUnseen(atom) || !saysOf(atom).start) return false
  return (node.plan.order.needs[atom.jobIndex] ?? []).every((edge) => before.has(edge.from))
}

/** The jobs that a deployment waits for, at any distance. */
function jobsBefore(node: DeploymentNode): ReadonlySet<number> {
  const found = new Set<number>()
  const waiting = [node.jobIndex]
  for (const index of waiting) {
    for (const { from } of node.plan.order.needs[index] ?? []) {
      if (found.has(from)) continue
      found.add(from)
      waiting.push(from)
    }
  }
  return found
}

function doubtOf(atom: Atom, { info }: Pass, given: ReadonlySet<string>, same: boolean): Hidden | undefined | 'off' {
  const open = []
  for (const condition of [same ? undefined : atom.job.condition, atom.step?.condition, atom.act?.condition]) {
    if (!condition) continue
    const answer = info.answers.get(condition)
    if (answer === false) return 'off'
    if (answer === undefined && !follows(condition, given)) open.push(condition)
  }
  return open.length > 0 ? inDoubt(open).hidden : undefined
}

/** What follows; what belongs to the next deployment and comes before it is none of this one's. */
function afterIt(node: DeploymentNode, path: Path, judge: Judge, wanted: (atom: Atom) => boolean): readonly Teller[] {
  return path.followers.filter(({ atom }) => {
    if (!wanted(atom) || node.atoms.includes(atom)) return false
    const next = judge.around.inJob(atom.job).find((other) => other !== node)
    return next === undefined || next.job === node.job || isLater(atom, next.first)
  })
}

function* onFailure(
  node: DeploymentNode,
  pass: Pass,
  judge: Judge,
  wanted: (atom: Atom) => boolean,
): Generator<Teller> {
  for (const { atom, answer } of reachedByFailure(node.first, node, pass, judge.plans, wanted)) {
    if (node.atoms.includes(atom)) continue
    yield { atom, doubt: answer === true ? undefined : answer }
  }
}
