import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Run, Trigger } from '../../../src/facts/pipeline/model.ts'
import { conditionOf } from '../../../src/facts/pipeline/travis/conditions.ts'
import { readTravis } from '../../../src/facts/pipeline/travis/workflow.ts'
import { repositoryOf } from '../../support/repository.ts'

async function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const finders = await import('../../../src/facts/pipeline/commands/index.ts')
  const [workflow] = await readTravis(repositoryOf({ ...files, '.travis.yml': text }), finders)
  if (!workflow) throw new Error('no workflow')
  return workflow
}

const facts = async (text: string, files: Readonly<Record<string, string>> = {}) =>
  (await collectFacts(repositoryOf({ ...files, '.travis.yml': text }), defaultSettings, ['pipelines', 'deployments']))
    .facts

const at = { file: '.travis.yml', start: 0, end: 1 }
const start = (kind: Trigger['kind'], branch?: string): Run => ({
  trigger: { kind, place: at },
  branch,
  onDefaultBranch: branch === undefined ? undefined : branch === 'main',
  inputs: {},
})

test('the phases of one job, with what the language brings', async () => {
  const { jobs } = await read('language: node_js\nbefore_install: npm ci\nafter_success: npx codecov\n')
  assert.deepEqual(
    jobs.map((job) => [
      job.id,
      job.steps.map((step) => [step.name, step.continueOnError, step.acts.map((act) => act.tool)]),
    ]),
    [
      [
        'test',
        [
          ['before_install', false, ['npm ci']],
          ['test', false, ['npm']],
          ['after_success', true, ['codecov']],
        ],
      ],
    ],
  )
})

test('each line that fails fails the job, and of several commands in one the last', async () => {
  const { jobs } = await read('script:\n  - cd app\n  - go vet .\n  - go test ./...; go build .\n')
  assert.deepEqual(
    jobs[0]?.steps[0]?.acts.map((act) => [act.tool, act.onFailure, act.directory]),
    [
      ['go vet', 'stops', 'app'],
      ['go test', 'ignored', 'app'],
      ['go build', 'stops', 'app'],
    ],
  )
})

test('the keys of the file make a job of their own beside included ones where they expand', async () => {
  const ids = async (versions: string) =>
    (await read(`node_js: ${versions}\nscript: make\njobs: {include: [{name: a, script: make a}]}\n`)).jobs.map(
      (job) => job.id,
    )
  assert.deepEqual(await ids('["18"]'), ['a'])
  assert.deepEqual(await ids('["18", "20"]'), ['test', 'a'])
})

test('functions of the service around a command', async () => {
  const { jobs } = await read(
    'install: travis_retry npm ci\nscript: travis_wait 30 go test ./... || travis_terminate 1\n',
  )
  assert.deepEqual(
    jobs[0]?.steps.flatMap((step) => step.acts.map((act) => [act.tool, act.onFailure])),
    [
      ['npm ci', 'stops'],
      ['go test', 'stops'],
    ],
  )
})

test('stages stand one after the other; what may fail holds nothing', async () => {
  const { jobs } = await read(`
stages: [lint, test, deploy]
jobs:
  include:
    - {stage: test, script: go test ./..., name: unit}
    - {script: go vet ., name: vet}
    - {stage: deploy, script: ./deploy.sh, if: branch = main}
    - {stage: lint, script: gofmt -l .}
  allow_failures:
    - name: vet
`)
  assert.deepEqual(
    jobs.map((job) => [job.id, job.allowFailure, job.needs.map((need) => need.job).join()]),
    [
      ['lint', false, ''],
      ['unit', false, 'lint'],
      ['vet', true, 'lint'],
      ['deploy', false, 'lint,unit,vet'],
    ],
  )
})

test('a deployment by branch: guarded by the script, and to the environment that its app names', async () => {
  const { deployments } = await facts(`
language: go
script: go test ./...
deploy:
  - provider: heroku
    app: {main: shop-staging, release: shop-production}
  - provider: npm
    on: {tags: true}
`)
  assert.deepEqual(
    deployments.map((one) => [one.environment, one.guardedBy.includes('unit-test'), one.triggers.join()]),
    [
      ['production', true, 'push'],
      ['staging', true, 'push'],
    ],
  )
})

test('what runs after the result is no gate', async () => {
  const { deployments } = await facts('after_success:\n  - go test ./...\n  - kubectl apply -f k8s -n production\n')
  assert.equal(deployments[0]?.guarded.unit_test, false)
  assert.ok(isHidden(deployments[0]?.followed.notify), 'Travis sends mails')
})

test('a failing line of the script does not stop the line that deploys, and stops the phase that does', async () => {
  const guarded = async (text: string) => (await facts(text)).deployments.map((one) => one.guarded.unit_test)
  assert.deepEqual(await guarded('script:\n  - go test ./...\n  - kubectl apply -f k8s -n production\n'), [false])
  assert.deepEqual(await guarded('script: go test ./... && kubectl apply -f k8s -n production\n'), [true])
  assert.deepEqual(await guarded('script: go test ./...\nafter_success: kubectl apply -f k8s -n production\n'), [true])
  assert.deepEqual(await guarded('script: [go test ./...]\ndeploy: {provider: s3, bucket: shop-production}\n'), [true])
})

test('branches limit the starts; a regular expression leaves them open', async () => {
  const kinds = async (branches: string) =>
    (await read(`script: make\nbranches: ${branches}\n`)).triggers.map((trigger) => [
      trigger.kind,
      trigger.branches?.join(),
    ])
  assert.deepEqual(await kinds('{only: [main]}'), [
    ['push', 'main'],
    ['pull-request', 'main'],
  ])
  assert.deepEqual(await kinds('{only: [main, "/^v\\\\d/"]}'), [
    ['push', undefined],
    ['pull-request', undefined],
    ['tag', undefined],
  ])
})

for (const [text, run, holds] of [
  ['branch = main AND type = push', start('push', 'main'), true],
  ['branch = main AND type = push', start('push', 'dev'), false],
  ['type != pull_request', start('pull-request', 'main'), false],
  ['tag IS present', start('push', 'main'), false],
  ['tag IS blank OR branch = main', start('tag'), undefined],
  ['branch IN (main, release)', start('push', 'release'), true],
  ['NOT (branch =~ /^rel/)', start('push', 'release'), false],
  ['env(DEPLOY) = true', start('push', 'main'), undefined],
  ['commit_message !~ /skip/ AND branch = dev', start('push', 'main'), false],
] as const) {
  test(`if: ${text} on ${run.trigger.kind} ${run.branch ?? ''}`, () => {
    assert.equal(conditionOf(text, at).holds(run), holds)
  })
}

test('a file that is no map is said, and hides what it does', async () => {
  const workflow = await read('- a\n')
  assert.equal(workflow.problems[0]?.unreadable, true)
  assert.ok(workflow.hidden.length)
})
