import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertsOf } from '../../../src/facts/infrastructure/alerts.ts'
import { conditionsIn } from '../../../src/facts/monitoring/condition.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const datadog = (query: string, message = '@pagerduty') =>
  `resource "datadog_monitor" "m" {\n name = "x"\n type = "query alert"\n query = ${JSON.stringify(query)}\n message = "${message}"\n}`

const joinedQuery = (filter: string) =>
  `module "elsewhere" {\n source = "acme/elsewhere/x"\n}\nresource "datadog_monitor" "m" {\n name = "x"\n type = "query alert"\n query = join("", ["min(last_1h):avg:", "aws.sqs.approximate_number_of_messages_visible", ${filter}, " > 10"])\n message = "@pagerduty"\n}`

const azure = (space: string, name: string, threshold: string, operator = 'GreaterThan') =>
  `resource "azurerm_monitor_metric_alert" "m" {\n name = "x"\n criteria {\n metric_namespace = "Microsoft.${space}"\n metric_name = "${name}"\n aggregation = "Average"\n operator = "${operator}"\n threshold = ${threshold}\n }\n action {\n action_group_id = "a"\n }\n}`

const cloudWatch = (space: string, name: string, threshold: string, dimension: string) =>
  `resource "aws_cloudwatch_metric_alarm" "m" {\n alarm_name = "x"\n namespace = "${space}"\n metric_name = "${name}"\n statistic = "Sum"\n comparison_operator = "GreaterThanThreshold"\n threshold = ${threshold}\n alarm_actions = ["a"]\n dimensions = { ${dimension} = "shop" }\n}`

const policy = (condition: string) =>
  `resource "google_monitoring_alert_policy" "m" {\n display_name = "x"\n notification_channels = ["c"]\n conditions {\n ${condition}\n }\n}`

const google = (filter: string, aligner: string, threshold: string, more = '') =>
  policy(
    `condition_threshold {\n filter = ${JSON.stringify(filter)}\n comparison = "COMPARISON_GT"\n threshold_value = ${threshold}\n ${more}\n aggregations {\n per_series_aligner = "${aligner}"\n }\n }`,
  )

const promql = (query: string) => policy(`condition_prometheus_query_language {\n query = ${JSON.stringify(query)}\n }`)

const failures = 'metric.type="run.googleapis.com/request_count" metric.labels.response_code_class="5xx"'

/** What an alert watches: signal, statistic, measure, bound, services, scope; `?` for what is hidden; `silent`. */
const table: readonly (readonly [text: string, expected: string])[] = [
  [cloudWatch('Shop', 'ErrorCount', '5', 'FunctionName'), 'error-rate absolute 5 shop service'],
  [cloudWatch('Shop', 'Orders', '5', 'FunctionName'), 'other absolute 5 shop service'],
  [datadog('avg(last_5m):avg:system.cpu.user{service:shop} > 80'), 'cpu share 80 shop service'],
  [datadog('avg(last_5m):avg:system.cpu.user{*} by {host} > 80'), 'cpu share 80 machine'],
  [datadog('avg(last_5m):avg:kubernetes.memory.usage_pct{service:shop} > 0.85'), 'memory share 85 shop service'],
  [datadog('avg(last_5m):avg:kubernetes.memory.usage{service:shop} > 900'), 'memory absolute 900 shop service'],
  [datadog('avg(last_5m):p99:trace.http.request{service:shop} > 0.5'), 'latency p99 absolute 500 shop service'],
  // only a filter is hidden: what is watched is written
  [joinedQuery('"{queue:${module.elsewhere.name}}"'), 'queue-depth absolute 10 service'],
  [joinedQuery('"{service:${module.elsewhere.name}}"'), '? ? ? ? service'],
  [joinedQuery('module.elsewhere.filter'), '? ? ? ? service'],
  [
    datadog('pct_change(avg(last_5m),last_1h):p50:trace.http.request{service:shop} > 50'),
    'latency p50 growth 50 shop service',
  ],
  [
    datadog(
      'sum(last_5m):sum:trace.http.request.errors{service:shop}.as_count() / sum:trace.http.request.hits{service:shop}.as_count() > 0.01',
    ),
    'error-rate share 1 shop service',
  ],
  [
    datadog("avg(last_4h):anomalies(avg:trace.http.request{service:shop}, 'basic', 2) >= 1"),
    'latency average ? ? shop service',
  ],
  [
    datadog('sum(last_5m):sum:aws.sqs.approximate_number_of_messages_visible{queuename:orders} > 100'),
    'queue-depth absolute 100 service',
  ],
  [datadog('avg(last_5m):avg:aws.rds.cpuutilization{*} > 80'), 'cpu share 80 platform'],
  [
    datadog('avg(last_5m):avg:system.cpu.user{service:shop} > 80', 'see the runbook'),
    'cpu share 80 shop service silent',
  ],
  [azure('Web/sites', 'Http5xx', '10'), 'error-rate absolute 10 service'],
  [azure('Web/serverfarms', 'CpuPercentage', '80'), 'cpu share 80 service'],
  [azure('Web/serverfarms', 'MemoryPercentage', '85'), 'memory share 85 service'],
  [azure('Web/sites', 'HttpResponseTime', '2'), 'latency average absolute 2000 service'],
  [azure('Insights/components', 'requests/duration', '500'), 'latency average absolute 500 service'],
  [azure('Network/applicationGateways', 'FailedRequests', '10'), 'error-rate absolute 10 service'],
  [azure('Sql/servers/databases', 'cpu_percent', '80'), 'cpu share 80 platform'],
  [azure('ServiceBus/namespaces', 'ActiveMessages', '100'), 'queue-depth absolute 100 service'],
  [azure('Web/serverfarms', 'CpuPercentage', '5', 'LessThan'), 'cpu ? ? service'],
  [
    google('metric.type="run.googleapis.com/request_latencies"', 'ALIGN_PERCENTILE_99', '500'),
    'latency p99 absolute 500 service',
  ],
  [
    google('metric.type="run.googleapis.com/container/cpu/utilizations"', 'ALIGN_PERCENTILE_99', '0.8'),
    'cpu share 80 service',
  ],
  [
    google(failures, 'ALIGN_RATE', '0.01', 'denominator_filter = "metric.type=\\"run.googleapis.com/request_count\\""'),
    'error-rate share 1 service',
  ],
  [google(failures, 'ALIGN_RATE', '5'), 'error-rate absolute 5 service'],
  [google('metric.type="run.googleapis.com/request_count"', 'ALIGN_RATE', '500'), 'other absolute 500 service'],
  [
    google('metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages"', 'ALIGN_MAX', '100'),
    'queue-depth absolute 100 service',
  ],
  [
    google('metric.type="cloudsql.googleapis.com/database/cpu/utilization"', 'ALIGN_MEAN', '0.8'),
    'cpu share 80 platform',
  ],
  [
    promql('histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job="shop"}[5m]))) > 0.5'),
    'latency p99 absolute 500 shop service',
  ],
  [promql('rate(http_requests_total['), '? ? ? ? service'],
  // whoever measures it, it is a database's
  [cloudWatch('CWAgent', 'mem_used_percent', '80', 'DBInstanceIdentifier'), 'memory share 80 platform'],
  [cloudWatch('Shop/Data', 'CPUUtilization', '80', 'DBClusterIdentifier'), 'cpu share 80 platform'],
  [cloudWatch('Shop', 'CPUUtilization', '80', 'CacheClusterId'), 'cpu share 80 platform'],
  [cloudWatch('AWS/ECS', 'CPUUtilization', '80', 'ServiceName'), 'cpu share 80 shop service'],
  [cloudWatch('AWS/Lambda', 'Errors', '5', 'FunctionName'), 'error-rate absolute 5 shop service function'],
  [cloudWatch('LambdaInsights', 'memory_utilization', '85', 'function_name'), 'memory share 85 shop service function'],
  [cloudWatch('AWS/ApiGateway', '5XXError', '5', 'ApiName'), 'error-rate absolute 5 shop service entry'],
  [cloudWatch('AWS/AutoScaling', 'GroupDesiredCapacity', '5', 'AutoScalingGroupName'), 'other absolute 5 machine'],
  // the name tells of a queue, and the metric is the age of a message
  [
    cloudWatch('AWS/SQS', 'ApproximateAgeOfOldestMessage', '60', 'QueueName').replace('"x"', '"queue-delay"'),
    'other absolute 60 service',
  ],
  [cloudWatch('Shop', 'delay', '60', 'QueueName').replace('"x"', '"queue-delay"'), '? absolute 60 service'],
  [
    datadog('sum(last_5m):sum:aws.lambda.errors{functionname:shop}.as_count() > 5'),
    'other absolute 5 shop service function',
  ],
]

for (const [text, expected] of table) {
  const told = /(?:query|filter|metric_name) = (.*)/.exec(text)?.[1]
  test(`${expected}: ${told}`, async () => {
    const { resources } = await readTerraform(repositoryOf({ 'main.tf': `${text}\n` }), defaultSettings)
    const shown = alertsOf(resources, [], conditionsIn).map(
      ({ signal, statistic, measure, bound, services, scope, form, silent }) =>
        [signal, statistic, measure, bound, services.join('+'), scope, form, silent ? 'silent' : '']
          .map((value) => (isHidden(value) ? '?' : String(value)))
          .filter(Boolean)
          .join(' '),
    )
    assert.deepEqual(shown, [expected])
  })
}
