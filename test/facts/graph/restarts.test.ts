import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The kinds of the deploying step and the number of deployments, by what starts the workflow and what its steps run. */
async function seen(on: string, ...steps: readonly string[]): Promise<readonly [kinds: string, deployments: number]> {
  const file = `on: ${on}\njobs:\n  web-production:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((text) => `      - run: ${text}\n`).join('')}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/web.yml': file }), defaultSettings, [
    'steps',
    'deployments',
  ])
  return [facts.steps.map(({ kinds }) => kinds.join('+')).join(), facts.deployments.length]
}

const clock = '{schedule: [{cron: "0 3 * * *"}]}'

test('a restart by the clock is no deployment, but it is one beside what brings a version', async () => {
  assert.deepEqual(await seen(clock, 'kubectl rollout restart deploy/web'), ['', 0])
  assert.deepEqual(await seen(clock, 'cf restart web'), ['', 0])
  assert.deepEqual(await seen(clock, 'docker push shop:latest', 'kubectl rollout restart deploy/web'), [
    'publish,deploy',
    1,
  ])
})

test('a restart that a change starts takes up what was pushed', async () => {
  assert.deepEqual(await seen('push', 'kubectl rollout restart deploy/web'), ['deploy', 1])
})
