import { isHidden } from '../../../hidden.ts'
import type { Deployment } from '../../../schema/pipeline.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { holdingGates } from './guards.ts'
import type { Judge } from './judge.ts'
import type { Path } from './paths.ts'

type GateFacts = Pick<Deployment, 'environmentSettings' | 'selfApproval' | 'adminsBypass' | 'gatePlace'>

/** What the settings of the forge say of the gate of a deployment, where they were read. */
export function gateFacts(node: DeploymentNode, paths: readonly Path[], { forge }: Judge): GateFacts {
  const settings = forge && node.job.environment?.settings
  const held = paths.map((path) => holdingGates(path.standings, node)).filter((gates) => gates.length > 0)
  const asked = forge && node.job.review
  const review = asked === undefined || isHidden(asked) ? undefined : asked
  const own = review ?? (settings !== undefined && !isHidden(settings) ? settings : undefined)
  // a job before it may wait for the reviewers of an environment on its behalf
  const read = own?.approvals ? own : (held.flat().find((gate) => gate.settings)?.settings ?? own)
  const weak = (flag: 'selfApproval' | 'adminsBypass') =>
    held.some((gates) => gates.every((gate) => gate.settings?.[flag] === true))
  return {
    environmentSettings: read === undefined ? 'unread' : read.approvals > 0 ? 'reviewed' : 'open',
    selfApproval: weak('selfApproval'),
    adminsBypass: weak('adminsBypass'),
    gatePlace: read?.place ?? node.job.place,
  }
}
