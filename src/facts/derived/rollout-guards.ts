import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Settings of platforms that take failed rollouts back. */
export default collector({
  yields: ['rolloutGuards'],
  needs: ['terraform', 'templateResources'],
  reads:
    'what Terraform and CloudFormation make: services of ECS, deployment groups of CodeDeploy, delivery pipelines of Cloud Deploy',
  async collect({ observed, repository }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const { guardsIn, guardsOf } = await import('../infrastructure/guards.ts')
    const broken = (repository.broken?.() ?? []).filter(
      ({ loses }) => loses.includes('terraform') || loses.includes('templateResources'),
    )
    return { rolloutGuards: [...guardsOf(made), ...broken.flatMap(({ file }) => guardsIn(file))] }
  },
})
