import { isHidden } from '../hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import type { Graph } from '../pipeline/graph/index.ts'

/**
 * Deployments to production; where none is known, those that may be. A run that only takes an earlier version back is a
 * rollback.
 */
export function productionOf({ nodes, judge }: Graph): ReadonlySet<DeploymentNode> {
  const known = nodes.filter((node) => node.environment.class === 'production')
  const chosen = known.length > 0 ? known : nodes.filter((node) => isHidden(node.environment.class))
  const first = chosen.filter((node) => !judge.paths(node).every((path) => path.readyMade?.redeploys === true))
  return new Set(first.length > 0 ? first : chosen)
}
