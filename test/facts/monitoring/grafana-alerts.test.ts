import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

async function alertsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['alerts'])
  return facts.alerts.map(({ name, system, signal, statistic, measure, bound, services, scope }) =>
    [system, name, signal, statistic, measure, bound, services.join('+'), scope]
      .map((value) => (isHidden(value) ? '?' : String(value)))
      .filter(Boolean)
      .join(' '),
  )
}

const p99 = 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job=\\"shop\\"}[5m])))'
const query = (letter: string, expr: string) =>
  `{refId: ${letter}, datasourceUid: prometheus, model: {expr: "${expr}"}}`
const over = (letter: string, model: string) => `{refId: ${letter}, datasourceUid: __expr__, model: ${model}}`
const threshold = (of: string, limit: string) =>
  `{type: threshold, expression: ${of}, conditions: [{evaluator: {type: gt, params: [${limit}]}}]}`
const file = (condition: string, data: readonly string[], more = '') =>
  `apiVersion: 1\ngroups:\n  - name: g\n    rules:\n      - title: slow\n        condition: ${condition}\n${more}        data:\n${data.map((one) => `          - ${one}\n`).join('')}`

const table: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
  'a threshold over a reduced query': [
    file('C', [
      query('A', p99),
      over('B', '{type: reduce, expression: A, reducer: last}'),
      over('C', threshold('B', '0.5')),
    ]),
    ['grafana slow latency p99 absolute 500 shop service'],
  ],
  'a classic condition': [
    file('B', [
      query('A', p99),
      over('B', '{type: classic_conditions, conditions: [{evaluator: {type: gt, params: [2]}, query: {params: [A]}}]}'),
    ]),
    ['grafana slow latency p99 absolute 2000 shop service'],
  ],
  'a computation': [
    file('C', [
      query('A', 'sum(rate(http_requests_total{job=\\"shop\\", status=~\\"5..\\"}[5m]))'),
      query('B', 'sum(rate(http_requests_total{job=\\"shop\\"}[5m]))'),
      over('C', '{type: math, expression: "$A / $B > 0.01"}'),
    ]),
    ['grafana slow error-rate share 1 shop service'],
  ],
  'a range': [
    file('B', [
      query('A', p99),
      over('B', '{type: threshold, expression: A, conditions: [{evaluator: {type: within_range, params: [1, 2]}}]}'),
    ]),
    ['grafana slow ? ? ? ? service'],
  ],
  'a circle': [file('A', [over('A', threshold('A', '1'))]), ['grafana slow ? ? ? ? service']],
  'one that is paused': [file('A', [query('A', 'up == 0')], '        isPaused: true\n'), []],
  'errors in logs': [
    file('B', [query('A', 'sum(count_over_time({app=\\"shop\\"} |= `error` [5m]))'), over('B', threshold('A', '1'))]),
    ['grafana slow log-errors none 0 event'],
  ],
}

for (const [what, [text, expected]] of Object.entries(table)) {
  test(what, async () => assert.deepEqual(await alertsOf({ 'alerting/rules.yaml': text }), expected))
}

test('rules of Terraform', async () => {
  const text = `resource "grafana_rule_group" "g" {
  name = "g"
  rule {
    name = "slow"
    condition = "B"
    data {
      ref_id = "A"
      model = jsonencode({ expr = "${p99}" })
    }
    data {
      ref_id = "B"
      model = jsonencode({ type = "threshold", expression = "A", conditions = [{ evaluator = { type = "gt", params = [0.5] } }] })
    }
  }
}
`
  assert.deepEqual(await alertsOf({ 'main.tf': text }), ['grafana slow latency p99 absolute 500 shop service'])
})
