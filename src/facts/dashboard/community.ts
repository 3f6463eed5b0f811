import type { Subject } from '../schema/dashboard.ts'

/*
 * Dashboards of grafana.com that are imported by their number: those that everybody knows, which show machines and clusters.
 * Any other may show anything.
 */

const machines: readonly Subject[] = ['cpu', 'memory', 'network']

const known: ReadonlyMap<number, readonly [string, readonly Subject[]]> = new Map([
  [1860, ['Node Exporter Full', machines]],
  [11074, ['Node Exporter for Prometheus', machines]],
  [15757, ['Kubernetes / Views / Global', machines]],
  [15758, ['Kubernetes / Views / Namespaces', machines]],
  [15759, ['Kubernetes / Views / Nodes', machines]],
  [15760, ['Kubernetes / Views / Pods', machines]],
  [15761, ['Kubernetes / System / API Server', []]],
  [15762, ['Kubernetes / System / CoreDNS', []]],
  [763, ['Redis Dashboard for Prometheus Redis Exporter', []]],
  [7362, ['MySQL Overview', []]],
  [9628, ['PostgreSQL Database', []]],
  [14584, ['ArgoCD', []]],
  [7587, ['Prometheus Blackbox Exporter', []]],
])

/** What the community's dashboard of a number is; undefined where that is not known. */
export function communityDashboard(id: number): { name: string; shows: readonly Subject[] } | undefined {
  const found = known.get(id)
  return found && { name: found[0], shows: found[1] }
}
