import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, order, readPipeline, start } from './support.ts'

const main = (items: string, top = '') => `
${top}
pipelines:
  branches:
    main:
${items.replace(/^/gm, '      ')}
`

test('steps run in order, the steps of a group at once, what follows waits for all of them', async () => {
  const workflow = await readPipeline(
    'branches/main',
    main(`
- step: {name: Build, script: [make]}
- parallel:
    fail-fast: true
    steps:
      - step: {name: Lint, script: [make]}
      - step: {name: Ask, trigger: manual, script: [make]}
- step: {name: Deploy, script: [make]}
- parallel: [{step: {name: A, script: [make]}}, {step: {name: B, script: [make]}}]
- final: {name: Tell, script: [make]}
`),
  )
  assert.deepEqual(order(workflow), [
    'Build: ',
    'Lint: Build',
    'Ask: Build',
    'Deploy: Lint, Ask',
    'A: Deploy',
    'B: Deploy',
    'Tell: Build:completion, Lint:completion, Ask:completion, Deploy:completion, A:completion, B:completion',
  ])
  assert.equal(job(workflow, 'Ask').approval?.how, 'trigger: manual')
  assert.equal(job(workflow, 'Deploy').approval, undefined)
})

test('a step with a condition may be left out: what follows waits for those before it too', async () => {
  const workflow = await readPipeline(
    'branches/main',
    main(`
- step: {name: Test, script: [make]}
- step:
    name: Docs
    condition: {changesets: {includePaths: [docs/**]}}
    script: [make]
- step: {name: Deploy, script: [make]}
- step: {name: Branch, condition: {state: BITBUCKET_BRANCH == main}, script: [make]}
`),
  )
  assert.deepEqual(order(workflow), ['Test: ', 'Docs: Test', 'Deploy: Docs~, Test', 'Branch: Deploy'])
  assert.equal(job(workflow, 'Docs').condition?.holds(start(workflow)), undefined)
  const condition = job(workflow, 'Branch').condition
  assert.equal(condition?.holds(start(workflow, { branch: 'main' })), true)
  assert.equal(condition?.holds(start(workflow, { branch: 'dev' })), false)
})

test('a stage gives its steps a deployment and a gate that holds the first', async () => {
  const workflow = await readPipeline(
    'branches/main',
    main(
      `
- stage:
    name: Live
    deployment: Production
    trigger: manual
    steps:
      - step: {name: Deploy, max-time: 5, script: ['./deploy.sh $BITBUCKET_DEPLOYMENT_ENVIRONMENT']}
      - step: {name: Check, script: [make]}
- step: {name: After, script: [make]}
`,
      'options: {max-time: 30}',
    ),
  )
  assert.deepEqual(order(workflow), ['Live / Deploy: ', 'Live / Check: Live / Deploy', 'After: Live / Check'])
  const [deploy, check, after] = workflow.jobs
  assert.deepEqual(
    [deploy?.environment?.name, deploy?.environment?.gate, check?.environment?.name, after?.environment],
    ['Production', true, 'Production', undefined],
  )
  assert.deepEqual(
    [deploy, check, after].map((one) => Boolean(one?.approval)),
    [true, false, false],
  )
  assert.deepEqual([deploy?.timeoutMinutes, after?.timeoutMinutes], [5, 30])
})

test('anchors and merge keys: each use stands at its own place', async () => {
  const text = `
definitions:
  steps:
    - step: &deploy
        name: Deploy
        deployment: test
        script: [make]
pipelines:
  branches:
    main:
      - step: *deploy
      - step:
          <<: *deploy
          name: Deploy to live
          deployment: production
`
  const workflow = await readPipeline('branches/main', text)
  assert.deepEqual(
    workflow.jobs.map((one) => [one.id, one.environment?.name, text.slice(one.place.start, one.place.end)]),
    [
      ['Deploy', 'test', 'step'],
      ['Deploy to live', 'production', 'step'],
    ],
  )
  assert.notEqual(workflow.jobs[0]?.place.start, workflow.jobs[1]?.place.start)
})

test('steps without a name are called by their pipeline, twice the same name by a number', async () => {
  const one = await readPipeline('branches/main', main('- step: {script: [make]}'))
  assert.deepEqual(order(one), ['main: '])
  const two = await readPipeline(
    'branches/main',
    main('- step: {script: [make]}\n- step: {name: A, script: [make]}\n- step: {name: A, script: [make]}'),
  )
  assert.deepEqual(order(two), ['main step 1: ', 'A: main step 1', 'A #2: A'])
})

test('a variable that names an environment makes a job for each of its values', async () => {
  const workflow = await readPipeline(
    'custom/deploy',
    `
pipelines:
  custom:
    deploy:
      - variables: [{name: ENVIRONMENT, default: staging, allowed-values: [staging, production]}]
      - step: {name: Test, script: [make]}
      - step: {name: Deploy, script: ['helm upgrade shop ./chart -n $ENVIRONMENT']}
      - step: {name: Tell, script: [make]}
`,
  )
  assert.deepEqual(order(workflow), [
    'Test: ',
    'Deploy (staging): Test',
    'Deploy (production): Test',
    'Tell: Deploy (staging), Deploy (production)',
  ])
  const live = job(workflow, 'Deploy (production)')
  assert.deepEqual(
    [live.environment?.name, live.environment?.gate, live.steps[0]?.acts[0]?.environment],
    ['production', false, 'production'],
  )
  assert.equal(live.condition?.holds(start(workflow, { inputs: { ENVIRONMENT: 'staging' } })), false)
  assert.equal(live.condition?.holds(start(workflow, { inputs: { ENVIRONMENT: 'production' } })), true)
  assert.ok(job(workflow, 'Tell').needs.every((need) => need.group === 'Deploy'))
})
