import { holdsCommit } from '../commit-value.ts'
import type { DeploymentNode } from './deployments.ts'

const making = new Set(['build', 'package', 'publish', 'sign', 'deploy', 'apply'])

/** Whether a command that makes, publishes or deploys, in the pipeline of a deployment, is given the commit. */
export function isStamped(node: DeploymentNode): boolean {
  return node.plan.atoms.some(
    ({ act, kinds }) =>
      act !== undefined &&
      kinds.some((kind) => making.has(kind)) &&
      (holdsCommit(act.text) || act.words.some(holdsCommit) || Object.values(act.inputs ?? {}).some(holdsCommit)),
  )
}
