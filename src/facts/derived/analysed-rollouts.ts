import { collector } from '../collector.ts'
import { mayBuild } from '../manifests/as-built.ts'
import { rollingOut } from '../rollout/objects.ts'

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
  bound: true,
  async collect({ repository, settings, observed }) {
    // the parser of PromQL is loaded only where such an object may be here
    if (!(await mayBuild(repository, rollingOut))) return {}
    const { analysedRollouts } = await import('../rollout/facts.ts')
    return {
      rollbackTriggers: await analysedRollouts(
        { repository, settings, workflows: observed.workflows },
        observed.workloads,
      ),
    }
  },
})
