import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateIn, stateOf } from '../../../src/facts/announcement/state.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { run } from '../../support/workflow.ts'

/* What is sent to a status page, and the state that it sets. */
const texts: readonly (readonly [string, string | undefined])[] = [
  ['{"component": {"status": "under_maintenance"}}', 'maintenance'],
  ['{"component": {"status": "degraded_performance"}}', 'degraded'],
  ['{"component": {"status": "partial_outage"}}', 'disruption'],
  ['{"component": {"status": "major_outage"}}', 'disruption'],
  ['{"component": {"status": "operational"}}', 'operational'],
  ['{"incident": {"status": "scheduled", "scheduled_for": "2026-10-01T09:00:00Z"}}', 'scheduled'],
  ['{"incident": {"status": "in_progress"}}', 'maintenance'],
  ['{"incident": {"status": "investigating"}}', 'disruption'],
  ['{"incident": {"status": "resolved"}}', 'operational'],
  ['{"incident": {"status": "completed"}}', 'operational'],
  ['{"status": "UNDERMAINTENANCE"}', 'maintenance'],
  ['{"status": "DEGRADEDPERFORMANCE"}', 'degraded'],
  ['{"status": "NOTSTARTEDYET"}', 'scheduled'],
  ['{"status": 1}', 'operational'],
  ['{"status": 2}', 'degraded'],
  ['{"status": 3}', 'disruption'],
  ['{"status": 4}', 'disruption'],
  ['{"status": 5}', undefined],
  ['{"status": 10}', undefined],
  ['maintenance:disable', 'operational'],
  ['heroku maintenance:off', 'operational'],
  ['end maintenance', 'operational'],
  ['maintenance on', 'maintenance'],
  ['Service disruption', 'disruption'],
  ['all systems operational', 'operational'],
  ['https://status.example.org/maintenance', undefined],
  ['$' + '{{ inputs.maintenance }}', undefined],
  ['hello', undefined],
]

for (const [text, expected] of texts) {
  test(`the state of a status page: ${text}`, () => assert.equal(stateIn(text), expected))
}

test('what is sent decides before the command as a whole, and the name of the step where neither tells', () => {
  const call = (words: readonly string[], text = 'curl', inputs?: Record<string, string>) =>
    run('status', { tool: 'curl', text, words, ...(inputs && { inputs }) })
  assert.equal(stateOf(call(['{"status": "operational"}'], 'curl # after maintenance'), ['Maintenance']), 'operational')
  assert.equal(stateOf(call([], 'curl'), ['Show maintenance']), 'maintenance')
  assert.equal(stateOf(call([], 'acme/status', { status: 'major_outage' }), []), 'disruption')
  const hidden = stateOf(call(['{"status": "$STATE"}']), ['Set the page'])
  assert.ok(isHidden(hidden))
  assert.match(hidden.what, /what curl sets the status page to/)
})
