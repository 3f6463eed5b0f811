import { collector } from '../collector.ts'

/** Where alerts that Terraform makes go. */
export default collector({
  yields: ['alertRoutes'],
  needs: ['terraform'],
  reads:
    'what Terraform makes: alarms of CloudWatch with their topics and subscriptions, alert policies of Google with their channels, monitors of Datadog',
  async collect({ observed }) {
    if (observed.terraform.length === 0) return {}
    const { alertRoutesOf } = await import('../infrastructure/alert-routes.ts')
    return { alertRoutes: [...alertRoutesOf(observed.terraform)] }
  },
})
