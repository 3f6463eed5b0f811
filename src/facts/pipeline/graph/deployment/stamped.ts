import { once } from '../../../once.ts'
import { holdsCommit } from '../../commit-value.ts'
import type { Job } from '../../model.ts'
import type { Plan } from '../run/family.ts'
import type { DeploymentNode } from './deployments.ts'

const making = new Set(['build', 'package', 'publish', 'sign', 'deploy', 'apply'])

/**
 * Whether, in the pipeline of a deployment, a command that makes, publishes or deploys is given the commit, or one writes it
 * into a file of the checkout; found once for each pipeline.
 */
export const isStamped = ({ plan }: DeploymentNode): boolean => hasStamp(plan)

const hasStamp = once(({ atoms }: Plan): boolean => {
  const isGiven = atoms.some(
    ({ act, kinds }) =>
      act !== undefined &&
      kinds.some((kind) => making.has(kind)) &&
      (holdsCommit(act.text) || act.words.some(holdsCommit) || Object.values(act.inputs ?? {}).some(holdsCommit)),
  )
  return isGiven || [...new Set(atoms.map(({ job }) => job))].some(writesStamp)
})

const writesStamp = ({ steps }: Job): boolean =>
  steps.some(({ acts }) => acts.some(({ stamps }) => stamps !== undefined))
