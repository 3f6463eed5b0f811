/** What is said of the routes of alerts in docs/infrastructure.md. */
export const about = {
  name: 'Routes of alerts: Alertmanager, Grafana, and what Terraform makes',
  files:
    'YAML with a `route` and `receivers`: configurations, `AlertmanagerConfig`, Secrets (Base64 too) and ConfigMaps, values of charts, texts in objects of Argo CD and Flux; `policies` and `contactPoints` that Grafana is provisioned with',
  read: [
    'the tree of routes with `match`, `match_re`, `matchers` (texts and objects) and `continue`, as a critical alert of production goes through it',
    'all of these as kustomizations and charts build them for each environment; values of a chart of this repository count as it writes them',
    'the word that the tree has for what is critical: critical, page, P1 …',
    'in Terraform alarms of CloudWatch with the subscriptions of their topics, alert policies of Google with their channels, monitors of Datadog with whom they call',
    'notification policies of Grafana with `object_matchers`, and the contact points that they name, in files and ConfigMaps',
    'receivers by their integrations, and webhooks by the service that they name',
  ],
  hidden: [
    'what a template of a chart writes that cannot be told, or that may not be written; receivers that are not here; webhooks that name no service, SNS, Jira',
    'contact points that only Grafana’s own database or Terraform has; templates of policies',
    'routes that other labels or the hour decide, where they lead to a pager or away from nobody',
    'receivers whose key or address is a placeholder',
  ],
  assumed: [
    'a critical alert is none of those that are taken out by their name',
    'where no alert of Terraform is called critical, a page is one only where all of them are',
    'a receiver without an integration tells nobody',
  ],
} as const
