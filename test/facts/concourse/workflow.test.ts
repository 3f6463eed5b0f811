import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConcourse } from '../../../src/facts/pipeline/concourse/workflow.ts'
import { linesOf } from '../../support/jobs.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readConcourse(repositoryOf(files), await import('../../../src/facts/pipeline/commands/index.ts'))

const resources = `resources:
- {name: shop, type: git, source: {uri: "((uri))", branch: main}}
- {name: other, type: git, source: {uri: https://git.example/acme/other}}
- {name: nightly, type: time, source: {interval: 24h}}
- {name: image, type: registry-image, source: {repository: registry.example/shop}}
- {name: cf-staging, type: cf, source: {space: staging}}
- {name: cf-production, type: cf, source: {space: production}}
- {name: chat, type: slack-notification}
`
const pipeline = (jobs: string) => ({ 'ci/pipeline.yml': `${resources}jobs:\n${jobs}` })
const task = (name: string, line: string) =>
  `{task: ${name}, config: {platform: linux, run: {path: sh, args: [-ec, "${line}"]}}}`

for (const [what, files, expected] of [
  [
    'jobs wait for those that their versions have passed, and for a person where nothing triggers them',
    pipeline(
      `- {name: test, plan: [{get: shop, trigger: true}, ${task('unit', 'cd shop && npx vitest run')}]}\n` +
        '- {name: stage, plan: [{get: shop, passed: [test], trigger: true}, {put: cf-staging}]}\n' +
        '- {name: ship, plan: [{get: shop, passed: [stage]}, {put: cf-production}]}\n',
    ),
    ['test < -: unit-test', 'stage < test: deploy', 'ship < stage: !'],
  ],
  [
    'tasks of the repository are followed below the folder of the checkout, whatever a task calls it',
    {
      ...pipeline(
        '- {name: test, plan: [{get: shop, trigger: true}, {task: unit, file: shop/ci/unit.yml}]}\n' +
          '- {name: lint, plan: [{get: source, resource: shop, trigger: true}, {task: lint, file: source/ci/lint.yml, input_mapping: {code: source}}]}\n',
      ),
      'ci/unit.yml': 'platform: linux\nrun: {path: shop/ci/unit.sh}\n',
      'ci/unit.sh': '#!/bin/sh\nset -e\npushd shop\n  npx vitest run\n  ci/more.sh\npopd\n',
      'ci/more.sh': 'npx eslint .\n',
      'ci/lint.yml': 'platform: linux\ninputs: [{name: code}]\nrun: {path: code/ci/more.sh}\n',
    },
    ['test < -: unit-test lint', 'lint < -: lint'],
  ],
  [
    'tasks of other repositories are hidden, as far as their names leave it open',
    pipeline('- {name: ship, plan: [{get: other, trigger: true}, {task: smoke-test, file: other/ci/smoke.yml}]}\n'),
    ['ship < -: ?'],
  ],
  [
    'images are built and pushed; the build task builds',
    {
      ...pipeline(
        '- {name: pack, plan: [{get: shop, trigger: true}, {put: image, params: {build: shop}}]}\n' +
          '- {name: oci, plan: [{get: shop, trigger: true}, {task: build, params: {CONTEXT: shop}, config: {platform: linux, image_resource: {type: registry-image, source: {repository: concourse/oci-build-task}}, run: {path: build}}}, {put: image, params: {image: image/image.tar}}]}\n',
      ),
      Dockerfile: 'FROM scratch\n',
    },
    ['pack < -: build publish', 'oci < -: build publish'],
  ],
  [
    'a type of the pipeline’s own is known by its image',
    {
      'ci/pipeline.yml':
        'resource_types: [{name: news, type: docker-image, source: {repository: cfcommunity/slack-notification-resource}}]\nresources: [{name: tell, type: news}]\njobs: [{name: one, plan: [{put: tell}]}]\n',
    },
    ['one < -: notify'],
  ],
  [
    'what stands beside a deployment is not before it',
    pipeline(
      `- {name: ship, plan: [{get: shop, trigger: true}, {in_parallel: [${task('scan', 'trivy fs --exit-code 1 shop')}, {put: cf-production}]}]}\n`,
    ),
    ['ship < -: deploy security-scan'],
  ],
] as const) {
  test(`Concourse: ${what}`, async () => assert.deepEqual(linesOf(await read(files)), expected))
}

test('Concourse: hooks run after a failure, always, or behind a success; what is tried may fail', async () => {
  const [workflow] = await read(
    pipeline(
      `- name: ship\n  plan: [{get: shop, trigger: true}, {try: ${task('lint', 'npx eslint .')}}, {put: cf-production, on_failure: ${task('back', 'cf rollback shop')}}]\n` +
        '  on_success: {put: chat}\n  ensure: {put: chat}\n',
    ),
  )
  assert.deepEqual(
    workflow?.jobs[0]?.steps.map(({ name, runsAfterFailure, continueOnError }) => [
      name,
      runsAfterFailure,
      continueOnError,
    ]),
    [
      ['lint', 'no', true],
      ['cf-production', 'no', false],
      ['back', 'only', false],
      ['chat', 'no', false],
      ['chat', 'always', false],
    ],
  )
})

test('Concourse: each job is started by what its first ones are', async () => {
  const [workflow] = await read(
    pipeline(
      `- {name: test, plan: [{get: shop, trigger: true}, ${task('unit', 'npx vitest run')}]}\n` +
        `- {name: look, plan: [{get: nightly, trigger: true}, ${task('lint', 'npx eslint .')}]}\n` +
        '- {name: stage, plan: [{get: shop, passed: [test]}, {get: nightly, trigger: true}, {put: cf-staging}]}\n' +
        '- {name: back, plan: [{get: shop}, {put: cf-production}]}\n',
    ),
  )
  assert.deepEqual(
    workflow?.triggers.map(({ kind, event, branches }) => [kind, event, branches]),
    [
      ['push', 'shop', ['main']],
      ['schedule', 'nightly', undefined],
      ['manual', 'by hand', undefined],
    ],
  )
  assert.deepEqual(
    workflow?.jobs.map(({ name, condition, approval }) => [
      name,
      workflow.triggers
        .filter((trigger) => condition?.holds({ trigger, branch: 'main', onDefaultBranch: true, inputs: {} }))
        .map(({ event }) => event),
      approval?.how,
    ]),
    [
      ['test', ['shop'], undefined],
      ['look', ['nightly'], undefined],
      ['stage', ['shop'], undefined],
      ['back', ['by hand'], undefined],
    ],
  )
})

test('Concourse: other files with jobs are none of its own; circles are said, and a broken file is lost evidence', async () => {
  assert.deepEqual(await read({ 'ci/pipeline.yml': 'jobs:\n  build: {steps: [{run: make}]}\n' }), [])
  const [circle] = await read(
    pipeline('- {name: a, plan: [{get: shop, passed: [b]}]}\n- {name: b, plan: [{get: shop, passed: [a, c]}]}\n'),
  )
  assert.deepEqual(
    circle?.problems.map(({ message }) => message),
    ['jobs wait for one another in a circle: a → b → a', 'no job is called c'],
  )
  const [made] = await read({ 'ci/pipeline.yml': 'jobs:\n- name: a\n  plan:\n  #@ if env:\n  - get: shop\n' })
  assert.equal(made?.hidden[0]?.value.what, 'the pipeline that the template ci/pipeline.yml makes')
  const [broken] = await read({ 'ci/pipeline.yml': 'jobs:\n- name: a\n  plan:\n  - get: shop\n\tbad: [\n' })
  assert.ok(broken?.problems.some(({ unreadable }) => unreadable))
})
