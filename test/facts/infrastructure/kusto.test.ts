import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { ofKusto } from '../../../src/facts/infrastructure/kusto.ts'

for (const [query, expected] of [
  ['requests | where success == false | summarize count()', ['error-rate ']],
  ['AppRequests | where toint(ResultCode) >= 500', ['error-rate ']],
  ['requests | summarize percentile(duration, 99)', ['latency p99']],
  ['requests | summarize avg(duration)', ['latency average']],
  ['requests | count // success == false', []],
  ['exceptions | where type has "Timeout"', []],
] as const) {
  test(`a query of Azure: ${query}`, () => {
    const found = ofKusto(query)
    assert.deepEqual(
      found.map(({ signal, metric }) => `${signal} ${metric.statistic}`),
      expected,
    )
    assert.ok(found.every(({ metric }) => isHidden(metric.bound) && isHidden(metric.measure)))
  })
}
