import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withOwnServices } from '../../../src/facts/monitoring/service-names.ts'
import type { Alert } from '../../../src/facts/schema/operation.ts'

for (const [services, own] of [
  [['shop'], ['shop']],
  [[], []],
  [['shop', 'shop-postgres'], ['shop']],
  [['redis-master'], undefined],
  [['postgres', 'kafka'], undefined],
  [['app'], []],
  [['nginx', 'shop'], ['shop']],
  [['app', 'redis'], undefined],
  // what a service works with is no product
  [
    ['kafka-consumer', 'redis-proxy-api'],
    ['kafka-consumer', 'redis-proxy-api'],
  ],
] as const) {
  test(`of ${services.join(', ') || 'none'} ours are ${own?.join(', ') ?? 'none, and it is on products'}`, () => {
    assert.deepEqual(withOwnServices({ services } as unknown as Alert)?.services, own)
  })
}
