/** What is said of how long logs are kept in docs/infrastructure.md. */
export const about = {
  name: 'How long logs are kept: Loki, Elasticsearch, OpenSearch, and what hands logs on',
  files:
    'configurations of Loki in files, ConfigMaps and Secrets; values of its charts (grafana/loki, loki-stack, loki-distributed, loki-simple-scalable) in files, HelmReleases, Applications, releases that Terraform makes, and charts that take them in; `LokiStack`; policies of indices in `*.json`, ConfigMaps, `StackConfigPolicy`, playbooks, scripts and texts of the console; actions of Curator',
  read: [
    'Loki: `limits_config.retention_period` where `compactor.retention_enabled` is true, `table_manager.retention_period` where `retention_deletes_enabled` is; `retention_stream` and limits of tenants, in `overrides` and files that Loki reads while it runs; `structuredConfig` before `config`; values of an environment laid over those above',
    '`LokiStack`: `limits.global.retention.days` and those of the tenants application and audit',
    'Elasticsearch: the phase `delete` of a policy with its `min_age`; OpenSearch: the states that are reached, and the age at which one that deletes is; Curator: `delete_indices` by age',
    'all of these as kustomizations and charts build them, for each environment',
    'what a policy is for, by the patterns of its indices, in templates beside it too, else by its name',
    'fluent-bit, fluentd, vector, promtail, Alloy, filebeat, logstash and the collector of OpenTelemetry by name, with what they send to: nothing passes or fails by them, they are named where nothing else tells',
  ],
  hidden: [
    'a file that nothing is seen to put to use: neither its path names an environment, nor does a compose file or a command that deploys, a controller, a playbook or infrastructure code name it',
    'a Loki that deletes logs and does not say when: before version 3 after 744 hours, since then never; periods that are filled in when it starts',
    'a Loki whose disk goes with its pod or container; streams and tenants that are kept for less than the rest, where their names do not tell whose they are',
    'a policy whose indices may hold anything; one that deletes as soon as an index is rolled over, or by size or number',
    'templates that write a configuration and cannot be told',
  ],
  assumed: [
    'a Loki that is not told to delete keeps logs for ever, as Grafana documents, and a policy without a phase that deletes keeps indices for ever',
    'logs in a Loki, and in indices called after logs, are those of applications, unless a name says access or audit',
    'no rule of the store of objects under a Loki deletes before it does',
    'an Alertmanager whose routes are here is told of the alerts of Prometheus and Loki that are here, a Grafana of its own',
  ],
} as const
