import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hidden, isHidden } from '../../../src/facts/hidden.ts'
import { deployments, job, run, step, workflow } from '../../support/workflow.ts'

const deploy = run('deploy')

/** Staging, then production; the acts stand behind the deployment to staging. */
const behind = (...steps: Parameters<typeof job>[1]) => {
  const found = deployments([
    workflow([
      job('staging', [deploy, ...steps], { environment: 'staging' }),
      job('production', [deploy], { environment: 'production', needs: ['staging'] }),
    ]),
  ])
  return { unit: found.production?.guarded.unit_test, verified: found.production?.stagingVerified }
}

test('tests behind a deployment test what was deployed where their step or an option says so', () => {
  const pytest = (...words: string[]) => run('unit-test', { tool: 'pytest', words })
  for (const steps of [
    [step([pytest('tests/')], { name: 'Verify staging works' })],
    [step([pytest('tests/')], { name: 'Smoke' })],
    [pytest('--release=staging', 'tests/')],
    [pytest('--base-url', 'https://staging.example.com')],
  ]) {
    assert.deepEqual(behind(...steps), { unit: false, verified: true })
  }
})

test('tests of more than one unit do so too, and stay what they are', () => {
  const system = (words: string[] = []) => run('integration-test', { tool: 'pytest', words })
  assert.equal(behind(step([system()], { name: 'pytest tests/system # Smoke test' })).verified, true)
  assert.equal(behind(system(['--base-url', 'https://staging.example.com'])).verified, true)
  assert.equal(behind(system()).verified, false)
  const before = deployments([
    workflow([job('staging', [step([system()], { name: 'Smoke' }), deploy], { environment: 'staging' })]),
  ])
  assert.equal(before.staging?.followed.smoke_test, false, 'nothing is deployed yet')
})

test('where nothing tells, they may be either, and are neither for certain', () => {
  for (const words of [[], ['--env=jsdom'], ['--env', 'node']]) {
    const { unit, verified } = behind(run('unit-test', { tool: 'jest', words }))
    assert.ok(isHidden(unit))
    assert.ok(isHidden(verified))
  }
})

test('before the deployment, in another job, or behind one into a throw-away cluster, unit tests are unit tests', () => {
  const unit = (...jobs: ReturnType<typeof job>[]) => deployments([workflow(jobs)]).ship?.guarded.unit_test
  const tests = run('unit-test')
  assert.equal(unit(job('ship', [tests, deploy])), true)
  assert.equal(unit(job('test', [tests]), job('ship', [deploy], { needs: ['test'] })), true)
  const cluster = run('set-up', { tool: 'acme/cluster-action', throwAway: true })
  assert.equal(unit(job('test', [cluster, run('deploy'), tests]), job('ship', [deploy], { needs: ['test'] })), true)
})

test('tests that a variable tells the address of the system look at what was deployed before them', () => {
  const e2e = run(['build', 'integration-test'], { asksSystem: ['BASE_URL'] })
  const verified = (...jobs: ReturnType<typeof job>[]) =>
    deployments([workflow([job('staging', [deploy], { environment: 'staging' }), ...jobs])]).production?.stagingVerified
  const production = (needs: string) => job('production', [deploy], { environment: 'production', needs: [needs] })
  assert.equal(verified(job('staging-checks', [e2e], { needs: ['staging'] }), production('staging-checks')), true)
  const wait = job('wait', [], { needs: ['staging'] })
  assert.equal(
    verified(wait, job('staging-checks', [e2e], { needs: ['wait'] }), production('staging-checks')),
    true,
    'whatever stands between',
  )
  assert.equal(verified(job('staging-checks', [e2e]), production('staging-checks')), false, 'it waits for nothing')
  const local = run('integration-test')
  assert.equal(verified(job('staging-checks', [local], { needs: ['staging'] }), production('staging-checks')), false)
})

test('a test that may be a smoke test is one behind a deployment, where a variable tells it what to ask', () => {
  const hidden = {
    place: { file: 'x' },
    value: new Hidden('what it tests', { kind: 'file', text: 'say it' }),
    couldBe: ['smoke-test', 'unit-test'],
  }
  const followed = (asks: object) =>
    deployments([workflow([job('ship', [deploy, run([], { hidden, ...asks } as object)])])]).ship?.followed.smoke_test
  assert.equal(followed({ asksSystem: ['SMOKE_URL'] }), true)
  assert.ok(isHidden(followed({})))
})

test('a smoke test behind the last step of a deployment follows the earlier ones to the same environment', () => {
  const steps = (infra: string | undefined, service: string | undefined) => {
    const facts = deployments([
      workflow([
        job('infra', [deploy], infra ? { environment: infra } : {}),
        job('service', [deploy], { needs: ['infra'], ...(service && { environment: service }) }),
        job('check', [run('smoke-test')], { needs: ['service'] }),
      ]),
    ])
    assert.equal(facts.service?.followed.smoke_test, true)
    return facts.infra?.followed.smoke_test
  }
  assert.equal(steps('production', 'production'), true)
  assert.equal(steps('staging', 'production'), false)
  assert.equal(steps('production', 'eu-production'), false)
  assert.equal(steps(undefined, 'production'), false)
  // where neither names one, they may be two
  assert.ok(isHidden(steps(undefined, undefined)))
})
