import { collector } from '../collector.ts'

/** Alarms that take a version back while ECS or CodeDeploy rolls it out. */
export default collector({
  yields: ['rollbackTriggers'],
  needs: ['terraform'],
  reads:
    'what Terraform makes: services of ECS and deployment groups of CodeDeploy with the alarms that are wired to them',
  async collect({ observed }) {
    if (observed.terraform.length === 0) return {}
    const { wiredAlarms } = await import('../infrastructure/wired-alarms.ts')
    return { rollbackTriggers: [...wiredAlarms(observed.terraform)] }
  },
})
