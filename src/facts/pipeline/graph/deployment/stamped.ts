import { once } from '../../../once.ts'
import { holdsCommit } from '../../commit-value.ts'
import type { Job } from '../../model.ts'
import type { Plan } from '../run/family.ts'
import { neverReached } from '../run/never.ts'
import type { DeploymentNode } from './deployments.ts'

const making = new Set(['build', 'package', 'publish', 'sign', 'deploy', 'apply'])

/**
 * Whether, in the pipeline of a deployment, a command that makes, publishes or deploys is given the commit, or one writes it
 * into a file of the checkout; found once for each pipeline.
 */
export const isStamped = ({ plan }: DeploymentNode): boolean => hasStamp(plan)

const hasStamp = once(({ workflow, atoms }: Plan): boolean => {
  const never = neverReached([workflow])
  const isGiven = atoms.some(
    ({ job, step, act, kinds }) =>
      act !== undefined &&
      !(step && never(job, step, act)) &&
      kinds.some((kind) => making.has(kind)) &&
      (holdsCommit(act.text) || act.words.some(holdsCommit) || Object.values(act.inputs ?? {}).some(holdsCommit)),
  )
  const writesStamp = (job: Job) =>
    job.steps.some((step) => step.acts.some((act) => act.stamps !== undefined && !never(job, step, act)))
  return isGiven || [...new Set(atoms.map(({ job }) => job))].some(writesStamp)
})
