import { collector } from '../collector.ts'

/** Dashboards that Terraform makes. */
export default collector({
  yields: ['dashboards'],
  needs: ['terraform'],
  reads:
    'what Terraform makes: dashboards of Grafana, CloudWatch, Datadog, Google Cloud, Azure and New Relic; modules from elsewhere that are named after dashboards',
  async collect({ observed }) {
    if (!observed.terraform.length) return {}
    const { dashboardsOfTerraform } = await import('../dashboard/terraform.ts')
    return { dashboards: dashboardsOfTerraform(observed.terraform) }
  },
})
