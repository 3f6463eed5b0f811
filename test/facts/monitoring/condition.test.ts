import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { conditionsOf } from '../../../src/facts/monitoring/condition.ts'
import { parsePromql } from '../../../src/facts/monitoring/promql.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))

/** What an expression watches: signal, statistic, measure, bound, services, scope; `?` for what is hidden. */
function read(text: string): readonly string[] {
  const parsed = parsePromql(text)
  if (!('query' in parsed)) return [`breaks at ${parsed.error}`]
  return conditionsOf(parsed.query).map(({ signal, statistic, measure, bound, services, scope }) =>
    [signal, shown(statistic), shown(measure), shown(bound), services.join('+'), scope].filter(Boolean).join(' '),
  )
}

const errors =
  'sum(rate(http_requests_total{job="shop",code=~"5.."}[5m])) / sum(rate(http_requests_total{job="shop"}[5m]))'
const p99 = 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job="shop"}[5m])))'
const before = p99.replace('[5m]', '[5m] offset 1d')

const table: Readonly<Record<string, readonly string[]>> = {
  [`${errors} > 0.01`]: ['error-rate share 1 shop service'],
  [`100 * ${errors} > 1`]: ['error-rate share 1 shop service'],
  [`(${errors}) > (14.4 * 0.001)`]: ['error-rate share 1.44 shop service'],
  [`1 - ${errors.replace('5..', '2..')} > 0.01`]: ['error-rate share 1 shop service'],
  [`${errors.replace('5..', '2..')} < 0.99`]: ['error-rate share 1 shop service'],
  [`${errors} > 0.01 and sum(rate(http_requests_total{job="shop"}[5m])) > 1`]: ['error-rate share 1 shop service'],
  // what is left when the failures are taken away
  [`${errors.replace('=~"5..', '!~"5.*')} < 0.95`]: ['error-rate share 5 shop service'],
  [`100 * ${errors.replace('=~"5..', '!~"[4-5].*')} < 99`]: ['error-rate share 1 shop service'],
  [`${errors.replace('5..', '[45]..')} > 0.01`]: ['error-rate share 1 shop service'],
  'sum(rate(response_total{classification="success"}[1m])) / sum(rate(response_total[1m])) < 0.99': [
    'error-rate share 1 service',
  ],
  // only traffic, and only times
  'sum(rate(http_requests_total{code="200"}[5m])) < 10': ['other absolute 10 service'],
  'rate(http_request_duration_seconds_sum{code!~"5.."}[5m]) / rate(http_request_duration_seconds_count{code!~"5.."}[5m]) > 1':
    ['latency average absolute 1000 service'],
  [`${p99.replace('job=', 'version="canary",job=')} > 3 * ${p99.replace('job=', 'version="stable",job=')}`]: [
    'latency p99 growth 200 shop service',
  ],
  'sum(rate(http_requests_total{code=~"5.."}[5m])) > 10': ['error-rate absolute 10 service'],
  // "duration" is no ratio
  'rate(request_duration_seconds_count{status_code="500"}[1m]) > .004': ['error-rate absolute 0.004 service'],
  [`${p99} > 0.5`]: ['latency p99 absolute 500 shop service'],
  [`0.5 < ${p99}`]: ['latency p99 absolute 500 shop service'],
  [`${p99} > 2 * ${before}`]: ['latency p99 growth 100 shop service'],
  [`${p99} / ${before} > 1.5`]: ['latency p99 growth 50 shop service'],
  [`(${p99} - ${before}) / ${before} > 0.5`]: ['latency p99 growth 50 shop service'],
  'rpc_duration_seconds{quantile="0.5"} > 1': ['latency p50 absolute 1000 service'],
  'rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m]) > 1': [
    'latency average absolute 1000 service',
  ],
  '100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 80': ['cpu share 80 machine'],
  // a part of a whole that is asked for in percent, and counted from 0 to 1
  'container_memory_working_set_bytes / container_spec_memory_limit_bytes > 85': ['memory ? ? service'],
  '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) > 80': ['cpu ? ? machine'],
  '100 * container_memory_working_set_bytes / container_spec_memory_limit_bytes > 85': ['memory share 85 service'],
  'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1': ['memory share 90 machine'],
  'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.1': ['memory ? ? machine'],
  '(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes > 0.85': [
    'memory share 85 machine',
  ],
  'container_memory_working_set_bytes{container="shop"} > 0.9 * container_spec_memory_limit_bytes{container="shop"}': [
    'memory share 90 shop service',
  ],
  'rate(container_cpu_usage_seconds_total{container=~"app|nginx",deployment="shop"}[5m]) > 0.8': [
    'cpu absolute 0.8 shop service',
  ],
  'rate(container_cpu_usage_seconds_total{container="app"}[5m]) > 0.8': ['cpu absolute 0.8 service'],
  // of what does nothing
  'count(irate(container_cpu_usage_seconds_total{container="app"}[5m]) == 0) == 1': ['other absolute 1 service'],
  'rate(container_cpu_usage_seconds_total{container="shop"}[5m]) < 0.01': ['other absolute 0.01 shop service'],
  'sum(increase(container_cpu_cfs_throttled_periods_total[5m])) by (pod) / sum(increase(container_cpu_cfs_periods_total[5m])) by (pod) > 0.25':
    ['other absolute 0.25 service'],
  'rate(process_cpu_seconds_total{job="shop"}[5m]) > 0.8': ['cpu absolute 0.8 shop service'],
  'rabbitmq_queue_messages > 10 * avg_over_time(rabbitmq_queue_messages[7d])': ['queue-depth growth 900 service'],
  'rabbitmq_queue_messages > 10 * avg_over_time(rabbitmq_queue_messages[5m])': ['queue-depth ? ? service'],
  'kafka_consumergroup_lag > 1000 or up{job="shop"} == 0': [
    'queue-depth absolute 1000 service',
    'availability absolute 0 shop service',
  ],
  'apiserver_request_errors_total / apiserver_request_total > 0.01': ['error-rate share 1 platform'],
  'sum(rate(x[5m]) > ': ['breaks at 18'],
  '': ['breaks at 0'],
}

for (const [text, expected] of Object.entries(table)) {
  test(`reads ${text || 'nothing'}`, () => assert.deepEqual(read(text), expected))
}

test('an expression that nests without end costs nothing', () => {
  assert.equal(read(`${'('.repeat(9000)}up${')'.repeat(9000)}`).length, 1)
  assert.deepEqual(read(`${'-'.repeat(30_000)}up > 1`).length, 1)
})
