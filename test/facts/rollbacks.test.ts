import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { durationMinutes } from '../../src/facts/pipeline/timeouts.ts'
import { repositoryOf } from '../support/repository.ts'

const rollbacks = async (jobs: string) => {
  const files = { '.github/workflows/ship.yml': `on: push\njobs:\n${jobs}` }
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['rollbacks'])
  return facts.rollbacks.map(({ job, environment, builtIn, timeoutMinutes }) => [
    job,
    isHidden(environment) ? '?' : environment,
    builtIn,
    isHidden(timeoutMinutes) ? '?' : timeoutMinutes,
  ])
}

test('durations as tools write them', () => {
  for (const [text, minutes] of [
    ['5m0s', 5],
    ['90s', 1.5],
    ['1h', 60],
    ['300', 5],
    ['1500ms', 0.025],
    ['soon', undefined],
    ['5 m', undefined],
  ] as const) {
    assert.equal(durationMinutes(text), minutes, text)
  }
})

test('a rollback takes as long as the tightest of its timeouts; one that names no environment is its deployment’s', async () => {
  assert.deepEqual(
    await rollbacks(`
  ship: {environment: production, steps: [{run: kubectl apply -f k8s/shop.yaml}]}
  undo: {needs: [ship], if: failure(), timeout-minutes: 20, steps: [{run: helm rollback shop --timeout 6m --wait}]}
  drill: {steps: [{run: kubectl rollout undo deployment/shop -n staging}]}
`),
    [
      ['undo', 'production', false, 6],
      ['drill', 'staging', false, '?'],
    ],
  )
})

test('a deployment that goes back by itself may wait twice: for the rollout, and for the way back', async () => {
  assert.deepEqual(
    await rollbacks(`
  ship: {environment: production, steps: [{run: helm upgrade shop ./chart --atomic --timeout 4m}]}
  bound: {environment: staging, timeout-minutes: 5, steps: [{run: helm upgrade shop ./chart --atomic}]}
`),
    [
      ['ship', 'production', true, 8],
      ['bound', 'staging', true, 5],
    ],
  )
})

test('a rollback in a branch of a script is one of the environment that the branch names', async () => {
  const branch = (test: string) =>
    `  ship: {environment: production, steps: [{run: 'helm upgrade shop ./chart; if ${test}; then helm rollback shop; fi'}]}\n`
  assert.deepEqual(await rollbacks(branch('[ "$ENV" = "uat" ]')), [])
  assert.deepEqual(await rollbacks(branch('[ "$ENV" = "production" ]')), [['ship', 'production', false, '?']])
  assert.deepEqual(await rollbacks(branch('[ "$ENV" != "uat" ]')), [['ship', '?', false, '?']])
  assert.deepEqual(await rollbacks(branch('[ "$FAILED" = "1" ]')), [['ship', 'production', false, '?']])
})
