import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'

/** Where logs are kept, for how long, and what alerts on them. */
export default collector({
  yields: ['logStores', 'alerts'],
  needs: ['terraform', 'templateResources'],
  reads:
    'what Terraform and CloudFormation make: groups of CloudWatch Logs, buckets of load balancers, CloudFront and trails, Cloud Logging, Log Analytics, indexes of Datadog and Elasticsearch; alarms, filters and events on them; groups of alert rules of Grafana',
  async collect({ observed }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const [{ logStoresOf }, { alertsOf }] = await Promise.all([
      import('../infrastructure/logs/index.ts'),
      import('../infrastructure/alerts.ts'),
    ])
    const logStores = logStoresOf(made)
    const { read, grafana } = await promqlFor(observed.terraform)
    return { logStores, alerts: [...alertsOf(made, logStores, read), ...grafana] }
  },
})

/** The grammar of PromQL is loaded only where Terraform makes alerts that may hold some. */
async function promqlFor(terraform: readonly InfrastructureResource[]) {
  const has = (type: string) => terraform.some((resource) => resource.type === type)
  const { conditionsIn } = has('google_monitoring_alert_policy')
    ? await import('../monitoring/condition.ts')
    : { conditionsIn: undefined }
  const grafana = has('grafana_rule_group')
    ? (await import('../infrastructure/grafana-alerts.ts')).grafanaAlertsOf(terraform)
    : []
  return { read: conditionsIn, grafana }
}
