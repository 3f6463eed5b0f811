import { collector } from '../collector.ts'

/** Settings of platforms that take failed rollouts back. */
export default collector({
  yields: ['rolloutGuards'],
  needs: ['terraform'],
  reads: 'what Terraform makes: services of ECS, deployment groups of CodeDeploy, delivery pipelines of Cloud Deploy',
  async collect({ observed, repository }) {
    if (observed.terraform.length === 0) return {}
    const { guardsIn, guardsOf } = await import('../terraform/guards.ts')
    const broken = (repository.broken?.() ?? []).filter(({ loses }) => loses.includes('terraform'))
    return { rolloutGuards: [...guardsOf(observed.terraform), ...broken.flatMap(({ file }) => guardsIn(file))] }
  },
})
