import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Says, saysOf, tellsEnd, tellsFailure, tellsStart } from '../../../src/facts/announcement/says.ts'
import type { Atom } from '../../../src/facts/pipeline/graph/run/atoms.ts'
import { job, run, step } from '../../support/workflow.ts'

/** What a message says, with the names of its step and job. */
function said(text: string, names: { step?: string; job?: string; inputs?: Record<string, string> } = {}): Says {
  const act = run('notify', { tool: 'acme/tell', text, ...(names.inputs && { inputs: names.inputs }) })
  const name = names.step ?? 'Tell'
  return saysOf({ act, step: step([act], { name }), job: job(names.job ?? 'tell', []) } as unknown as Atom)
}

type Subject = Exclude<keyof Says, 'dynamic'>
const messages: readonly (readonly [string, readonly Subject[]])[] = [
  ['Deployment of shop to production is starting', ['start', 'deployment']],
  ['Deploying shop 1.4.0', ['start', 'deployment']],
  ['Rolling out shop', ['start', 'deployment']],
  ['shop 1.4.0 is live', ['end', 'deployment']],
  ['Shop was deployed successfully', ['end', 'deployment']],
  ['Deployment failed', ['failure', 'deployment']],
  ['Deployment was unsuccessful', ['failure', 'deployment']],
  ['Shop is rolled back', ['rollback']],
  ['Rollback of shop started', ['rollback', 'start']],
  ['Production is waiting for approval', ['waiting', 'deployment']],
  ['Approval needed: release 1.4.0', ['waiting', 'deployment']],
  ['Ready to deploy', ['waiting', 'deployment']],
  ['Deployment scheduled for tomorrow', ['schedule', 'deployment']],
  ['Maintenance window on Sunday', ['schedule']],
  ['The build passed', ['end', 'other']],
  ['Tests failed on the pull request', ['failure', 'other']],
  ['restarted-at', []],
  ['See https://example.org/deploy/failed/starting', []],
  ['hello', []],
]

for (const [text, subjects] of messages) {
  test(`a message speaks of: ${text}`, () => {
    const says = said(text)
    const found = (Object.keys(says) as (keyof Says)[]).filter((name) => name !== 'dynamic' && says[name])
    assert.deepEqual(found.sort(), [...subjects].sort())
  })
}

test('names of the step and the job speak too, and inputs; what is put in later says nothing', () => {
  assert.equal(said('x', { step: 'Announce that deployment starts' }).start, true)
  assert.equal(said('x', { job: 'notify-failure' }).failure, true)
  assert.equal(said('x', { job: 'tellFailure' }).failure, true)
  assert.equal(said('x', { inputs: { text: 'deployed' } }).end, true)
  assert.equal(said('$' + '{{ needs.failed.outputs.url }}').failure, false)
})

test('an outcome that is put in when it runs', () => {
  assert.equal(said('result: $' + '{{ job.status }}').dynamic, true)
  assert.equal(said('x', { inputs: { status: 'x' } }).dynamic, true)
  assert.equal(said('build $CI_JOB_STATUS').dynamic, true)
  assert.equal(said('$' + '{{ github.sha }}').dynamic, false)
})

test('whether it tells the start', () => {
  assert.equal(tellsStart(said('Deploying shop'), false), true)
  assert.equal(tellsStart(said('Build started'), false), false, 'of something on the way')
  assert.equal(tellsStart(said('Build started'), true), true, 'in the job that deploys')
  assert.equal(tellsStart(said('Production is waiting for approval'), true), false)
  assert.equal(tellsStart(said('Tests passed'), true), false)
  assert.equal(tellsStart(said('hello'), true), true)
  assert.equal(tellsStart(said('hello'), false), undefined)
  assert.equal(tellsStart(said('Coverage of the tests'), true), undefined, 'of what else the job does')
  assert.equal(tellsStart(said('a new image'), false), false)
})

test('whether it tells the end', () => {
  assert.equal(tellsEnd(said('Shop is live'), false), true)
  assert.equal(tellsEnd(said('hello'), false), true, 'after the deployment, with nothing said against it')
  assert.equal(tellsEnd(said('Production is waiting for approval'), false), false)
  assert.equal(tellsEnd(said('Deploying the next stage'), false), false)
  assert.equal(tellsEnd(said('Something failed'), true), false, 'told whatever the outcome, and only of failures')
  assert.equal(tellsEnd(said('Deployment failed'), false), false, 'in a job that always runs')
  assert.equal(tellsEnd(said('$' + '{{ job.status }}'), true), true)
  assert.equal(tellsEnd(said('Rolled back'), false), false)
})

test('whether it tells a failure', () => {
  assert.equal(tellsFailure(said('hello'), true), true, 'it runs on failures only')
  assert.equal(tellsFailure(said('Deployment failed'), false), true)
  assert.equal(tellsFailure(said('$' + '{{ job.status }}'), false), true)
  assert.equal(tellsFailure(said('Deployment done'), false), false)
  assert.equal(tellsFailure(said('Deployment starts'), false), false)
})
