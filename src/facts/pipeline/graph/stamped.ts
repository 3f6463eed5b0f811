import { holdsCommit } from '../commit-value.ts'
import type { DeploymentNode } from './deployments.ts'
import type { Plan } from './family.ts'

const making = new Set(['build', 'package', 'publish', 'sign', 'deploy', 'apply'])

const found = new WeakMap<Plan, boolean>()

/** Whether a command that makes, publishes or deploys, in the pipeline of a deployment, is given the commit; found once for each pipeline. */
export function isStamped({ plan }: DeploymentNode): boolean {
  const known = found.get(plan)
  if (known !== undefined) return known
  const stamped = hasStamp(plan)
  found.set(plan, stamped)
  return stamped
}

function hasStamp(plan: Plan): boolean {
  return plan.atoms.some(
    ({ act, kinds }) =>
      act !== undefined &&
      kinds.some((kind) => making.has(kind)) &&
      (holdsCommit(act.text) || act.words.some(holdsCommit) || Object.values(act.inputs ?? {}).some(holdsCommit)),
  )
}
