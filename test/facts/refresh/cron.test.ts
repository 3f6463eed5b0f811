import assert from 'node:assert/strict'
import { test } from 'node:test'
import { longestGap } from '../../../src/facts/refresh/cron.ts'

const schedules: readonly (readonly [string, number | undefined])[] = [
  ['0 8 * * 0', 7],
  ['0 8 * * SUN', 7],
  ['0 8 * * 7', 7],
  ['0 3 * * 1,4', 4],
  ['30 2 * * mon-fri', 3],
  ['0 2 1 * *', 31],
  ['0 2 */7 * *', 7],
  ['0 2 1,15 * *', 17],
  ['0 0 1 * 0', 7],
  ['0 0 * 1 0', 343],
  ['@weekly', 7],
  ['@daily', 1],
  ['@monthly', 31],
  ['@yearly', 366],
  ['TZ=Europe/London 0 8 * * 6', 7],
  ['CRON_TZ=UTC 0 8 * * 6', 7],
  ['H H * * H', 7],
  ['H 4 1-7 * *', 25],
  ['rate(7 days)', 7],
  ['rate(8 days)', 8],
  ['rate(12 hours)', 1],
  ['@every 192h', 8],
  ['cron(0 8 ? * SUN *)', 7],
  ['cron(0 8 ? * 2-6 *)', 3],
  ['cron(0 8 1 * ? *)', 31],
  ['cron(0 8 ? * SUN 2025)', undefined],
  ['0 0 8 ? * MON', 7],
  ['0 8 ? * 6L', undefined],
  ['0 8 * * SUN#1', undefined],
  ['0 8 31 2 *', undefined],
  ['0 25 * * 0', undefined],
  ['0 8 * * 5-2', undefined],
  ['*/0 * * * *', undefined],
  ['weekly', undefined],
  ['', undefined],
]

for (const [schedule, days] of schedules) {
  test(`the longest time between two runs of "${schedule}" is ${days ?? 'not known'}`, () => {
    assert.equal(longestGap(schedule), days)
  })
}
