/** What is said of dashboards in docs/infrastructure.md. */
export const about = {
  name: 'Dashboards',
  files:
    'JSON files, templates of JSON (`*.json.tpl`, `*.tftpl`, …), YAML manifests and values, `*.jsonnet`, `*.libsonnet`, `*.dashboard.py`, Terraform',
  read: [
    'Grafana: files, exports, rows of older versions, both schemas of its own resources; texts in ConfigMaps, `GrafanaDashboard` and `dashboards:` of its chart, as kustomizations and charts build them for each environment (a JSON file that these take in stands for where it is put), `grafana_dashboard`',
    'CloudWatch (`aws_cloudwatch_dashboard` by `jsonencode`, heredoc or file, `AWS::CloudWatch::Dashboard`), Datadog (`datadog_dashboard`, `datadog_dashboard_json`, JSON files), Google Cloud (`google_monitoring_dashboard`, JSON files), Azure (`azurerm_portal_dashboard`, workbooks, JSON files), New Relic (`newrelic_one_dashboard`)',
    'what a panel shows: by the names of the metrics in its queries (PromQL by its grammar, LogQL, Kusto, NRQL, MQL, filters by their words), else by words of its title in common use',
    'how requests ended, by the labels that choose or group them: a count by status shows traffic and errors',
    'machines, clusters, databases and what watches are told from services: what a database takes is not the latency of the service',
  ],
  hidden: [
    'jsonnet and grafanalib, unless a JSON file of the same name is committed',
    'dashboards of grafana.com that are imported by number, but for a few that everybody knows; those that are fetched by URL',
    'library panels, powerpacks, templates of workbooks; panels whose metric a variable names, or that count in SQL under a title that tells nothing',
    'modules of Terraform from elsewhere that are named after dashboards; bodies that cannot be computed, such as those of CloudFormation that `!Sub` fills in',
  ],
  assumed: [
    'all dashboards of the repository together are judged: what one of them shows is shown',
    'a dashboard in no folder that names an environment is for production too',
    'a dashboard of nothing but machines, clusters or databases is of no service: what it lacks is no failure',
  ],
} as const
