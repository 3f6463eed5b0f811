import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { programOf } from '../../../image/arguments.ts'
import type { Judge } from '../guard/judge.ts'
import type { Path } from '../guard/paths.ts'
import type { Atom } from '../run/atoms.ts'
import type { DeploymentNode } from './deployments.ts'

/**
 * Whether something else has the version first on one path: another environment, or another part of the same service in the
 * same one (a region, a canary). A second service that waits for the first is no step of it.
 */
export function stepwiseOn(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  let hidden: Hidden | undefined
  const seen = new Set<DeploymentNode>()
  const ask = (atom: Atom, doubt: Hidden | undefined): boolean => {
    const other = judge.nodeOf(atom)
    if (!other || other === node || seen.has(other)) return false
    seen.add(other)
    const answer = isStepOf(other, node, judge)
    if (answer === true && !doubt) return true
    if (answer !== false) hidden ??= isHidden(answer) ? answer : doubt
    return false
  }
  for (const atom of path.standings.sure) if (ask(atom, undefined)) return true
  for (const [atom, doubt] of path.standings.perhaps) if (ask(atom, doubt)) return true
  const deploys = path.guarded.get('deploy')
  if (isHidden(deploys)) hidden ??= deploys
  if (path.readyMade?.kinds.has('deploy')) hidden ??= path.readyMade.hidden
  return hidden ?? false
}

function isStepOf(before: DeploymentNode, node: DeploymentNode, judge: Judge): Seen<boolean> {
  const kinship = judge.kin.alike(node, before)
  if (kinship === 'other') return false
  const [theirs, own] = [before.environment.class, node.environment.class]
  if (isHidden(theirs)) return theirs
  if (isHidden(own)) return own
  if (theirs !== own) return true
  if (kinship === 'same' && programIn(before) === programIn(node)) return true
  return new Hidden(`whether ${before.job.id} and ${node.job.id} are steps of one rollout`, {
    kind: 'file',
    text: `deploy to a staging environment before ${node.job.id}, or hand over in steps`,
  })
}

const programIn = ({ first }: DeploymentNode) => (first.act ? programOf(first.act) : first.text)
