import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, needs, readOne, start } from './support.ts'

const script = '[{script: go test}]'

test('a stage waits for all jobs of the one before it, and its jobs run side by side', async () => {
  const { workflow } = await readOne(`
stages:
- stage: A
  jobs:
  - {job: x, steps: ${script}}
  - {job: y, steps: ${script}}
- stage: B
  jobs: [{job: z, steps: ${script}}]
`)
  assert.deepEqual(
    workflow.jobs.map((each) => [each.id, needs(each)]),
    [
      ['A / x', []],
      ['A / y', []],
      ['B', ['A / x', 'A / y']],
    ],
  )
})

for (const [condition, wanted] of [
  ['succeeded()', ['a']],
  ["and(succeeded(), eq(variables['Build.Reason'], 'Manual'))", ['a']],
  // It stands in the place of succeeded(): nothing is added.
  ["eq(variables['Build.SourceBranch'], 'refs/heads/main')", ['a:completion']],
  ['always()', ['a:completion']],
  ['succeededOrFailed()', ['a:completion']],
  ['failed()', ['a:failure']],
  ["in(dependencies.a.result, 'Succeeded', 'Skipped')", ['a~']],
  ['not(failed())', ['a~']],
] as const) {
  test(`condition: ${condition}`, async () => {
    const { workflow } = await readOne(`
jobs:
- {job: a, steps: ${script}}
- job: b
  dependsOn: a
  condition: ${condition}
  steps: ${script}
`)
    assert.deepEqual(needs(job(workflow, 'b')), wanted)
  })
}

test('a failure further back stops a job, though one between went on regardless', async () => {
  const { workflow } = await readOne(`
jobs:
- {job: a, steps: ${script}}
- {job: b, dependsOn: a, condition: always(), steps: ${script}}
- {job: c, dependsOn: b, steps: ${script}}
`)
  assert.deepEqual(needs(job(workflow, 'c')).sort(), ['a', 'b'])
})

test('dependsOn: [] waits for nothing; a name that does not exist is a problem', async () => {
  const { workflow } = await readOne(`
stages:
- {stage: A, jobs: [{job: a, steps: ${script}}]}
- {stage: B, dependsOn: [], jobs: [{job: b, steps: ${script}}]}
- {stage: C, dependsOn: D, jobs: [{job: c, steps: ${script}}]}
`)
  assert.deepEqual(needs(job(workflow, 'B')), [])
  assert.deepEqual(
    workflow.problems.map(({ message }) => message),
    ['C depends on D, which does not exist'],
  )
})

test('a job that only runs after a failure is none that the next stage waits for', async () => {
  const { workflow } = await readOne(`
stages:
- stage: A
  jobs:
  - {job: a, steps: ${script}}
  - {job: undo, dependsOn: a, condition: failed(), steps: ${script}}
- {stage: B, jobs: [{job: b, steps: ${script}}]}
`)
  assert.deepEqual(needs(job(workflow, 'B')), ['A / a'])
})

test('a stage with trigger: manual holds its jobs', async () => {
  const { workflow } = await readOne(`
stages:
- {stage: A, trigger: manual, jobs: [{job: a, steps: ${script}}]}
`)
  assert.equal(job(workflow, 'A').approval?.how, 'trigger: manual')
})

test('a variable that compares with a branch decides a condition', async () => {
  const { workflow } = await readOne(`
variables:
  isMain: $[eq(variables['Build.SourceBranch'], 'refs/heads/main')]
stages:
- stage: A
  condition: and(succeeded(), eq(variables.isMain, true))
  jobs: [{job: a, steps: ${script}}]
`)
  const { condition } = job(workflow, 'A')
  assert.equal(condition?.holds(start(workflow, 'push', { branch: 'main' })), true)
  assert.equal(condition?.holds(start(workflow, 'push', { branch: 'next', onDefaultBranch: false })), false)
  assert.deepEqual(condition?.branches, ['main'])
})

test('many jobs in two stages cost no product of edges', async () => {
  const jobs = (prefix: string) =>
    Array.from({ length: 60 }, (_, n) => `{job: ${prefix}${n}, steps: ${script}}`).join(', ')
  const { workflow } = await readOne(`
stages:
- {stage: A, jobs: [${jobs('a')}]}
- {stage: B, jobs: [${jobs('b')}]}
`)
  assert.deepEqual(needs(job(workflow, 'B / b7')), ['B begins'])
  assert.equal(job(workflow, 'B begins').needs.length, 60)
})

test('the checks of an environment hold all jobs of the stage', async () => {
  const { workflow } = await readOne(`
stages:
- stage: Prod
  jobs:
  - deployment: Infra
    environment: shop-prod
    strategy: {runOnce: {deploy: {steps: [{bash: a}]}}}
  - job: Service
    steps: [{bash: b}]
- stage: After
  jobs: [{job: Tell, steps: [{bash: c}]}]
`)
  assert.deepEqual(
    workflow.jobs.map(({ id, heldBy }) => [id, heldBy?.map(({ name }) => name)]),
    [
      ['Prod / Infra', undefined],
      ['Prod / Service', ['shop-prod']],
      ['After', undefined],
    ],
  )
})

test('a stage that is named by a choice is one for each', async () => {
  const { workflow } = await readOne(`
parameters:
- {name: environment, type: string, default: uat, values: [uat, prod]}
trigger: none
stages:
- stage: Deploy_to_\${{ parameters.environment }}
  jobs: [{job: copy, steps: [{bash: a}]}]
`)
  assert.deepEqual(
    workflow.jobs.map(({ id }) => id),
    ['Deploy_to_* (uat)', 'Deploy_to_* (prod)'],
  )
})
