import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { answers, job, needs, read, run, triggers, withJobs } from './support.ts'

test('requires: names, statuses, terminal; the needs of a job are one group', async () => {
  const { workflow } = await read(
    withJobs(`- a
- b: {requires: [a]}
- c: {requires: [a, b]}
- {d: {requires: [a: failed]}}
- {d: {name: e, requires: [{a: terminal}]}}
- {d: {name: f, requires: [{a: [success, failed]}]}}
- {d: {name: g, requires: [{a: [success, not_run]}]}}
- {d: {name: h, requires: [{a: canceled}]}}`),
  )
  assert.deepEqual(
    workflow.jobs.map((each) => [each.id, ...needs(each)].join(' ')),
    ['a', 'b a', 'c a b', 'd a:failure', 'e a:completion', 'f a:completion', 'g a~', 'h a:failure'],
  )
  assert.equal(job(workflow, 'b').needs[0]?.group, undefined)
  const groups = job(workflow, 'c').needs.map((need) => need.group)
  assert.equal(new Set(groups).size, 1)
  assert.notEqual(groups[0], undefined)
})

test('a requirement that is not there is said', async () => {
  const { workflow } = await read(withJobs('- a: {requires: [nothing]}'))
  assert.match(workflow.problems[0]?.message ?? '', /a requires nothing/)
})

test('approval, no-op and release jobs', async () => {
  const { workflow } = await read(
    withJobs('- hold: {type: approval}\n- gap: {type: no-op}\n- ship: {type: release, plan_name: p}'),
  )
  const [hold, gap, ship] = workflow.jobs
  assert.equal(hold?.approval?.how, 'type: approval')
  assert.deepEqual([gap?.steps, gap?.hidden, gap?.approval], [[], undefined, undefined])
  assert.ok(ship?.hidden?.couldBe.includes('deploy'))
})

const runs = ['main', 'hotfix/1', 'feature', 'other', 'tag:v1', 'tag:x']
for (const [filter, wanted] of [
  ['{}', '++++--'],
  ['{branches: {only: main}}', '+-----'],
  ['{branches: {only: [main, /hotfix\\/.*/]}}', '++----'],
  ['{branches: {ignore: [main, /hotfix\\/.*/]}}', '--++--'],
  ['{branches: {ignore: main, only: main}}', '-+++--'],
  ['{branches: {ignore: /.*/}, tags: {only: /v.*/}}', '----+-'],
  ['{tags: {only: /v\\d+/}}', '+++++-'],
  ['{branches: {only: /feat/}, tags: {ignore: x}}', '----+-'],
  ['{branches: {only: /^(?!main).*$/}}', '-+++--'],
  [`'pipeline.git.branch == "main" or pipeline.git.tag starts-with "v"'`, '+---+-'],
] as const) {
  test(`filters: ${filter}`, async () => {
    const { workflow } = await read(withJobs(`- a: {filters: ${filter}}\n- b: {filters: {tags: {only: /.*/}}}`))
    assert.deepEqual(answers(workflow, runs), { a: wanted, b: '++++++' })
  })
}

for (const [list, wanted] of [
  ['- a', ['push']],
  ['- a: {filters: {branches: {only: main}}}', ['push main']],
  ['- a\n- b: {filters: {branches: {only: [main, /hotfix\\/.*/]}}}', ['push main hotfix/any **']],
  ['- a: {filters: {branches: {ignore: [gh-pages]}}}', ['push not gh-pages']],
  ['- a: {filters: {branches: {ignore: /.*/}, tags: {only: "/v[0-9]+(.[0-9]+)*/"}}}', ['tag v0x0']],
  ['- a: {filters: {tags: {only: /.*/}}}', ['push', 'tag *']],
] as const) {
  test(`what starts ${list.replace(/\n/g, ' ')}`, async () => {
    assert.deepEqual(triggers((await read(withJobs(list))).workflow), wanted)
  })
}

test('a workflow on a schedule starts in no other way', async () => {
  const text = withJobs('- a: {filters: {branches: {only: develop}}}').replace(
    '  w:\n',
    '  w:\n    triggers: [{schedule: {cron: 0 3 * * *, filters: {branches: {only: [develop]}}}}]\n',
  )
  const { workflow } = await read(text)
  assert.deepEqual(triggers(workflow), ['schedule develop'])
  const [trigger] = workflow.triggers
  assert.equal(
    trigger && workflow.jobs[0]?.condition?.holds({ trigger, branch: undefined, onDefaultBranch: true, inputs: {} }),
    true,
  )
})

test('each workflow is a pipeline; one alone has the id of its file', async () => {
  const text = withJobs('- a')
  assert.deepEqual(
    (await read(`${text}  other:\n    jobs: [b]\n  version: 2\n`)).workflows.map((each) => each.id),
    ['.circleci/config.yml#w', '.circleci/config.yml#other'],
  )
  assert.deepEqual((await read(text)).workflow.id, '.circleci/config.yml')
})

test('when and unless ask for parameters: a start by hand, with the choices that matter', async () => {
  const parameters =
    'parameters: {go: {type: boolean, default: false}, where: {type: string, default: dev}, other: {type: string}}'
  const { workflow } = await read(
    withJobs('- a', parameters).replace(
      '  w:\n',
      '  w:\n    when: {and: [<< pipeline.parameters.go >>, equal: [prod, << pipeline.parameters.where >>]]}\n',
    ),
  )
  assert.deepEqual(triggers(workflow), ['manual'])
  assert.deepEqual(
    workflow.triggers[0]?.inputs?.map(({ name, options }) => [name, options]),
    [
      ['go', undefined],
      ['where', ['dev', 'prod']],
    ],
  )
  const { condition } = job(workflow, 'a')
  assert.equal(condition?.holds(run(workflow, 'by hand', { go: 'true', where: 'prod' })), true)
  assert.equal(condition?.holds(run(workflow, 'by hand', { go: 'true', where: 'dev' })), false)
  assert.equal(condition?.holds(run(workflow, 'main')), false)
})

for (const [condition, wanted] of [
  ['when: << pipeline.git.branch.is_default >>', '+---'],
  ['when: {equal: [main, << pipeline.git.branch >>]}', '+---'],
  ['unless: {equal: [main, << pipeline.git.branch >>]}', '-+++'],
  ['when: {not: {or: [{equal: [main, << pipeline.git.branch >>]}, false]}}', '-+++'],
  ['when: {matches: {pattern: "^hotfix/", value: << pipeline.git.branch >>}}', '-+--'],
  ['when: pipeline.git.branch =~ /^hotfix/ or pipeline.git.branch == "main"', '++--'],
  ['when: {and: []}', '++++'],
  ['when: << pipeline.project.git_url >>', '????'],
] as const) {
  test(`a workflow ${condition}`, async () => {
    const { workflow } = await read(withJobs('- a').replace('  w:\n', `  w:\n    ${condition}\n`))
    assert.deepEqual(answers(workflow, runs.slice(0, 4)), { a: wanted })
  })
}

test('schedules of the settings, where a condition asks for one by name', async () => {
  const when = 'when: {equal: [nightly, << pipeline.schedule.name >>]}'
  const { workflow } = await read(withJobs('- a').replace('  w:\n', `  w:\n    ${when}\n`))
  assert.deepEqual(triggers(workflow), ['schedule'])
})

test('a matrix: each leg is a job; its alias, its name and the excluded', async () => {
  const parameters = 'matrix: {alias: all, parameters: {env: [dev, prod], n: [1, 2]}, exclude: [{env: dev, n: 2}]}'
  const { workflow } = await read(
    `version: 2.1
jobs:
  a: {parameters: {env: {type: string}, n: {type: integer}}, docker: [], steps: [run: x << parameters.env >>]}
  b: {docker: [], steps: [run: x]}
workflows:
  w:
    jobs:
      - a: {${parameters}}
      - a: {name: also-<< matrix.env >>, matrix: {parameters: {env: [dev], n: [3]}}}
      - b: {requires: [all]}
      - b: {name: c, requires: [a-prod-1, also-dev]}
`,
  )
  assert.deepEqual(
    workflow.jobs.map(
      (each) => `${each.id} ${isHidden(each.environment?.name) ? '?' : (each.environment?.name ?? '')}`,
    ),
    ['a-dev-1 dev', 'a-prod-1 prod', 'a-prod-2 prod', 'also-dev dev', 'b ', 'c '],
  )
  assert.deepEqual(needs(job(workflow, 'b')), ['a-dev-1', 'a-prod-1', 'a-prod-2'])
  assert.deepEqual(needs(job(workflow, 'c')), ['a-prod-1', 'also-dev'])
})

test('a pipeline parameter with environments as its choices makes a use for each', async () => {
  const parameters = 'parameters: {env: {type: enum, enum: [staging, production], default: staging}}'
  const { workflow } = await read(
    `version: 2.1
${parameters}
jobs:
  a: {parameters: {environment: {type: string}}, docker: [], steps: [run: x << parameters.environment >>]}
workflows: {w: {jobs: [a: {environment: << pipeline.parameters.env >>}]}}
`,
  )
  assert.deepEqual(
    workflow.jobs.map((each) => [each.id, each.environment?.name, each.condition?.holds(run(workflow, 'main'))]),
    [
      ['a (staging)', 'staging', true],
      ['a (production)', 'production', false],
    ],
  )
})

test('a parameter with one choice that sounds like an environment chooses none', async () => {
  const text = withJobs('- a', 'parameters: {action: {type: enum, enum: [build, backup_prod], default: build}}')
  const { workflow } = await read(text.replace('steps: [run: x]', 'steps: [run: << pipeline.parameters.action >>]'))
  assert.deepEqual(
    workflow.jobs.map((each) => each.id),
    ['a'],
  )
})

test('a file of version 2 without workflows runs its job build, on the branches that it names', async () => {
  const { workflow } = await read(
    'version: 2\njobs:\n  build: {branches: {only: main}, docker: [], steps: [run: x]}\n  other: {steps: [run: y]}\n',
  )
  assert.deepEqual(answers(workflow, ['main', 'other', 'tag:v1']), { build: '+--' })
})

for (const text of ['', 'a: [', '- 1', 'version: 2.1\n']) {
  test(`a file that says nothing is lost evidence: ${JSON.stringify(text)}`, async () => {
    const { workflow, claimed } = await read(text)
    assert.ok(workflow.problems.some(({ unreadable }) => unreadable))
    assert.deepEqual(claimed, ['.circleci/config.yml'])
  })
}

const setup = (command: string) => `version: 2.1
setup: true
orbs: {continuation: circleci/continuation@1.0.0}
jobs:
  setup:
    executor: continuation/default
    steps:
      - run: {command: ${JSON.stringify(command)}}
      - continuation/continue: {configuration_path: .circleci/made.yml}
workflows: {setup: {jobs: [setup]}}
`
const parts = {
  '.circleci/join.sh':
    "cat base.yml > made.yml\necho 'jobs:' >> made.yml\ncat jobs/*.yml >> made.yml\necho 'workflows:' >> made.yml\ncat flows.yml >> made.yml\ncat made.yml\n",
  '.circleci/base.yml': 'version: 2.1\n',
  '.circleci/jobs/a.yml': '# jobs:\n  a: {docker: [], steps: [run: x]}\n',
  '.circleci/jobs/b.yml': '  b: {docker: [], steps: [run: y]}\n',
  '.circleci/flows.yml': '  ship: {jobs: [a, {b: {requires: [a]}}]}\n',
}

test('a configuration that the setup joins from files is read, and its places are theirs', async () => {
  const { workflows } = await read(setup('cd .circleci\n./join.sh'), parts)
  const ship = workflows.find(({ name }) => name === 'ship')
  assert.deepEqual(
    ship?.jobs.map((each) => [each.id, each.steps[0]?.place.file]),
    [
      ['a', '.circleci/jobs/a.yml'],
      ['b', '.circleci/jobs/b.yml'],
    ],
  )
  assert.equal(ship?.file, '.circleci/flows.yml')
  assert.ok(workflows.every(({ hidden }) => !hidden.length))
})

test('a configuration that is made in any other way stays hidden', async () => {
  for (const command of [
    'cd .circleci && yq -i .x made.yml',
    'python make.py > .circleci/made.yml',
    'cat .circleci/$WHICH.yml > .circleci/made.yml',
    'if x; then cat .circleci/base.yml > .circleci/made.yml; fi',
    'cat .circleci/none.yml > .circleci/made.yml',
  ]) {
    const { workflows } = await read(setup(command), parts)
    assert.deepEqual([workflows.length, workflows[0]?.hidden.length], [1, 1], command)
  }
})
