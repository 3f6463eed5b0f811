import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Hidden, isHidden } from '../../../src/facts/hidden.ts'
import { noMetric } from '../../../src/facts/monitoring/metric-fields.ts'
import { serviceAlertsOf } from '../../../src/facts/monitoring/service-alerts.ts'
import type { Alert } from '../../../src/facts/schema/operation.ts'

const unseen = new Hidden('what it watches', { kind: 'file', text: 'keep it here' })

const alert = (name: string, fields: Partial<Alert> = {}) =>
  ({
    ...noMetric,
    id: name,
    name,
    signal: 'cpu',
    scope: 'service',
    measure: 'share',
    bound: 70,
    file: 'rules.yml',
    place: { file: 'rules.yml' },
    ...fields,
  }) as unknown as Alert

/** `name:about`, in their order. */
const listed = (alerts: readonly Alert[], service: string, field: 'cpu' | 'errorRate') =>
  serviceAlertsOf(alerts)(service)[field].map(({ name, about }) => `${name}:${about}`)

describe('the alerts of a service', () => {
  const alerts = [
    alert('any'),
    alert('node', { scope: 'machine' }),
    alert('web', { services: ['web'] }),
    alert('shop', { services: ['shop', 'web'] }),
    alert('cluster', { scope: 'platform' }),
    alert('errors', { services: ['shop'], signal: 'error-rate' }),
    alert('machine errors', { scope: 'machine', signal: 'error-rate' }),
  ]

  it('are those that name it, and those that name none, in their order', () => {
    assert.deepEqual(listed(alerts, 'web', 'cpu'), ['any:unnamed', 'node:machine', 'web:service', 'shop:service'])
    assert.deepEqual(listed(alerts, 'shop', 'errorRate'), ['errors:service'])
    assert.deepEqual(listed(alerts, 'other', 'errorRate'), [])
  })

  it('are on the services here where none names one', () => {
    assert.deepEqual(listed(alerts.slice(0, 2), '', 'cpu'), ['any:service', 'node:machine'])
  })

  it('hide all that is said of a metric where the signal is hidden, on each signal', () => {
    const of = serviceAlertsOf([alert('any', { signal: unseen, silent: true })])('')
    for (const [one] of [of.cpu, of.memory, of.latency, of.errorRate]) {
      assert.ok(one && [one.tells, one.statistic, one.measure, one.bound].every(isHidden))
    }
  })

  it('are on no signal that the name of an alert with a hidden one rules out', () => {
    const hidden = alert('High5xxRate', { signal: unseen })
    const all = (alerts: readonly Alert[], name: string) => {
      const of = serviceAlertsOf(alerts)(name)
      return [of.errorRate.length, of.cpu.length, of.memory.length, of.latency.length]
    }
    const shop = alert('shop', { services: ['shop'], signal: 'other' })
    assert.deepEqual(all([hidden, shop], 'shop'), [1, 0, 0, 0])
    // where no alert names a service, any of them may be all that there is
    assert.deepEqual(all([hidden], ''), [1, 1, 1, 1])
  })

  it('may tell nobody where nothing says that they are made', () => {
    assert.equal(serviceAlertsOf([alert('any', { made: unseen })])('').cpu[0]?.tells, unseen)
  })

  it('tell nobody where that is seen', () => {
    assert.equal(serviceAlertsOf([alert('any', { silent: true })])('').cpu[0]?.tells, false)
  })
})
