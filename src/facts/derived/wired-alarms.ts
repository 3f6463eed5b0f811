import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Alarms that take a version back while ECS or CodeDeploy rolls it out. */
export default collector({
  yields: ['rollbackTriggers'],
  needs: ['terraform', 'templateResources'],
  reads:
    'what Terraform and CloudFormation make: services of ECS and deployment groups of CodeDeploy with the alarms that are wired to them',
  async collect({ observed }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const { wiredAlarms } = await import('../infrastructure/wired-alarms.ts')
    return { rollbackTriggers: [...wiredAlarms(made)] }
  },
})
