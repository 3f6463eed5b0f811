import assert from 'node:assert/strict'
import { test } from 'node:test'
import { triggersOf } from '../../../src/facts/rollout/condition.ts'

/** What takes the version back, `?` where that cannot be told. */
const read = (success: string | undefined, failure?: string) =>
  triggersOf(success, failure)
    ?.map(({ op, value }) => `${op} ${value}`)
    .join(', ') ?? '?'

for (const [success, expected] of [
  ['result[0] >= 0.95', '< 0.95'],
  ['result < 0.01', '>= 0.01'],
  ['0.99 <= result[0]', '< 0.99'],
  ['len(result) == 0 || result[0] >= 0.99', '< 0.99'],
  ['isNaN(result[0]) || (result[0] > 0.99)', '<= 0.99'],
  ['result[0] >= 0.99 && result[0] <= 1', '< 0.99, > 1'],
  ['default(result, 0) < 0.05', '>= 0.05'],
  ["asFloat(result[0]) >= asFloat('0.9')", '< 0.9'],
  ['all(result, # < 0.5)', '>= 0.5'],
  ['result[0] == 0', '> 0'],
  ['len(result) == 0', ''],
  ['result[0] >= 0.99 || result[0] <= 0.01', '?'],
  ['any(result, # < 0.5)', '?'],
  ['result[0] >= {{args.bound}}', '?'],
  ['result.errors < 1', '?'],
  [`${'('.repeat(1500)}result`, '?'],
] as const) {
  test(`success: ${success.slice(0, 60)}`, () => assert.equal(read(success), expected))
}

for (const [failure, expected] of [
  ['result[0] >= 0.01', '>= 0.01'],
  ['len(result) > 0 && result[0] > 0.01', '> 0.01'],
  ['result[0] > 0.01 || result[0] < 0', '> 0.01, < 0'],
  ['result[0] > 0.01 && result[0] < 0.5', '?'],
  ['any(result, # > 3)', '> 3'],
  ['all(result, # > 3)', '?'],
] as const) {
  // what is neither success nor failure waits for a person
  test(`failure: ${failure}`, () => assert.equal(read('result[0] < 0.001', failure), expected))
}
