import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Where logs are kept, for how long, and what alerts on them. */
export default collector({
  yields: ['logStores', 'alerts'],
  needs: ['terraform', 'cloudFormation'],
  reads:
    'what Terraform and CloudFormation make: groups of CloudWatch Logs, buckets of load balancers, CloudFront and trails, Cloud Logging, Log Analytics, indexes of Datadog and Elasticsearch; alarms, filters and events on them',
  async collect({ observed }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const [{ logStoresOf }, { alertsOf }] = await Promise.all([
      import('../terraform/logs/index.ts'),
      import('../terraform/alerts.ts'),
    ])
    const logStores = logStoresOf(made)
    return { logStores, alerts: alertsOf(made, logStores) }
  },
})
