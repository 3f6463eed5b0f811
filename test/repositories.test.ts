import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assess } from '../src/assessment/assess.ts'
import type { Conclusion } from '../src/assessment/assessment.ts'
import { factsOf } from '../src/cli/commands/test.ts'
import { builtinRules } from '../src/rules/rule-set.ts'

/** What is kept elsewhere: alerts, dashboards, logs, the copy of production's data. */
const elsewhere = [
  ...['application', 'business', 'deployment', 'infrastructure'].map((row) => `dashboards.${row}`),
  ...['access', 'application', 'audit', 'deployment'].map((row) => `logs.${row}`),
  ...['cpu', 'error-rate', 'latency-p50', 'latency-p99', 'memory', 'queue-depth'].map((row) => `metrics.${row}`),
  'environments.staging',
  'principles.observable',
  'rollback-triggers.critical-alert',
  'rollback-triggers.error-rate',
  'rollback-triggers.latency',
  'staging.access',
  'staging.data',
  'staging.refresh',
]

/** What does not concern it: environments that it has not, a database that is not here, no emergency so far. */
const without = [
  'approvals.development',
  'approvals.integration',
  'database-rollback.additive',
  'database-rollback.breaking',
  'database-rollback.data-migration',
  'environments.development',
  'environments.integration',
  'manual-steps.data-fix',
  'manual-steps.hotfix',
  'rollback.data',
]

async function verdicts(name: string): Promise<ReadonlyMap<string, Conclusion>> {
  const rules = await builtinRules()
  const wanted = new Set(rules.flatMap(({ reads }) => reads))
  const { facts, failed, settings, textOf } = await factsOf(`fixtures/repositories/${name}`, wanted)
  const assessment = await assess({
    facts,
    failed: failed ?? new Map(),
    rules,
    settings,
    textOf,
    scope: { kind: 'repository', only: [], profile: 'gold', revision: null },
    asOf: '2026-11-23',
    version: '0.0.0',
    repository: { name, commit: null, files: 0 },
    skipped: [],
    notices: [],
    unreadable: [],
    problems: [],
  })
  return new Map(assessment.requirements.filter(({ judged }) => judged).map(({ id, verdict }) => [id, verdict]))
}

test('the goldsmith is gold as far as the rules reach', async () => {
  const found = await verdicts('goldsmith')
  const others = [...found].filter(([, verdict]) => verdict !== 'pass')
  const expected = [...elsewhere.map((id) => [id, 'unknown']), ...without.map((id) => [id, 'not-applicable'])]
  assert.deepEqual(others.sort(), expected.sort())
})

test('the corner shop fails a good deal, and what the forge hides stays unknown', async () => {
  const found = await verdicts('corner-shop')
  const failed = [...found].filter(([, verdict]) => verdict === 'fail').map(([id]) => id)
  for (const id of [
    'approvals.production',
    'pipeline.production-deploy',
    'pipeline.security-scan',
    'pipeline.staging-verification',
    'pipeline.production-verification',
    'containers.base-image',
    'containers.tag-format',
    'containers.scanning',
    'containers.signing',
    'principles.repeatable',
    'release-notes.heading',
    'release-notes.new-features',
    'smoke-tests.health',
  ]) {
    assert.ok(failed.includes(id), `${id} is ${found.get(id)}`)
  }
})
