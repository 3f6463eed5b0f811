import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { job, needs, read, runs, start } from './support.ts'

test('extends merges deeply, arrays are replaced; references bring parts of other jobs', async () => {
  const { workflow, scripts } = await read(`
.base: {variables: {A: "1", B: "2"}, script: [base], environment: {name: staging, url: u}}
.tools: {script: [first, second]}
job: {extends: .base, variables: {B: "3"}, script: [!reference [.tools, script], third]}
`)
  assert.equal(scripts[0]?.text.trim(), 'first\nsecond\nthird')
  assert.deepEqual([scripts[0]?.variables.A, scripts[0]?.variables.B], ['1', '3'])
  assert.equal(job(workflow, 'job').environment?.name, 'staging')
})

test('local includes are followed, with globs and inputs; places point into their files', async () => {
  const { workflow, messages, repository } = await read('include: [{local: /ci/*.yml, inputs: {stage: test}}]', {
    'ci/a.yml':
      'spec: {inputs: {stage: {default: build}, env: {default: qa}}}\n---\n"run $[[ inputs.env ]]": {stage: "$[[ inputs.stage ]]", script: a}',
    'ci/b.yml': 'b: {script: b}',
  })
  assert.deepEqual(messages, [])
  assert.deepEqual(
    workflow.jobs.map(({ id, place }) => [id, place.file]),
    [
      ['run qa', 'ci/a.yml'],
      ['b', 'ci/b.yml'],
    ],
  )
  assert.deepEqual(repository.claimed, ['.gitlab-ci.yml', 'ci/a.yml', 'ci/b.yml'])
})

test('what another project includes is hidden by name, as far as its name leaves it open', async () => {
  const { workflow } = await read(`
include: [{project: a/b, file: /lint.yml}, {remote: "https://x.example/any.yml"}]
job: {extends: .elsewhere}
`)
  const [lint, any] = workflow.hidden
  assert.match(lint?.value.what ?? '', /lint\.yml of the project a\/b/)
  assert.deepEqual(lint?.couldBe, ['lint', 'validate'])
  assert.ok(any?.couldBe.includes('deploy'))
  assert.ok(job(workflow, 'job').hidden)
})

test("GitLab's scanners come with their template, report, and can be overridden", async () => {
  const { workflow } = await read(`
include: [{template: Jobs/Secret-Detection.gitlab-ci.yml}, {component: $CI_SERVER_FQDN/components/sast/sast@2}]
secret_detection: {stage: deploy}
`)
  assert.equal(workflow.hidden.length, 0)
  const secrets = job(workflow, 'secret_detection')
  assert.equal(secrets.allowFailure, true)
  assert.deepEqual(
    secrets.steps[0]?.acts.map(({ tool }) => tool),
    ['Security/Secret-Detection#secret_detection'],
  )
  assert.ok(job(workflow, 'semgrep-sast'))
})

test("GitLab's scanners are found by the names without a folder too", async () => {
  const { workflow } = await read(
    'include: [{template: Dependency-Scanning.gitlab-ci.yml}, {template: SAST.gitlab-ci.yml}]\n',
  )
  assert.equal(workflow.hidden.length, 0)
  assert.ok(job(workflow, 'semgrep-sast'))
})

for (const [what, text, others, pattern] of [
  ['includes', 'include: a.yml', { 'a.yml': 'include: b.yml', 'b.yml': 'include: a.yml' }, /a\.yml → b\.yml → a\.yml/],
  ['extends', 'a: {extends: b, script: x}\nb: {extends: a, script: y}', {}, /a → b → a/],
  [
    'references',
    '.a: {script: [!reference [.b, script]]}\n.b: {script: [!reference [.a, script]]}\nj: {script: [!reference [.a, script]]}',
    {},
    /\.b\.script → \.a\.script → \.b\.script/,
  ],
  ['child pipelines', 'a: {trigger: {include: .gitlab-ci.yml}}', {}, /\.gitlab-ci\.yml → \.gitlab-ci\.yml/],
] as const) {
  test(`a circle of ${what} is shown`, async () => {
    const { messages } = await read(text, others as Record<string, string>)
    assert.ok(
      messages.some((message) => pattern.test(message)),
      messages.join('\n'),
    )
  })
}

test('what is not there is said: jobs that are needed, extended, files', async () => {
  const { messages } = await read('include: none.yml')
  assert.deepEqual(messages, ['there is no file none.yml'])
  const others = await read('a: {needs: [b], extends: .c, script: x}')
  assert.deepEqual(others.messages, ['a extends .c, which does not exist', 'the job a needs b, which does not exist'])
})

test('a file that cannot be read is a pipeline that hides everything', async () => {
  const { workflow } = await read('a: [')
  assert.equal(workflow.problems[0]?.unreadable, true)
  assert.ok(workflow.hidden.length)
})

test('child pipelines of the repository stand in their parent; with strategy: depend it waits for them', async () => {
  const { workflow } = await read(
    `
stages: [start, after]
start: {stage: start, variables: {TO: staging}, trigger: {include: child.yml, strategy: depend}}
after: {stage: after, script: x}
`,
    { 'child.yml': 'deploy: {script: d, environment: $TO, rules: [{if: $CI_PIPELINE_SOURCE == "parent_pipeline"}]}' },
  )
  const deploy = job(workflow, 'start / deploy')
  assert.equal(deploy.environment?.name, 'staging')
  assert.deepEqual(needs(deploy), ['start'])
  assert.deepEqual(needs(job(workflow, 'after')), ['start~', 'start / deploy~'])
})

for (const [what, child, requires] of [
  ['a child pipeline whose starter may fail stops nobody', 'allow_failure: true, ', ':completion'],
  ['a child pipeline whose starter may not fail does', 'allow_failure: false, ', ''],
] as const)
  test(what, async () => {
    const { workflow } = await read(
      `
stages: [start, after]
start: {stage: start, ${child}trigger: {include: child.yml, strategy: depend}}
after: {stage: after, script: x}
next: {stage: after, needs: [start], script: x}
`,
      { 'child.yml': 'unit: {script: t}' },
    )
    assert.deepEqual(needs(job(workflow, 'after')), ['start~', `start / unit${requires}~`])
    assert.deepEqual(needs(job(workflow, 'next')), ['start', `start / unit${requires}~`])
  })

test('nobody waits for the child of a child that its starter does not wait for', async () => {
  const { workflow } = await read(
    `
stages: [start, after]
start: {stage: start, trigger: {include: child.yml, strategy: depend}}
after: {stage: after, script: x}
`,
    { 'child.yml': 'go: {trigger: {include: deep.yml}}', 'deep.yml': 'unit: {script: t}' },
  )
  assert.deepEqual(needs(job(workflow, 'after')), ['start~', 'start / go~'])
})

test('a job of Auto DevOps that a variable switches off does not run', async () => {
  for (const [value, holds] of [
    ['"true"', false],
    ['"1"', false],
    ['"false"', true],
  ] as const) {
    const { workflow } = await read(
      `include: [{template: Auto-DevOps.gitlab-ci.yml}]\nvariables: {TEST_DISABLED: ${value}}`,
    )
    const { condition } = workflow.jobs.find(({ id }) => id === 'test') ?? {}
    const off = workflow.jobs.every(({ id }) => id !== 'test')
    assert.equal(!off && condition?.holds(start(workflow, 'push')) !== false, holds, value)
  }
})

test('pipelines of other projects are hidden; nobody waits for them without a strategy', async () => {
  const { workflow } = await read('deploy: {trigger: {project: infra/deploy}}')
  const { hidden, allowFailure } = job(workflow, 'deploy')
  assert.ok(hidden?.couldBe.includes('deploy') && isHidden(hidden.value))
  assert.equal(allowFailure, true)
})

test('very many jobs in stages have few edges', async () => {
  const jobs = [0, 1, 2].flatMap((stage) =>
    Array.from({ length: 150 }, (_, i) => `j${stage}_${i}: {stage: s${stage}, script: x}`),
  )
  const { workflow } = await read(`stages: [s0, s1, s2]\n${jobs.join('\n')}`)
  assert.ok(workflow.jobs.reduce((sum, one) => sum + one.needs.length, 0) < 2_000)
  assert.deepEqual(needs(job(workflow, 'j2_0')), ['(end of stage 2)~'])
})

test('a whole pipeline beside the first one is that of another project; what is included, or only brings jobs, is none', async () => {
  const whole = 'stages: [go]\ngo: {stage: go, script: go}'
  const { workflows } = await read('include: [.gitlab-ci-rules.yml]\na: {script: a}', {
    '.gitlab-ci-rules.yml': whole,
    '.gitlab-ci-prod.yml': whole,
    '.gitlab-ci.jobs.yml': 'b: {script: b}',
    'docs/.gitlab-ci-other.yml': whole,
  })
  assert.deepEqual(
    workflows.map(({ file }) => file),
    ['.gitlab-ci.yml', '.gitlab-ci-prod.yml'],
  )
})

test('jobs of one name that come by includes of different refs are jobs of their own', async () => {
  const include = (file: string, ref: string) => `{local: ${file}, rules: [{if: '$CI_COMMIT_REF_NAME == "${ref}"'}]}`
  const body = (env: string) =>
    `variables: {TARGET: ${env}}\nbuild: {script: [make]}\ndeploy-${env}: {needs: [build], environment: {name: ${env}}, script: [ship $TARGET]}`
  const { workflow, scripts } = await read(
    `include: [${include('dev.yml', 'develop')}, ${include('prod.yml', 'main')}]`,
    {
      'dev.yml': `${body('dev')}\nsame: {when: manual, script: [a]}`,
      'prod.yml': `${body('prod')}\nsame: {script: [b]}`,
    },
  )
  assert.deepEqual(workflow.jobs.map(({ id }) => id).sort(), [
    'build (develop)',
    'build (main)',
    'deploy-dev',
    'deploy-prod',
    'same (develop)',
    'same (main)',
  ])
  const on = (id: string, branch: string) => runs(workflow, id, start(workflow, 'push', branch))
  assert.deepEqual(
    [on('build (develop)', 'develop'), on('build (main)', 'develop'), on('deploy-dev', 'develop')],
    [true, false, true],
  )
  assert.equal(job(workflow, 'same (main)').approval, undefined)
  const ship = scripts.filter(({ text }) => text.includes('ship'))
  assert.deepEqual(
    ship.map(({ variables }) => variables.TARGET),
    ['dev', 'prod'],
  )
})
