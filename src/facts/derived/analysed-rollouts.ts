import { collector } from '../collector.ts'
import type { Repository } from '../repository.ts'

/** What takes a version back while it is rolled out in Kubernetes. */
export default collector({
  yields: ['rollbackTriggers'],
  needs: ['workloads', 'workflows'],
  reads:
    'rollouts of Argo Rollouts with their analysis templates (PromQL), canaries of Flagger with their metric templates, in manifests and as charts write them; other providers by name',
  touches: {
    path: /\.ya?ml$/,
    text: /kind["']?:\s*["']?(Rollout|Canary|AnalysisTemplate|ClusterAnalysisTemplate|MetricTemplate|Kustomization)|patches/,
  },
  async collect({ repository, settings, observed }) {
    if (!(await mayRollOut(repository))) return {}
    const { analysedRollouts } = await import('../rollout/facts.ts')
    return {
      rollbackTriggers: await analysedRollouts(
        { repository, settings, workflows: observed.workflows },
        observed.workloads,
      ),
    }
  },
})

/** The parser of PromQL is loaded only where such an object is here. */
async function mayRollOut(repository: Repository): Promise<boolean> {
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || !repository.mayHold(path, 'apiVersion')) continue
    if (/kind["']?:\s*["']?(Rollout|Canary)\b/.test((await repository.text(path))?.content ?? '')) return true
  }
  return false
}
