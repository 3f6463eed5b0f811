import type { Settings } from '../../config/settings.ts'
import { isHidden } from '../hidden.ts'
import { chartsOf } from '../manifests/chart-values.ts'
import { platformWorkloads } from '../platform/workloads.ts'
import type { Repository } from '../repository.ts'
import type { Deployment } from '../schema/pipeline.ts'
import type { Scale, Workload } from '../schema/workload.ts'
import type { Observations } from '../table.ts'
import { cloudFoundryWorkloads } from './cloud-foundry.ts'
import { manifestWorkloads } from './manifests.ts'
import { type Running, unseen, workloadsOf } from './model.ts'
import { placedBy } from './placed.ts'
import { scalesOf } from './scales.ts'

/** What is kept running from this repository, and how staging's numbers stand to production's. */
export async function workloadFacts(
  repository: Repository,
  settings: Settings,
  observed: Pick<Observations, 'deployments' | 'workflows' | 'terraform' | 'templateResources'>,
): Promise<{ workloads: Workload[]; scales: Scale[] }> {
  const { deployments, workflows } = observed
  const charts = await chartsOf(repository)
  // the renderer is loaded where there is a chart
  const inCharts = async () =>
    charts.length > 0 ? (await import('./helm.ts')).helmWorkloads(repository, settings, workflows) : []
  const all = [
    ...(await manifestWorkloads(repository, settings)),
    ...(await inCharts()),
    ...(await cloudFoundryWorkloads(repository, settings)),
    ...(await platformWorkloads(repository, settings, observed)),
  ]
    .flatMap(placedBy(workflows, deployments))
    .map((running) => takenBack(running, deployments))
  return { workloads: workloadsOf(all), scales: scalesOf(all) }
}

/** What pipelines demand of helm (`--atomic`) holds for what it deploys, where every deployment to production demands it. */
function takenBack(running: Running, deployments: readonly Deployment[]): Running {
  if (!running.byHelm || running.goesBack === true) return running
  const byHelm = deployments.filter(
    ({ tool, environmentClass }) => tool.startsWith('helm') && environmentClass === 'production',
  )
  if (byHelm.length === 0) return running
  const open = byHelm.find(({ rollsBack }) => rollsBack !== true)
  if (!open) return { ...running, goesBack: true }
  return isHidden(open.rollsBack)
    ? { ...running, goesBack: unseen(`what takes a failed rollout of ${running.name} back`, open.file) }
    : running
}
