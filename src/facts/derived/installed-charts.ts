import { collector } from '../collector.ts'

/** Charts of others that pipelines and Terraform put into a cluster. */
export default collector({
  yields: ['infrastructureModules'],
  needs: ['workflows', 'terraform'],
  reads:
    '`helm install` and `helm upgrade` of charts from registries and repositories of charts, and Terraform’s `helm_release`, each with its version',
  async collect({ repository, observed }) {
    const { installedCharts } = await import('../infrastructure/installed-charts.ts')
    return { infrastructureModules: await installedCharts(repository, observed.workflows, observed.terraform) }
  },
})
