import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signalOfLines } from '../../../src/facts/log/kind.ts'

/** Filters of alerts on lines of logs, and what they watch. */
const filters: readonly (readonly [filter: string, signal: string])[] = [
  ['sum(count_over_time({app="shop"} |= "login failed" [5m])) > 10', 'security-event'],
  ['sum(count_over_time({app="shop"} |= "error" != "login failed" [5m])) > 10', 'log-errors'],
  ['sum(count_over_time({app="shop"} |= "error" !~ `login failed|denied` [5m])) > 10', 'log-errors'],
  ['sum(rate({app="shop"} |= "paid" != "error" [5m])) < 1', 'other'],
  ['sum(rate({app="shop", level!="debug"} |= "error" [5m])) > 1', 'log-errors'],
  ['logs("service:shop status:error -@evt.name:login_failed").rollup("count") > 5', 'log-errors'],
  ['logs("service:shop -status:error").rollup("count") < 5', 'other'],
  ['ERROR -"failed login"', 'log-errors'],
  ['severity>=ERROR NOT textPayload:"login failed"', 'log-errors'],
  ['NOT severity<ERROR', 'log-errors'],
  ['traces | where message !has "login failed" and severityLevel >= 3', 'log-errors'],
  ['traces | where not(message has "exception")', 'other'],
  ['{ ($.userIdentity.type = "Root") && ($.eventType != "AwsServiceEvent") }', 'security-event'],
  ['{ ($.errorCode != "") }', 'log-errors'],
]

for (const [filter, signal] of filters)
  test(`${filter} watches: ${signal}`, () => assert.equal(signalOfLines(filter), signal))
