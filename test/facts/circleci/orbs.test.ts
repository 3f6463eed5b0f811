import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read, triggers } from './support.ts'

const orbs = (jobs: string, more = '') => `version: 2.1
orbs:
  far: owner/far@1.2.3
  known: known/orb@2
  near:
    orbs: {deep: owner/deep@1}
    commands: {say: {parameters: {w: {type: string}}, steps: [run: say << parameters.w >>, deep/call: {a: 1}]}}
    jobs: {talk: {docker: [], steps: [say: {w: x}]}}
jobs:
  a: {docker: [], steps: [far/wrap: {flag: true, steps: [run: within]}, near/say: {w: y}]}
${more}
workflows:
  w:
    jobs:
${jobs.replace(/^/gm, '      ')}
`

test('commands of orbs by name, with what they are given; steps given to them are read', async () => {
  const { workflow } = await read(orbs('- a'))
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.acts.map((act) => act.text).join()),
    ['owner/far/wrap', 'within', 'say y', 'owner/deep/call'],
  )
  assert.deepEqual(workflow.jobs[0]?.steps[0]?.acts[0]?.inputs, { flag: 'true' })
})

test('orbs that stand in the file are followed', async () => {
  const { workflow } = await read(orbs('- near/talk'))
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.acts[0]?.text),
    ['say x', 'owner/deep/call'],
  )
})

test('a job of an orb is hidden by its name unless the table knows it; its environment is what it is given', async () => {
  const { workflow } = await read(
    orbs(`- far/deploy: {name: ship, env: preprod}
- far/deploy: {name: ship2, namespace: shop-prod}
- far/deploy: {name: ship3, context: [common, shop-staging]}
- far/deploy: {name: ship4, context: [a-dev, a-prod]}
- known/build: {post-steps: [run: after]}`),
  )
  assert.deepEqual(
    workflow.jobs.map((each) => [each.hidden?.value.what, each.environment?.name, each.steps.length]),
    [
      ["the orb's job owner/far/deploy", 'preprod', 0],
      ["the orb's job owner/far/deploy", 'shop-prod', 0],
      ["the orb's job owner/far/deploy", 'shop-staging', 0],
      ["the orb's job owner/far/deploy", undefined, 0],
      [undefined, undefined, 2],
    ],
  )
})

test('the environment of a job: a parameter, a variable, its context where name and commands say nothing', async () => {
  const job = (name: string, more: string) => `  ${name}: {docker: [], steps: [run: x]${more}}`
  const { workflow } = await read(
    orbs(
      `- b: {environment: qa}
- c
- d: {context: shop-prod}
- e-staging: {context: shop-prod}`,
      [
        job('b', ', parameters: {environment: {type: string}}'),
        job('c', ', environment: {DEPLOY_ENV: live, NODE_ENV: production}'),
        job('d', ''),
        job('e-staging', ''),
      ].join('\n'),
    ),
  )
  assert.deepEqual(
    workflow.jobs.map((each) => [each.environment?.name, each.environment?.gate]),
    [
      ['qa', false],
      ['live', false],
      ['shop-prod', false],
      [undefined, undefined],
    ],
  )
})

const setup = (use: string) => `version: 2.1
setup: true
orbs: {filter: circleci/path-filtering@1, continuation: circleci/continuation@1}
workflows:
  setup:
    jobs:
      - ${use}
`
const later = `version: 2.1
parameters: {api: {type: boolean, default: false}}
jobs: {a: {docker: [], steps: [run: x]}}
workflows:
  api:
    when: << pipeline.parameters.api >>
    jobs: [a: {filters: {branches: {only: main}}}]
`

test('a setup workflow goes on with a file of the repository; mapped parameters are limits to some paths', async () => {
  const use = 'filter/filter: {config-path: .circleci/later.yml, mapping: "services/api/.* api true"}'
  const { workflows, claimed } = await read(setup(use), { '.circleci/later.yml': later })
  assert.deepEqual(
    workflows.map((each) => each.id),
    ['.circleci/config.yml', '.circleci/later.yml'],
  )
  assert.deepEqual(triggers(workflows[1] as never), ['push main'])
  assert.deepEqual(workflows[1]?.triggers[0]?.paths, ['services/api/.*'])
  assert.deepEqual([...claimed].sort(), ['.circleci/config.yml', '.circleci/later.yml'])
})

test('a configuration that is made as it runs is hidden', async () => {
  const { workflow } = await read(setup('continuation/continue: {configuration_path: /tmp/made.yml}'))
  assert.match(workflow.hidden[0]?.value.what ?? '', /\/tmp\/made\.yml/)
  assert.ok(workflow.hidden[0]?.couldBe.includes('deploy'))
})

test('configurations that continue with each other end with the circle', async () => {
  const again = (file: string) => setup(`continuation/continue: {configuration_path: .circleci/${file}}`)
  const { workflows } = await read(again('b.yml'), { '.circleci/b.yml': again('config.yml') })
  const messages = workflows.flatMap(({ problems }) => problems.map(({ message }) => message))
  assert.ok(
    messages.some((message) => message.endsWith('.circleci/config.yml → .circleci/b.yml → .circleci/config.yml')),
  )
})
