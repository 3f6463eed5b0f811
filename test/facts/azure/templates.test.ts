import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { job, needs, read, readOne, start } from './support.ts'

const names = (workflow: Awaited<ReturnType<typeof readOne>>['workflow']) => workflow.jobs.map(({ id }) => id)

test('each over a parameter of objects makes a stage for each, with if inside', async () => {
  const { workflow } = await readOne(
    `
stages:
- template: deploy/stages.yml
  parameters:
    environments:
    - {name: dev}
    - {name: production, gated: true}
`,
    {
      'deploy/stages.yml': `
parameters:
- {name: environments, type: object}
stages:
- \${{ each env in parameters.environments }}:
  - stage: Deploy_\${{ env.name }}
    jobs:
    - \${{ if eq(env.gated, true) }}:
      - {job: wait, pool: server, steps: [{task: ManualValidation@1}]}
    - deployment: app
      environment: \${{ env.name }}
      strategy: {runOnce: {deploy: {steps: [{template: steps.yml, parameters: {target: "\${{ env.name }}"}}]}}}
`,
      'deploy/steps.yml': `
parameters: {target: none}
steps: [{bash: "./deploy.sh \${{ parameters.target }}"}]
`,
    },
  )
  assert.deepEqual(names(workflow), ['Deploy_dev', 'Deploy_production / wait', 'Deploy_production / app'])
  const deployment = job(workflow, 'Deploy_dev')
  assert.equal(deployment.environment?.name, 'dev')
  assert.equal(deployment.steps[0]?.acts[0]?.text, './deploy.sh dev')
  assert.equal(deployment.place.file, 'azure-pipelines.yml')
  assert.deepEqual(
    deployment.steps[0]?.via.map(({ file }) => file),
    ['azure-pipelines.yml', 'deploy/stages.yml'],
  )
})

test('templates are no pipelines of their own where one uses them', async () => {
  const { workflows } = await read({
    'azure-pipelines.yml': 'stages: [{template: ci/stage.yml}]',
    'ci/stage.yml': 'stages: [{stage: A, jobs: [{job: a, steps: [{bash: make}]}]}]',
  })
  assert.deepEqual(
    workflows.map(({ file }) => file),
    ['azure-pipelines.yml'],
  )
})

test('a template of another repository is hidden by name, and what depends on it waits', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: shared, name: platform/pipelines}]}
stages:
- template: stages/build.yml@shared
- {stage: B, jobs: [{job: b, steps: [{template: steps/smoke-test.yml@shared}]}]}
`)
  assert.equal(job(workflow, 'build').hidden?.value.what, 'the template stages/build.yml@platform/pipelines')
  assert.deepEqual(needs(job(workflow, 'B')), ['build'])
  assert.deepEqual(job(workflow, 'B').steps[0]?.acts[0]?.hidden?.couldBe, ['smoke-test'])
})

test('extends of a template elsewhere: what it is given is read, what it adds is hidden', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: base, name: org/base}]}
extends:
  template: wrap.yml@base
  parameters:
    stages: [{stage: A, jobs: [{job: a, steps: [{bash: make}]}]}]
`)
  assert.deepEqual(names(workflow), ['A'])
  assert.deepEqual(
    workflow.hidden.map(({ value }) => value.what),
    ['the template wrap.yml@org/base'],
  )
})

test('extends of a template here, with steps as a parameter', async () => {
  const { workflow } = await readOne(
    `
extends:
  template: wrap.yml
  parameters: {inner: [{bash: go test ./...}]}
`,
    {
      'wrap.yml':
        'parameters: [{name: inner, type: stepList}]\njobs: [{job: a, steps: ["${{ parameters.inner }}", {bash: done}]}]',
    },
  )
  assert.deepEqual(
    job(workflow, 'a').steps.map((step) => step.acts[0]?.text),
    ['go test ./...', 'done'],
  )
})

for (const [what, files, message] of [
  ['itself', { 'a.yml': 'steps: [{template: a.yml}]' }, 'templates use each other in a circle: a.yml → a.yml'],
  [
    'another that uses it',
    { 'a.yml': 'steps: [{template: b.yml}]', 'b.yml': 'steps: [{template: a.yml}]' },
    'templates use each other in a circle: a.yml → b.yml → a.yml',
  ],
  ['one that is not here', {}, 'there is no template a.yml'],
] as const) {
  test(`a template that uses ${what}`, async () => {
    const { workflow } = await readOne('steps: [{template: a.yml}]', files)
    assert.deepEqual(
      workflow.problems.map((problem) => problem.message),
      [message],
    )
    assert.ok(job(workflow, 'Job').steps.some((step) => step.acts.some((act) => act.hidden)))
  })
}

test('parameters and variables that name themselves end', async () => {
  const { workflow } = await readOne(`
variables: {a: $(b)$(b), b: $(a)$(a)}
jobs: [{deployment: d, environment: $(a), strategy: {runOnce: {deploy: {steps: [{bash: make $(a)}]}}}}]
`)
  assert.ok(isHidden(job(workflow, 'd').environment?.name))
})

test('a runtime parameter with values makes a use for each environment', async () => {
  const { workflow } = await readOne(`
trigger: none
parameters:
- {name: environment, type: string, default: dev, values: [dev, prod]}
jobs: [{deployment: d, environment: "\${{ parameters.environment }}", strategy: {runOnce: {deploy: {steps: [{bash: make}]}}}}]
`)
  assert.deepEqual(names(workflow), ['d (dev)', 'd (prod)'])
  const run = start(workflow, 'manual', { inputs: { environment: 'prod' } })
  assert.deepEqual(
    workflow.jobs.map((each) => each.condition?.holds(run)),
    [false, true],
  )
})

test('variables that a branch chooses make a use for each environment', async () => {
  const { workflow } = await readOne(`
trigger: [main, develop]
variables:
  \${{ if eq(variables['Build.SourceBranchName'], 'main') }}:
    environment: production
  \${{ else }}:
    environment: dev
jobs: [{job: d, steps: [{bash: ./deploy.sh $(environment)}]}]
`)
  assert.deepEqual(names(workflow), ['d (production)', 'd (dev)'])
  assert.deepEqual(
    workflow.jobs.map((each) => each.steps[0]?.acts[0]?.text),
    ['./deploy.sh production', './deploy.sh dev'],
  )
})
