import { collector } from '../collector.ts'
import { numbered } from '../numbered.ts'

/** How long stores of logs keep them that run beside the services, and what hands logs on. */
export default collector({
  yields: ['logStores', 'logShippers'],
  uses: ['workflows', 'terraform'],
  reads:
    'configurations of Loki in files, ConfigMaps and values of charts, LokiStacks, releases of Helm in Terraform; policies by which indices of Elasticsearch and OpenSearch are deleted, in files, objects, playbooks and scripts, and actions of Curator; all as kustomizations and charts build them; fluent-bit, fluentd, vector, promtail, Alloy, filebeat, logstash and the collector of OpenTelemetry by name',
  touches: [
    {
      path: /\.(ya?ml|json|sh|bash|py|ps1|console|http|es)$/,
      text: /schema_?[cC]onfig|limits_config|retention_|LokiStack|phases|min_index_age|delete_indices|_ilm\/policy|_ism\/policies/,
    },
    {
      path: /\.(ya?ml|conf|toml|alloy|river|tf)$/,
      text: /fluent-?bit|fluentd|vector|promtail|alloy|filebeat|logstash|loki\.write|opentelemetry|exporters|\[OUTPUT\]|<match|sinks|clients/i,
    },
  ],
  bound: true,
  async collect({ repository, settings, observed: { workflows, terraform } }) {
    const building = { repository, settings, workflows }
    const [{ lokiStores }, { releasedStores }, { lifecycleStores }, { shippersIn }] = await Promise.all([
      import('../log/loki/index.ts'),
      import('../log/loki/releases.ts'),
      import('../log/lifecycle/index.ts'),
      import('../log/shippers.ts'),
    ])
    const [loki, lifecycle] = [await lokiStores(building), await lifecycleStores(building)]
    const released = await releasedStores(terraform, repository, settings)
    const shippers = await shippersIn(repository, settings)
    return {
      logStores: numbered([...loki.logStores, ...released, ...lifecycle.logStores]),
      logShippers: numbered([...loki.logShippers, ...lifecycle.logShippers, ...shippers]),
    }
  },
})
