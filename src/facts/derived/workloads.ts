import { collector } from '../collector.ts'

/** What is kept running: how many of it, what watches it, what takes a failed rollout back. */
export default collector({
  yields: ['workloads', 'scales'],
  needs: ['deployments', 'workflows'],
  reads:
    'manifests of Kubernetes and OpenShift, kustomizations, templates of Helm with the values of each environment, manifests of Cloud Foundry',
  touches: { path: /\.(ya?ml|json|tpl)$|(^|\/)Kustomization$/ },
  async collect({ repository, settings, observed }) {
    const { workloadFacts } = await import('../workload/facts.ts')
    return workloadFacts(repository, settings, observed)
  },
})
