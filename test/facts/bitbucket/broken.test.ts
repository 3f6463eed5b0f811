import assert from 'node:assert/strict'
import { test } from 'node:test'
import { order, read, readPipeline } from './support.ts'

for (const [name, text, message] of [
  ['an empty file', '', 'this pipeline file cannot be read'],
  ['a list', '- a', 'this pipeline file cannot be read'],
  ['no pipelines', 'image: node', 'no `pipelines`: nothing is run'],
  ['pipelines that are no map', 'pipelines: [a]', '`pipelines` must be a map'],
] as const) {
  test(`${name} is a pipeline with a problem`, async () => {
    const { workflows } = await read(text)
    assert.deepEqual(
      workflows.map((workflow) => [workflow.id, workflow.problems.map((problem) => problem.message)]),
      [['bitbucket-pipelines.yml', [message]]],
    )
    assert.ok(workflows[0]?.hidden[0]?.couldBe.includes('deploy'))
  })
}

test('what makes no sense is said where it stands', async () => {
  const { workflows } = await read(`
pipelines:
  branch: {main: []}
  default:
    - step: {name: A}
    - steps: []
    - stage: {name: B}
`)
  assert.deepEqual(
    workflows.flatMap((workflow) => workflow.problems.map((problem) => problem.message)),
    [
      '`pipelines` has no section `branch`',
      'the step A has no `script`',
      'an item of a pipeline must be a `step`, `parallel` or `stage`',
      'the stage B has no `steps`',
    ],
  )
})

test('child pipelines stand for the step that starts them', async () => {
  const workflow = await readPipeline(
    'branches/main',
    `
pipelines:
  branches:
    main:
      - step: {name: Test, script: [make]}
      - step: {name: Ship, type: pipeline, custom: ship, trigger: manual, input-variables: {ENV: production}}
      - step: {name: Tell, script: [make]}
  custom:
    ship:
      - variables: [{name: ENV, allowed-values: [staging, production]}]
      - step: {name: Deploy, script: ['helm upgrade shop ./chart -n $ENV']}
      - step: {name: Check, script: [make]}
`,
  )
  assert.deepEqual(order(workflow), [
    'Test: ',
    'Ship / Deploy: Test',
    'Ship / Check: Ship / Deploy',
    'Tell: Ship / Deploy, Ship / Check',
  ])
  assert.equal(workflow.jobs[1]?.steps[0]?.acts[0]?.environment, 'production')
  assert.ok(workflow.jobs[1]?.approval)
})

test('child pipelines in a circle end with the circle', async () => {
  const workflow = await readPipeline(
    'custom/a',
    `
pipelines:
  custom:
    a: [{step: {name: x, type: pipeline, custom: b}}]
    b: [{step: {name: y, type: pipeline, custom: a}}]
`,
  )
  assert.deepEqual(
    workflow.problems.map((problem) => problem.message),
    ['pipelines start each other in a circle: a → b → a'],
  )
})

test('a pipeline of another repository is hidden by name', async () => {
  const workflow = await readPipeline('branches/main', 'pipelines: {branches: {main: {import: "ci:v2:deploy-all"}}}')
  assert.equal(workflow.jobs[0]?.hidden?.value.what, 'the imported pipeline ci:v2:deploy-all')
  assert.ok(workflow.jobs[0]?.hidden?.couldBe.includes('deploy'))
})

test('a pipeline imported from a file of the repository is followed, circles of imports end', async () => {
  const imports = 'definitions: {imports: {shared: ci/shared.yml}}\n'
  const text = `${imports}pipelines: {default: {import: test@shared}, custom: {round: {import: round@shared}}}`
  const shared = `${imports}
definitions:
  imports: {shared: ci/shared.yml}
  pipelines:
    test: [{step: {name: Test, script: [go test ./...]}}]
    round: {import: round@shared}
`.replace(imports, '')
  const found = await readPipeline('default', text, { 'ci/shared.yml': shared })
  assert.deepEqual(order(found), ['Test: '])
  const round = await readPipeline('custom/round', text, { 'ci/shared.yml': shared })
  assert.match(round.problems[0]?.message ?? '', /circle: round@ci\/shared.yml → round@ci\/shared.yml/)
})

test('a file that only shares pipelines is called from elsewhere', async () => {
  const { workflows } = await read('export: true\ndefinitions: {pipelines: {ship: [{step: {script: [make]}}]}}')
  assert.deepEqual(
    workflows.map((workflow) => [workflow.name, workflow.triggers[0]?.kind]),
    [['definitions/ship', 'call']],
  )
})
