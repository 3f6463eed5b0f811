import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { deployments, job, run, trigger, when, workflow } from '../../support/workflow.ts'

const deploy = (variable: string) => run('deploy', { environment: variable, words: ['deploy', '--stage', variable] })
const only = (...branches: string[]) =>
  when(`branches ${branches.join()}`, ({ branch }) => (branch === undefined ? false : branches.includes(branch)))
const environmentsOf = (jobs: Parameters<typeof workflow>[0], branches?: readonly string[]) =>
  Object.values(deployments([workflow(jobs, { triggers: [trigger('push', branches ? { branches } : {})] })]))
    .map(({ job: of, environment }) => `${of}: ${isHidden(environment) ? environment.as : environment}`)
    .sort()

for (const variable of ['${BUILDKITE_BRANCH}', '${DRONE_BRANCH}', '${env.BRANCH_NAME}', '$(Build.SourceBranchName)'])
  test(`a job that hands its branch on has a use for each: ${variable}`, () => {
    assert.deepEqual(environmentsOf([job('ship', [deploy(variable)])], ['staging', 'production']), [
      'ship (production): production',
      'ship (staging): staging',
    ])
  })

test('a job that hands its branch on is left as it is where other branches may run it, or none is called so', () => {
  const ship = job('ship', [deploy('${BUILDKITE_BRANCH}')])
  assert.deepEqual(environmentsOf([ship]), ['ship: unknown'])
  assert.deepEqual(environmentsOf([ship], ['main', 'next']), ['ship: unknown'])
  assert.deepEqual(environmentsOf([ship], ['staging']), ['ship: unknown'])
})

test('requests stay as open as they are', () => {
  const asked = when('branches', ({ trigger: { kind }, branch }) =>
    kind === 'pull-request' ? undefined : branch === 'staging' || branch === 'production',
  )
  const text = { ...asked, branches: ['staging', 'production'] }
  const facts = deployments([
    workflow([job('ship', [deploy('${BUILDKITE_BRANCH}')], { condition: text })], {
      triggers: [trigger('push'), trigger('pull-request')],
    }),
  ])
  assert.deepEqual(Object.keys(facts).sort(), ['ship (production)', 'ship (staging)'])
})

test('who waits for such a job waits for the use that runs', () => {
  const jobs = [
    job('ship', [deploy('${BUILDKITE_BRANCH}')], { condition: only('staging', 'production') }),
    job('pages', [run('deploy', { environment: 'production' })], { needs: ['ship'], condition: only('production') }),
  ]
  assert.deepEqual(environmentsOf(jobs, ['staging', 'production']), [
    'pages: production',
    'ship (production): production',
    'ship (staging): staging',
  ])
})
