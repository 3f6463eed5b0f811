import { collector } from '../collector.ts'

/** The delivery pipelines of Cloud Deploy, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: 'delivery pipelines, targets and automations of Cloud Deploy, in YAML and in Terraform',
  touches: [
    { path: /\.ya?ml$/, text: /deploy\.cloud\.google\.com/ },
    { path: /\.(tf|tofu|tfvars)$/, text: /clouddeploy/ },
  ],
  async collect({ repository, settings }) {
    const { readDeliveries } = await import('../pipeline/clouddeploy/workflows.ts')
    return { workflows: await readDeliveries(repository, settings) }
  },
})
