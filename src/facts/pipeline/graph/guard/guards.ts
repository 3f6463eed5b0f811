import { defaultSettings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { type Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { classify } from '../../environment.ts'
import type { Condition, HiddenPart } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import { members } from '../run/bits.ts'
import { assume, follows } from '../run/conditions.ts'
import type { JobPass, Pass } from '../run/pass.ts'
import { type Doubt, type Standing, standingInStep, standingOf } from '../run/standing.ts'

/** What stands before a deployment in one run. */
export interface Standings {
  /** ran before, and its failure would have stopped the deployment */
  readonly sure: ReadonlySet<Atom>
  /** it cannot be told */
  readonly perhaps: ReadonlyMap<Atom, Hidden>
}

/** The texts of conditions that hold whenever the deployment runs: its own, and those of the jobs that must succeed. */
export function givenAt(node: DeploymentNode): ReadonlySet<string> {
  const given = new Set<string>()
  assume(node.first.step?.condition, given)
  assume(node.first.act?.condition, given)
  const { order, workflow } = node.plan
  const seen = new Set<number>()
  const waiting = [node.jobIndex]
  for (const index of waiting) {
    if (seen.has(index)) continue
    seen.add(index)
    assume(workflow.jobs[index]?.condition, given)
    for (const edge of order.needs[index] ?? []) {
      if (edge.requires === 'success' && edge.group === undefined && !edge.evenIfSkipped) waiting.push(edge.from)
    }
  }
  return given
}

/** What guards the first deploying act of a deployment in one run. */
export function standingsAt(node: DeploymentNode, pass: Pass, given: ReadonlySet<string>): Standings {
  const sure = new Set<Atom>()
  const perhaps = new Map<Atom, Hidden>()
  const take = (atom: Atom, standing: Standing) => {
    if (standing === 'no' || sure.has(atom)) return
    if (standing === 'yes' || isGiven(standing, given)) {
      sure.add(atom)
      perhaps.delete(atom)
    } else perhaps.set(atom, standing.hidden)
  }
  const { before } = pass.jobs[node.jobIndex] as JobPass
  for (const number of members(before.sure)) sure.add(pass.family.atoms[number] as Atom)
  for (const number of members(before.perhaps)) {
    const doubt = pass.doubts.get(number)
    if (doubt) take(pass.family.atoms[number] as Atom, doubt)
  }
  const { first } = node
  for (const atom of node.plan.atoms) {
    if (atom.jobIndex !== node.jobIndex || (atom === first && !atom.hidden)) continue
    if (atom.stepIndex === -1) take(atom, 'yes')
    else if (atom.stepIndex < first.stepIndex) {
      if (first.step?.runsAfterFailure === 'no') take(atom, standingOf(atom, pass.info))
    } else if (atom.stepIndex === first.stepIndex && atom.actIndex < first.actIndex) {
      take(atom, standingInStep(atom, pass.info))
    } else if (atom === first) take(atom, 'yes') // what is hidden in it may check before it deploys
  }
  return { sure, perhaps }
}

function isGiven(doubt: Doubt, given: ReadonlySet<string>): boolean {
  return doubt.conditions?.every((condition: Condition) => follows(condition, given)) ?? false
}

/** A deploying act that makes its artifact itself (a platform's build) is guarded by that. */
const ownKinds = new Set<Kind>(['build', 'package', 'publish'])

/** The tables of one run: for each kind, what is sure, else what is hidden. */
export function guardedKinds(node: DeploymentNode, standings: Standings): ReadonlyMap<Kind, true | Hidden> {
  const found = new Map<Kind, true | Hidden>()
  const hide = (kind: Kind, hidden: Hidden) => {
    if (!found.has(kind)) found.set(kind, hidden)
  }
  for (const kind of node.first.kinds) if (ownKinds.has(kind)) found.set(kind, true)
  for (const atom of standings.sure) if (serves(atom, node)) for (const kind of atom.kinds) found.set(kind, true)
  for (const [atom, hidden] of standings.perhaps) {
    if (serves(atom, node)) for (const kind of atom.kinds) hide(kind, hidden)
  }
  // The forge's own gate comes last, so that `approval` prints `forge` only where nothing else could hold it.
  for (const atom of [...standings.sure, ...standings.perhaps.keys()]) {
    if (atom.hidden && isForgeGate(atom) && mayHold(atom, node)) hide('approve', atom.hidden.value)
  }
  for (const atom of [...standings.sure, ...standings.perhaps.keys()]) {
    if (isForgeGate(atom)) continue
    if (atom.hidden) for (const kind of mayServe(atom.hidden)) hide(kind, atom.hidden.value)
  }
  for (const part of node.plan.workflow.hidden) for (const kind of part.couldBe) hide(kind, part.value)
  // What deploys unseen may check what it gets before it does.
  const { first } = node
  if (!isForgeGate(first) && first.hidden?.couldBe.includes('deploy')) hide('verify', first.hidden.value)
  // and what follows a repository may wait for a person before it rolls out what is pushed there
  if (first.hidden?.setsImage) hide('approve', first.hidden.value)
  return found
}

/** What something hidden may have done; a script of which nothing is known asks nobody. */
const mayServe = ({ couldBe, script }: HiddenPart): readonly Kind[] =>
  script && couldBe.length > 1 ? couldBe.filter((kind) => kind !== 'approve') : couldBe

const serves = (atom: Atom, node: DeploymentNode) => !isForgeGate(atom) || mayHold(atom, node)

/**
 * Reviewers of another environment hold that one's deployment; a job that deploys nothing gates for others, and one to
 * an environment of the same class for what follows it there: its infrastructure, then the service.
 */
function mayHold(gate: Atom, node: DeploymentNode): boolean {
  if (gate.job === node.job) return true
  const name = gate.job.environment?.name
  if (name !== undefined && !isHidden(name) && !isHidden(node.environment.class)) {
    if ((gate.job.environment?.class ?? classify(name, defaultSettings)) === node.environment.class) return true
  }
  if (gate.job.hidden?.couldBe.includes('deploy')) return false
  return !gate.job.steps.some((step) =>
    step.acts.some(({ kinds }) => kinds.includes('deploy') || kinds.includes('apply')),
  )
}

/**
 * Whether a manual gate that is seen holds the deployment in this run. Settings of the forge that were not read do not
 * count.
 */
export function visiblyGated(standings: Standings, node: DeploymentNode): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const atom of standings.sure) {
    if (atom.kinds.includes('approve') && !atom.settings?.review && serves(atom, node)) return true
    if (!isForgeGate(atom) && atom.hidden && mayServe(atom.hidden).includes('approve')) hidden ??= atom.hidden.value
  }
  for (const [atom, doubt] of standings.perhaps) {
    if (atom.kinds.includes('approve') && serves(atom, node)) hidden ??= doubt
  }
  for (const part of node.plan.workflow.hidden) if (part.couldBe.includes('approve')) hidden ??= part.value
  return hidden ?? false
}

/** The gates that surely hold the deployment in this run. */
export function holdingGates(standings: Standings, node: DeploymentNode): readonly Atom[] {
  return [...standings.sure].filter((atom) => atom.kinds.includes('approve') && serves(atom, node))
}
