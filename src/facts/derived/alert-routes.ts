import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Where alerts that infrastructure code makes go. */
export default collector({
  yields: ['alertRoutes'],
  needs: ['terraform', 'templateResources'],
  reads:
    'what Terraform and CloudFormation make: alarms of CloudWatch with their topics and subscriptions, alert policies of Google with their channels, monitors of Datadog',
  async collect({ observed }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const { alertRoutesOf } = await import('../infrastructure/alert-routes.ts')
    return { alertRoutes: [...alertRoutesOf(made)] }
  },
})
