import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Dashboards that infrastructure code makes. */
export default collector({
  yields: ['dashboards'],
  needs: ['terraform', 'templateResources'],
  reads:
    'what Terraform and CloudFormation make: dashboards of Grafana, CloudWatch, Datadog, Google Cloud, Azure and New Relic; modules from elsewhere that are named after dashboards',
  async collect({ observed, settings }) {
    // the readers of queries are loaded only where something is to be read
    const made = madeByCode(observed)
    if (!made.some(({ type }) => /dashboard|workbook/i.test(type))) return {}
    const { dashboardsOfTerraform } = await import('../dashboard/terraform.ts')
    return { dashboards: dashboardsOfTerraform(made, settings) }
  },
})
