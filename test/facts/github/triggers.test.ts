import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOne } from './support.ts'

const triggersOf = async (on: string, jobs = 'jobs: {a: {steps: []}}') => {
  const { workflow } = await readOne(`${on}\n${jobs}\n`)
  return workflow.triggers.map(({ kind, event, place: _, ...rest }) => ({ kind, event, ...rest }))
}

test('a bare push is any branch and any tag', async () => {
  assert.deepEqual(await triggersOf('on: push'), [
    { kind: 'push', event: 'push' },
    { kind: 'tag', event: 'push' },
  ])
})

test('a push of branches is none of tags, and the other way round', async () => {
  assert.deepEqual(await triggersOf('on: {push: {branches: [main], paths: ["src/**"]}}'), [
    { kind: 'push', event: 'push', paths: ['src/**'], branches: ['main'] },
  ])
  assert.deepEqual(await triggersOf('on: {push: {tags: "v*"}}'), [{ kind: 'tag', event: 'push', branches: ['v*'] }])
  assert.deepEqual(await triggersOf('on: {push: {branches-ignore: [gh-pages], tags: ["v*"]}}'), [
    { kind: 'push', event: 'push', branchesIgnore: ['gh-pages'] },
    { kind: 'tag', event: 'push', branches: ['v*'] },
  ])
})

test('lists and maps give the kinds of the model', async () => {
  const kinds = (
    await triggersOf(
      'on: [pull_request_target, merge_group, release, workflow_dispatch, issue_comment, deployment_status, repository_dispatch]',
    )
  ).map((trigger) => trigger.kind)
  assert.deepEqual(kinds, ['pull-request', 'pull-request', 'release', 'manual', 'external', 'external', 'external'])
})

test('workflow_run names what it waits for', async () => {
  assert.deepEqual(
    await triggersOf(
      'on:\n  workflow_run:\n    workflows: ["Run checks"]\n    types: [completed]\n    branches: [main]',
    ),
    [{ kind: 'pipeline', event: 'workflow_run', branches: ['main'], after: ['Run checks'] }],
  )
})

test('inputs of a dispatch keep type, options and default', async () => {
  const [trigger] = await triggersOf(
    'on:\n  workflow_dispatch:\n    inputs:\n      env: {type: choice, options: [dev, prod], default: dev}\n      tag: {required: true}\n      go: {type: boolean, default: false}',
  )
  assert.deepEqual(trigger?.inputs, [
    { name: 'env', type: 'choice', options: ['dev', 'prod'], default: 'dev', reaches: [] },
    { name: 'tag', type: 'string', reaches: [] },
    { name: 'go', type: 'boolean', default: 'false', reaches: [] },
  ])
})

for (const [made, expected] of [
  ['uses: actions/upload-artifact@v4', ['get', 'ship', 'after']],
  ['run: echo', ['get']],
] as const) {
  test(`an input of a dispatch comes to what waits for what is made of it: ${made}`, async () => {
    const expression = '${{ inputs.tag }}'
    const [trigger] = await triggersOf(
      'on: {workflow_dispatch: {inputs: {tag: {}}}}',
      `jobs:\n  get: {steps: [{run: '${expression}'}, {${made}}]}\n  ship: {needs: [get], steps: [{run: a}]}\n  after: {needs: ship, steps: [{run: b}]}\n  alone: {steps: [{run: c}]}`,
    )
    assert.deepEqual(trigger?.inputs?.[0]?.reaches, expected)
  })
}

test('a workflow without `on` says so', async () => {
  const { workflow } = await readOne('jobs: {a: {steps: []}}')
  assert.match(workflow.problems[0]?.message ?? '', /nothing starts/)
})
