import type { DeploymentNode } from './deployments.ts'

/** An id for each deployment, unique in the repository: those of one name are told apart by a number. */
export function uniqueIds(nodes: readonly DeploymentNode[]): ReadonlyMap<DeploymentNode, string> {
  const used = new Map<string, number>()
  return new Map(
    nodes.map((node) => {
      const times = (used.get(node.id) ?? 0) + 1
      used.set(node.id, times)
      return [node, times === 1 ? node.id : `${node.id}#${times}`]
    }),
  )
}
