import { collector } from '../collector.ts'
import { isHidden } from '../hidden.ts'
import type { SmokeTest } from '../schema/pipeline.ts'

/** The health endpoints that the service declares, beside the smoke tests that ask for them. */
export default collector({
  yields: ['healthEndpoints'],
  needs: ['smokeTests', 'workflows', 'workloads', 'terraform', 'templateResources'],
  reads:
    'where a smoke test that follows a deployment asks for health: probes of manifests and charts, health checks of Dockerfiles, compose files, platforms and balancers, descriptions of APIs, and routes in code',
  touches: [
    {
      path: /\.([cm]?[jt]sx?|py|rb|java|kt|kts|scala|groovy|clj|go|rs|cs|fs|vb|php|exs?|erl|dart|swift|vue|svelte|conf|properties|toml|hcl|nomad|ya?ml|json|tpl)$|(^|\/)(Dockerfile|Containerfile)[\w.-]*$|(^|\/)conf\/routes$/,
      text: /health|ready|live|ping|status|heartbeat|openapi|swagger|Probe|["']\/?up["']/i,
    },
    {
      path: /(^|\/)(pom\.xml|build\.gradle|Gemfile|libs\.versions\.toml)$/,
      text: /actuator|health|okcomputer|micronaut|dropwizard/,
    },
  ],
  async ahead(repository) {
    await (await import('../health/ahead.ts')).searchAhead(repository)
  },
  async collect({ repository, settings, observed }) {
    const { smokeTests, workflows, workloads, terraform, templateResources } = observed
    // nothing else asks for them, and code is much to look through
    if (!smokeTests.some(asksForHealth)) return { healthEndpoints: [] }
    const { endpointsOf } = await import('../health/endpoints.ts')
    const resources = [...terraform, ...templateResources]
    return {
      healthEndpoints: await endpointsOf({ repository, settings, workflows }, { smokeTests, workloads, resources }),
    }
  },
})

/** A smoke test that asks for health, as far as that can be told. */
const asksForHealth = ({ afterDeployment, categories }: SmokeTest): boolean =>
  afterDeployment && !isHidden(categories) && categories.includes('health')
