import { holdsCommit } from '../commit-value.ts'
import type { Job } from '../model.ts'
import type { DeploymentNode } from './deployments.ts'
import type { Plan } from './family.ts'

const making = new Set(['build', 'package', 'publish', 'sign', 'deploy', 'apply'])

const found = new WeakMap<Plan, boolean>()

/**
 * Whether, in the pipeline of a deployment, a command that makes, publishes or deploys is given the commit, or one writes it
 * into a file of the checkout; found once for each pipeline.
 */
export function isStamped({ plan }: DeploymentNode): boolean {
  const known = found.get(plan)
  if (known !== undefined) return known
  const stamped = hasStamp(plan)
  found.set(plan, stamped)
  return stamped
}

function hasStamp({ atoms }: Plan): boolean {
  const isGiven = atoms.some(
    ({ act, kinds }) =>
      act !== undefined &&
      kinds.some((kind) => making.has(kind)) &&
      (holdsCommit(act.text) || act.words.some(holdsCommit) || Object.values(act.inputs ?? {}).some(holdsCommit)),
  )
  return isGiven || [...new Set(atoms.map(({ job }) => job))].some(writesStamp)
}

const writesStamp = ({ steps }: Job): boolean => steps.some(({ acts }) => acts.some(({ stamps }) => stamps === true))
