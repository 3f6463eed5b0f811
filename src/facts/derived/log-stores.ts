import { collector } from '../collector.ts'

/** Where logs are kept, for how long, and what alerts on them. */
export default collector({
  yields: ['logStores', 'alerts'],
  needs: ['terraform'],
  reads:
    'what Terraform makes: groups of CloudWatch Logs, buckets of load balancers, CloudFront and trails, Cloud Logging, Log Analytics, indexes of Datadog and Elasticsearch; alarms, filters and events on them',
  async collect({ observed }) {
    if (observed.terraform.length === 0) return {}
    const [{ logStoresOf }, { alertsOf }] = await Promise.all([
      import('../terraform/logs/index.ts'),
      import('../terraform/alerts.ts'),
    ])
    const logStores = logStoresOf(observed.terraform)
    return { logStores, alerts: alertsOf(observed.terraform, logStores) }
  },
})
