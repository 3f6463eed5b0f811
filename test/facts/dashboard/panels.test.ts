import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ofAzureMetric,
  ofCloudWatchMetric,
  ofDatadogMetric,
  ofGoogleMetric,
} from '../../../src/facts/dashboard/cloud-metrics.ts'
import { ofLogQuery, ofPromql } from '../../../src/facts/dashboard/promql.ts'
import type { Measured } from '../../../src/facts/dashboard/sheet.ts'
import { ofKusto, ofNrql } from '../../../src/facts/dashboard/texts.ts'
import { subjectsOfTitle } from '../../../src/facts/dashboard/titles.ts'

/** What is shown, `platform` where it is of no service, `?` where it is hidden. */
const said = ({ shows, platform, hidden }: Measured) =>
  [...shows, ...(platform ? ['platform'] : []), ...(hidden ? ['?'] : [])].join(' ')

const queries: Readonly<Record<string, string>> = {
  'histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket{job="shop"}[$__rate_interval])) by (le))':
    'latency',
  'rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])': 'latency',
  'sum by (le) (increase(nginx_ingress_controller_request_duration_seconds_bucket{exported_service="shop"}[1m]))':
    'latency',
  'sum(rate(http_request_duration_seconds_count{job="shop"}[${interval}]))': 'traffic',
  'sum(rate(router_handler_response_duration_seconds_count{job="router"}[5m]))': 'traffic',
  'sum(rate(http_requests_total{job="shop", status=~"5.."}[5m])) / sum(rate(http_requests_total{job="shop"}[5m]))':
    'errors',
  'sum(rate(http_requests_total{job="shop", status!~"2.."}[5m]))': 'errors',
  'sum(rate(http_requests_total{job="shop", status=~"2.."}[5m]))': 'traffic',
  'sum by (status) (rate(http_requests_total{job="shop"}[5m]))': 'traffic errors',
  'sum(rate(container_cpu_usage_seconds_total{namespace="shop"}[5m]))': 'cpu',
  'sum(rate(container_cpu_usage_seconds_total{namespace="$namespace"}[5m])) by (pod)': 'cpu platform',
  'sum(node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate{namespace="$namespace"}) / sum(kube_pod_container_resource_limits{job="kube-state-metrics"})':
    'cpu platform',
  'container_memory_working_set_bytes{pod=~"shop-.*"}': 'memory',
  'rate(node_network_receive_bytes_total[5m])': 'network platform',
  'sum(kube_pod_container_resource_requests{namespace="shop", resource="cpu"})': '',
  'sum(rate(apiserver_request_total[5m]))': 'platform',
  'sum(code_resource:apiserver_request_total:rate5m{code=~"5.."})': 'platform',
  'histogram_quantile(0.99, rate(tempo_request_duration_seconds_bucket[5m]))': 'platform',
  'rate(pg_stat_database_xact_commit[5m])': 'platform',
  'max(sidekiq_queue_latency_seconds{job="worker"})': '',
  'kube_deployment_status_replicas_updated{deployment="shop"}': 'progress',
  'kube_deployment_status_replicas_available{deployment="shop"} / kube_deployment_spec_replicas{deployment="shop"}':
    'progress health',
  'count by (version) (shop_build_info)': 'progress',
  go_build_info: 'platform',
  'sum by (version) (nodejs_version_info)': '',
  'rollout_info{name="shop"}': 'progress',
  'argocd_app_info{name="shop"}': 'progress',
  'up{job="shop"}': 'health',
  'sum(increase(orders_placed_total[1h]))': 'business',
  'sum(rate(payments_failed_total[5m]))': 'business',
  'sum(rate($metric[5m]))': '?',
  'sum(rate(http_requests_total{job="shop"}[5m])) > ($on * -Inf)': 'traffic',
  'sum(rate({app="shop"} |= "error" [5m]))': 'errors',
  '{app="shop"} | json | __error__ = ""': '',
  'sum(rate(http_client_requests_seconds_count{client="bank"}[5m]))': '',
}

for (const [query, expected] of Object.entries(queries)) {
  test(`PromQL and LogQL: ${query}`, () => assert.equal(said(ofPromql(query, '')), expected))
}

test('a legend tells by which labels requests are told apart', () => {
  assert.equal(said(ofPromql('rate(http_requests_total{job="shop"}[5m])', '{{method}} {{status}}')), 'traffic errors')
})

const titles: Readonly<Record<string, string>> = {
  'Response time (p95)': 'latency',
  'Error rate': 'errors',
  'Requests per second': 'traffic',
  'Request latency': 'latency',
  'CPU requests and limits': 'cpu',
  'Memory usage': 'memory',
  'Network traffic in': 'traffic network',
  'Rollout status': 'progress',
  'CPU by deployment': 'cpu',
  'Pods ready': 'health',
  'Orders per minute': 'business',
  Revenue: 'business',
  'New users': 'business',
  'Database transactions waiting for connection': '',
  'Redis latency': '',
  'Sort order': '',
  Overview: '',
}

for (const [title, expected] of Object.entries(titles)) {
  test(`title: ${title}`, () => assert.equal(subjectsOfTitle(title).join(' '), expected))
}

const clouds: readonly (readonly [what: string, found: Measured, expected: string])[] = [
  ['time of a target', ofCloudWatchMetric('AWS/ApplicationELB', 'TargetResponseTime'), 'latency'],
  ['failures of a target', ofCloudWatchMetric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count'), 'errors'],
  ['requests of a load balancer', ofCloudWatchMetric('AWS/ApplicationELB', 'RequestCount'), 'traffic'],
  ['memory of ECS', ofCloudWatchMetric('AWS/ECS', 'MemoryUtilization'), 'memory'],
  ['network of Container Insights', ofCloudWatchMetric('ECS/ContainerInsights', 'NetworkRxBytes'), 'network'],
  ['a database of RDS', ofCloudWatchMetric('AWS/RDS', 'CPUUtilization'), 'platform'],
  ['tasks that wait', ofCloudWatchMetric('ECS/ContainerInsights', 'PendingTaskCount'), 'progress'],
  ['a metric of its own', ofCloudWatchMetric('Shop', 'OrdersPlaced'), 'business'],
  ['requests that went well', ofCloudWatchMetric('Shop/API', 'RequestSuccess'), 'traffic'],
  [
    'Logs Insights: how long',
    ofLogQuery("filter log_type = 'request' | stats pct(latency_ms, 95) by bin(1m)"),
    'latency',
  ],
  ['Logs Insights: of a store', ofLogQuery('stats avg(db_latency_ms), count(*) by bin(1m)'), ''],
  ['failures of a site', ofAzureMetric('Microsoft.Web/sites', 'Http5xx'), 'errors'],
  ['a metric of a workbook', ofAzureMetric('microsoft.web/sites', 'microsoft.web/sites--Requests'), 'traffic'],
  ['a database of Azure', ofAzureMetric('Microsoft.Sql/servers/databases', 'cpu_percent'), 'platform'],
  ['latency of Cloud Run', ofGoogleMetric('run.googleapis.com/request_latencies', '', ''), 'latency'],
  [
    'requests by class',
    ofGoogleMetric('run.googleapis.com/request_count', '', 'metric.label.response_code_class'),
    'traffic errors',
  ],
  [
    'failures alone',
    ofGoogleMetric('run.googleapis.com/request_count', 'metric.label.response_code_class="5xx"', ''),
    'errors',
  ],
  ['bytes of requests', ofGoogleMetric('loadbalancing.googleapis.com/https/request_bytes_count', '', ''), ''],
  ['Cloud SQL', ofGoogleMetric('cloudsql.googleapis.com/database/cpu/utilization', '', ''), 'platform'],
  ['hits of a trace', ofDatadogMetric('trace.servlet.request.hits'), 'traffic'],
  ['a trace', ofDatadogMetric('trace.servlet.request'), 'latency'],
  ['bytes of a pod', ofDatadogMetric('kubernetes.network.rx_bytes'), 'network'],
  ['replicas updated', ofDatadogMetric('kubernetes_state.deployment.replicas_updated'), 'progress'],
  ['Kusto: requests', ofKusto('requests | summarize count() by bin(timestamp, 5m)'), 'traffic'],
  ['Kusto: failures', ofKusto('requests | where success == false | summarize count()'), 'errors'],
  ['Kusto: duration', ofKusto('requests | summarize percentile(duration, 95)'), 'latency'],
  ['NRQL: duration', ofNrql('SELECT average(duration) FROM Transaction TIMESERIES'), 'latency'],
  ['NRQL: requests', ofNrql('SELECT rate(count(*), 1 minute) FROM Transaction'), 'traffic'],
  ['NRQL: memory', ofNrql('SELECT average(memoryUsedPercent) FROM SystemSample'), 'memory'],
]

for (const [what, found, expected] of clouds) test(`clouds: ${what}`, () => assert.equal(said(found), expected))
