import { collector } from '../collector.ts'

/** What the Serverless Framework makes of the services of this repository, in each of their stages. */
export default collector({
  yields: ['templateResources', 'brokenFiles'],
  needs: ['workflows'],
  reads: '`serverless.yml` with the files that it takes in, and the stages that pipelines deploy',
  touches: [
    { path: /(^|\/)serverless\.(ya?ml|json)$/ },
    { path: /\.(ya?ml|json)$/, text: /\$\{(self|opt|sls|param)\b/ },
  ],
  bound: true,
  async collect({ repository, settings, observed }) {
    const services = repository
      .named('serverless.yml', 'serverless.yaml', 'serverless.json')
      .filter(({ area }) => area === 'main')
    if (services.length === 0) return {}
    const { serverlessFacts } = await import('../serverless/facts.ts')
    return serverlessFacts(services, repository, settings, observed.workflows)
  },
})
