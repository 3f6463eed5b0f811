import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { EnvironmentUse } from '../../../src/facts/pipeline/model.ts'
import { deployments, job, run, step, workflow } from '../../support/workflow.ts'

const image = run(['publish'], { tool: 'docker push' })
const packed = run(['publish'], { tool: 'npm publish' })
const build = run('build')

/** `deployment:`, a key that means a deployment and nothing else. */
function declaring(name: string): { readonly environment: never } {
  const use: EnvironmentUse = { name, place: { file: 'ci.yml' }, gate: true, recorded: true, deploys: true }
  return { environment: use as never }
}

/** A job with an environment as its dialect made it. */
function declared(id: string, name: string, acts: Parameters<typeof job>[1] = [build, image]) {
  return { ...job(id, acts), ...declaring(name) }
}

test('a job called a deployment that only pushes an image is one that something elsewhere completes', () => {
  const { 'Deploy to UAT': uat, 'deploy-live': live } = deployments([
    workflow([declared('Deploy to UAT', 'staging'), job('deploy-live', [build, image], { environment: 'production' })]),
  ])
  assert.equal(uat?.environment, 'staging')
  assert.equal(live?.environment, 'production')
  assert.equal(live?.guarded.build, true)
  assert.equal(live?.guarded.unit_test, false)
  assert.ok(isHidden(live?.followed.smoke_test), 'what rolls it out may test it')
  assert.ok(isHidden(live?.guarded.image_scan))
  assert.equal(live?.wholeJobVisible, false)
})

test('a key that means a deployment says so without a name, where an image is pushed', () => {
  const of = (...jobs: Parameters<typeof workflow>[0]) => Object.keys(deployments([workflow(jobs)]))
  assert.deepEqual(of(declared('Ship', 'production')), ['Ship'])
  const { Ship: ship } = deployments([workflow([declared('Ship', 'production')])])
  assert.ok(isHidden(ship?.guarded.unit_test), 'it may be no more than a release')
  assert.deepEqual(of(declared('Deploy', 'production', [packed])), ['Deploy'])
  assert.deepEqual(of(declared('Publish', 'production', [packed])), [])
  assert.deepEqual(of(job('push', [image], { environment: 'production' })), [])
})

test('a push is no deployment without an environment, or where another job visibly deploys there', () => {
  const of = (...jobs: Parameters<typeof workflow>[0]) => Object.keys(deployments([workflow(jobs)]))
  assert.deepEqual(of(job('deploy-to-registry', [image])), [])
  assert.deepEqual(of(job('deploy', [image], { environment: 'docker-hub' })), [])
  assert.deepEqual(of(job('pre-deploy-production', [image])), [])
  assert.deepEqual(of(job('deploy-production', [image])), ['deploy-production'])
  assert.deepEqual(of(declared('push', 'production'), job('roll', [run('deploy')])), ['roll'])
  const pages = job('pages', [run('deploy', { tool: 'pages' })])
  assert.deepEqual(of(job('deploy', [image], { environment: 'production' }), pages), ['deploy', 'pages'])
})

test('a push to a registry that the name of its job speaks of goes there and no further', () => {
  const of = (id: string) => Object.keys(deployments([workflow([job(id, [image], { environment: 'production' })])]))
  assert.deepEqual(of('deploy-to-dockerhub'), [])
  assert.deepEqual(of('Deploy to Docker Hub'), [])
  assert.deepEqual(of('deploy-image-to-registry'), [])
  assert.deepEqual(of('deploy-registry'), ['deploy-registry'])
  assert.deepEqual(of('deploy-docker'), ['deploy-docker'])
})

test('assay.yaml says that a push is a push, or what follows it', () => {
  const jobs = [declared('Deploy to LIVE', 'production')]
  const kinds = (...said: ('publish' | 'deploy')[]) => ({ kinds: [{ job: 'Deploy to LIVE', kinds: said }] })
  assert.deepEqual(deployments([workflow(jobs)], kinds('publish')), {})
  assert.equal(deployments([workflow(jobs)], kinds('publish', 'deploy'))['Deploy to LIVE']?.followed.smoke_test, false)
})

test('a step that says what it does with data is no deployment of a job that is called one', () => {
  const found = (name: string) =>
    Object.keys(
      deployments([
        workflow([job('deploy', [step([run([], { tool: 'task.py' })], { name })], { environment: 'test' })]),
      ]),
    )
  assert.deepEqual(found('Seed the tables in test'), [])
  assert.deepEqual(found('Run the task'), ['deploy'])
})
