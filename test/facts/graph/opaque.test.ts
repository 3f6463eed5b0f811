import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { deployments, job, run, step, workflow } from '../../support/workflow.ts'

const deploy = run('deploy')
const script = (tool: string) => run([], { tool })
const smokeAndThen = (undo: Parameters<typeof job>[1], key = 'x') =>
  deployments([workflow([job('ship', [deploy, run('smoke-test')]), job(key, undo, { needs: [['ship', 'failure']] })])])
    .ship?.verificationRollsBack

test('a script that is not followed may do what its job or step is named for', () => {
  const answer = smokeAndThen([script('get_config.py'), script('activate.py')], 'rollback-stack')
  assert.ok(isHidden(answer))
  assert.equal(answer.what, 'what activate.py does')
  assert.ok(isHidden(smokeAndThen([step([script('switch.js')], { name: 'Roll back' })])))
})

test('names tell nothing beside what is seen, of shell programs, or of what they speak of in passing', () => {
  assert.equal(smokeAndThen([script('activate.py')], 'switch-stack'), false)
  assert.equal(smokeAndThen([script('activate')], 'rollback'), false)
  assert.equal(smokeAndThen([script('activate.py')], 'prepare-rollback'), false)
  assert.equal(smokeAndThen([script('get.py'), run('rollback')], 'rollback'), true)
})

test('a step that says what it does with data does not do what its job is called after', () => {
  const back = (name: string) => smokeAndThen([step([script('task.py')], { name })], 'rollback')
  assert.equal(back('Seed the tables'), false)
  assert.ok(isHidden(back('Run the task')))
  assert.ok(isHidden(back('Import the archive and ship')))
  assert.ok(isHidden(back('Export variables')))
  assert.ok(isHidden(back('Run what the release imports')))
})

test('a script that is called build may build: its absence is not certain', () => {
  const built = (...acts: Parameters<typeof job>[1]) =>
    deployments([workflow([job('ship', [...acts, deploy])])]).ship?.guarded.build
  assert.ok(isHidden(built(script('build.js'))))
  assert.equal(built(run('build'), script('build.js')), true)
  assert.equal(built(script('start.js')), false)
})

test('a program that is run from its source may do what its arguments, its step or its job say', () => {
  const go = (...words: string[]) => run([], { tool: 'go', words: ['run', './tools/ci', ...words] })
  const tested = (...acts: Parameters<typeof job>[1]) =>
    deployments([workflow([job('ship', [...acts, deploy])])]).ship?.guarded.unit_test
  assert.ok(isHidden(tested(go('unit-tests'))))
  assert.ok(isHidden(tested(go('test'))))
  assert.ok(isHidden(tested(run([], { tool: 'ci.js', words: ['unit-tests'] }))))
  assert.equal(tested(go('--verbose')), false)
  assert.equal(tested(run([], { tool: 'go', words: ['vet', 'test'] })), false)
  assert.equal(tested(run('unit-test'), go('test')), true)
  const dotnet = run([], { tool: 'dotnet', words: ['run', '--project', 'build'] })
  assert.ok(isHidden(smokeAndThen([dotnet], 'rollback-stack')))
  assert.ok(isHidden(smokeAndThen([step([dotnet], { name: 'Roll back' })])))
})
