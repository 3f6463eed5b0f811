import assert from 'node:assert/strict'
import { test } from 'node:test'
import { branchesIn, holds } from '../../../src/facts/pipeline/bitbucket/expression.ts'
import { globsOf, winningOver } from '../../../src/facts/pipeline/bitbucket/patterns.ts'
import { read, readPipeline } from './support.ts'

const steps = '[{step: {script: [make]}}]'

test('each definition is a pipeline of its own, with its trigger', async () => {
  const { workflows } = await read(`
pipelines:
  default: ${steps}
  branches: {main: ${steps}, 'release/*': ${steps}}
  tags: {'v*': ${steps}}
  pull-requests: {'**': ${steps}}
  custom: {deploy: ${steps}}
`)
  assert.deepEqual(
    workflows.map(({ id, triggers }) => [id, triggers[0]?.kind, triggers[0]?.branches, triggers[0]?.branchesIgnore]),
    [
      ['bitbucket-pipelines.yml#default', 'push', undefined, ['main', 'release/*']],
      ['bitbucket-pipelines.yml#branches/main', 'push', ['main'], undefined],
      ['bitbucket-pipelines.yml#branches/release/*', 'push', ['release/*'], ['main']],
      ['bitbucket-pipelines.yml#tags/v*', 'tag', ['v*'], undefined],
      ['bitbucket-pipelines.yml#pull-requests/**', 'pull-request', undefined, undefined],
      ['bitbucket-pipelines.yml#custom/deploy', 'manual', undefined, undefined],
    ],
  )
})

test('braces are several patterns, nested ones too, without end they are left', () => {
  assert.deepEqual([...new Set(globsOf('{main,release/{1,2}}'))].sort(), ['main', 'release/1', 'release/2'])
  assert.equal(globsOf('{a,b}'.repeat(20)).length <= 64, true)
})

for (const [pattern, winners] of [
  ['main', []],
  ['**', ['main', 'feature/*', 'feature/bb-*']],
  ['feature/*', ['main', 'feature/bb-*']],
  ['feature/bb-*', ['main']],
] as const) {
  test(`over ${pattern} win the patterns that are more specific`, () => {
    assert.deepEqual(winningOver(pattern, ['main', '**', 'feature/*', 'feature/bb-*']), winners)
  })
}

test('the variables of a custom pipeline are inputs of a start by hand', async () => {
  const workflow = await readPipeline(
    'custom/deploy',
    `
pipelines:
  custom:
    deploy:
      - variables:
          - {name: TARGET, default: staging, allowed-values: [staging, production]}
          - {name: NOTE}
      - step: {name: Go, script: [make]}
`,
  )
  assert.deepEqual(workflow.triggers[0]?.inputs, [
    { name: 'TARGET', type: 'string', options: ['staging', 'production'], default: 'staging' },
    { name: 'NOTE', type: 'string' },
  ])
  assert.deepEqual(
    workflow.jobs.map((job) => job.id),
    ['Go'],
  )
})

test('`triggers` start custom pipelines too', async () => {
  const workflow = await readPipeline(
    'custom/deploy',
    `
triggers:
  repository-push:
    - {condition: 'BITBUCKET_BRANCH == "main" || glob(BITBUCKET_BRANCH, "release/*")', pipelines: [deploy]}
  pipeline-completed:
    - {condition: 'true', pipelines: [deploy, other]}
pipelines:
  custom: {deploy: ${steps}}
`,
  )
  assert.deepEqual(
    workflow.triggers.map(({ kind, branches }) => [kind, branches]),
    [
      ['manual', undefined],
      ['push', ['main', 'release/*']],
      ['external', undefined],
    ],
  )
})

for (const [expression, branch, expected] of [
  ['BITBUCKET_BRANCH == "main"', 'main', true],
  ['BITBUCKET_BRANCH == main && OTHER == 1', 'dev', false],
  ['BITBUCKET_BRANCH == main && OTHER == 1', 'main', undefined],
  ['(BITBUCKET_BRANCH == dev || glob(BITBUCKET_BRANCH, "release/*"))', 'release/1', true],
  ['!(BITBUCKET_BRANCH == dev)', 'dev', false],
  ['3 > 2', undefined, true],
  ['BITBUCKET_BRANCH == ', 'main', undefined],
  ['((((', 'main', undefined],
] as const) {
  test(`${expression} on ${branch} is ${expected}`, () => {
    const known = (name: string) => (name === 'BITBUCKET_BRANCH' ? branch : undefined)
    const answer = holds(expression, known)
    assert.equal(answer === true, expected === true)
    if (expected === false) assert.equal(answer, false)
  })
}

test('branches are read from a plain condition alone', () => {
  assert.deepEqual(branchesIn('BITBUCKET_BRANCH == "main"'), ['main'])
  assert.equal(branchesIn('BITBUCKET_BRANCH != "main"'), undefined)
})
