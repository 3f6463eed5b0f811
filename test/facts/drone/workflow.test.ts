import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDrone } from '../../../src/facts/pipeline/drone/workflow.ts'
import type { Run } from '../../../src/facts/pipeline/model.ts'
import { linesOf } from '../../support/jobs.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readDrone(repositoryOf(files), await import('../../../src/facts/pipeline/commands/index.ts'))

const pipeline = (steps: string, head = '') => ({
  '.drone.yml': `kind: pipeline\ntype: docker\nname: default\n${head}steps:\n${steps}`,
})

for (const [what, files, expected] of [
  [
    'steps run one after the other',
    pipeline(
      '- {name: test, image: node, commands: [npx vitest run]}\n- {name: lint, image: node, commands: [npx eslint .], failure: ignore}\n- {name: deploy, image: kubectl, commands: [kubectl apply -f k8s/]}\n',
    ),
    ['test < -: unit-test', 'lint < test: lint (may fail)', 'deploy < lint: deploy'],
  ],
  [
    'what may be left out hands nothing on: a step behind it waits for what came before, too',
    pipeline(
      '- {name: test, image: node, commands: [npx vitest run]}\n- {name: lint, image: node, commands: [npx eslint .], when: {event: pull_request}}\n- {name: deploy, image: kubectl, commands: [kubectl apply -f k8s/]}\n',
    ),
    ['test < -: unit-test', 'lint < test: lint', 'deploy < lint, test: deploy'],
  ],
  [
    'with depends_on in one step all others wait for nothing',
    pipeline(
      '- {name: test, image: node, commands: [npx vitest run]}\n- {name: lint, image: node, commands: [npx eslint .]}\n- {name: deploy, image: kubectl, commands: [kubectl apply -f k8s/], depends_on: [clone, test]}\n',
    ),
    ['test < -: unit-test', 'lint < -: lint', 'deploy < test: deploy'],
  ],
  [
    'status says whether a step runs after a failure',
    pipeline(
      '- {name: test, image: node, commands: [npx vitest run]}\n- {name: tell, image: plugins/slack, when: {status: [success, failure]}}\n- {name: alarm, image: plugins/webhook, when: {status: failure}}\n',
    ),
    ['test < -: unit-test', 'tell < completion of test: notify', 'alarm < failure of tell, failure of test: notify'],
  ],
  [
    'plugins: images and charts by what they run, others by the table, unknown ones by their names',
    {
      ...pipeline(
        '- name: image\n  image: plugins/docker:20\n  settings: {repo: registry.example/shop, tags: ["${DRONE_COMMIT_SHA}"]}\n' +
          '- name: dry\n  image: plugins/ecr\n  settings: {repo: shop, dry_run: true}\n' +
          '- name: roll out\n  image: pelotech/drone-helm3\n  settings: {mode: upgrade, chart: ./chart, release: shop, namespace: staging}\n' +
          '- name: copy\n  image: appleboy/drone-scp\n  settings: {host: server, source: dist}\n' +
          '- name: other\n  image: registry.example/acme/deploy-thing:1\n',
      ),
      Dockerfile: 'FROM scratch\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    },
    [
      'image < -: build publish',
      'dry < image: build',
      'roll out < dry: deploy',
      'copy < roll out: deploy',
      'other < copy: ?',
    ],
  ],
  [
    'pipelines of one build wait for one another',
    {
      '.drone.yml':
        'kind: pipeline\nname: check\nsteps: [{name: test, image: node, commands: [npx vitest run]}]\n---\nkind: pipeline\nname: ship\ndepends_on: [check]\nsteps: [{name: deploy, image: kubectl, commands: [kubectl apply -f k8s/]}]\n---\nkind: secret\nname: token\n',
    },
    ['check / test < -: unit-test', 'ship / deploy < check / test: deploy'],
  ],
  [
    'the form of Drone 0.8, with settings beside the image',
    {
      '.drone.yml':
        'pipeline:\n  test: {image: node, commands: [npx vitest run]}\n  image: {image: plugins/docker, repo: registry.example/shop, tags: [latest]}\nservices:\n  db: {image: postgres}\n',
      Dockerfile: 'FROM scratch\n',
    },
    ['test < -: unit-test', 'image < test: build publish'],
  ],
  [
    'commands of type ssh run on a server',
    {
      '.drone.yml':
        'kind: pipeline\ntype: ssh\nname: default\nsteps: [{name: start, commands: [cd /srv/shop, docker compose up -d]}]\n',
    },
    ['start < -: deploy deploy'],
  ],
] as const) {
  test(`Drone: ${what}`, async () => assert.deepEqual(linesOf(await read(files)), expected))
}

test('Drone: a promotion is a start by hand, and its target the environment', async () => {
  const [workflow] = await read(
    pipeline(
      '- {name: test, image: node, commands: [npx vitest run], when: {event: push, branch: main}}\n' +
        '- {name: stage, image: k, commands: [kubectl apply -f k8s/], when: {event: promote, target: staging}}\n' +
        '- {name: ship, image: k, commands: [kubectl apply -f k8s/], when: {event: [promote], target: [production]}}\n' +
        '- {name: back, image: k, commands: [kubectl apply -f k8s/], when: {event: rollback, target: production}}\n',
    ),
  )
  assert.deepEqual(
    workflow?.triggers.map(({ kind, event, inputs }) => [kind, event, inputs?.map(({ name }) => name) ?? []]),
    [
      ['push', 'push', []],
      ['manual', 'promote', ['build', 'target']],
      ['manual', 'rollback', ['build', 'target']],
    ],
  )
  assert.deepEqual(
    workflow?.jobs.map(({ name, environment, steps }) => [
      name,
      environment?.name,
      steps[0]?.acts.flatMap(({ kinds }) => kinds),
    ]),
    [
      ['test', undefined, ['unit-test']],
      ['stage', 'staging', ['deploy']],
      ['ship', 'production', ['deploy']],
      ['back', 'production', ['rollback']],
    ],
  )
})

test('Drone: a step for several targets is a job for each, and a start is for one of them', async () => {
  const [workflow] = await read(
    pipeline(
      '- {name: ship, image: k, commands: [kubectl apply -f k8s/], when: {event: promote, target: [staging, production]}}\n' +
        '- {name: ask, image: k, commands: ["curl --fail https://shop.example/health"]}\n',
    ),
  )
  assert.deepEqual(
    workflow?.jobs.map(({ id, environment, needs }) => [id, environment?.name, needs.map(({ job }) => job)]),
    [
      ['ship (staging)', 'staging', []],
      ['ship (production)', 'production', []],
      ['ask', undefined, ['ship (staging)', 'ship (production)']],
    ],
  )
  const promote = workflow?.triggers.find(({ event }) => event === 'promote')
  const start = { trigger: promote, branch: 'main', onDefaultBranch: true, inputs: { target: 'staging' } } as Run
  assert.deepEqual(
    workflow?.jobs.slice(0, 2).map(({ condition }) => condition?.holds(start)),
    [true, false],
  )
})

test('Drone: what runs without a target, too, is one job', async () => {
  const [workflow] = await read(
    pipeline(
      '- {name: ship, image: k, commands: [kubectl apply -f k8s/], when: [{event: push}, {event: promote, target: [a, b]}]}\n',
    ),
  )
  assert.deepEqual(
    workflow?.jobs.map(({ id }) => id),
    ['ship'],
  )
})

const place = { file: '' }
const runs: readonly Run[] = [
  { trigger: { kind: 'push', event: 'push', place }, branch: 'main', onDefaultBranch: true, inputs: {} },
  { trigger: { kind: 'push', event: 'push', place }, branch: undefined, onDefaultBranch: false, inputs: {} },
  { trigger: { kind: 'tag', event: 'tag', place }, branch: undefined, onDefaultBranch: false, inputs: {} },
  {
    trigger: { kind: 'pull-request', event: 'pull_request', place },
    branch: undefined,
    onDefaultBranch: false,
    inputs: {},
  },
  {
    trigger: { kind: 'manual', event: 'promote', place },
    branch: 'main',
    onDefaultBranch: true,
    inputs: { target: 'production' },
  },
]

for (const [when, expected] of [
  ['{branch: main}', [true, false, true, true, true]],
  ['{branch: {exclude: [main]}}', [false, true, false, false, false]],
  ['{branch: [release/*]}', [false, undefined, undefined, undefined, false]],
  ['{event: [push, tag], branch: main}', [true, false, true, false, false]],
  ['{event: {exclude: [pull_request]}}', [true, true, true, false, true]],
  ['{ref: [refs/heads/main, refs/tags/**]}', [true, false, true, false, true]],
  ['{target: production}', [false, false, false, false, true]],
  ['{target: staging}', [false, false, false, false, false]],
  ['{cron: nightly}', [false, false, false, false, false]],
  ['{paths: [src/**]}', [undefined, undefined, undefined, undefined, undefined]],
] as const) {
  test(`Drone: when ${when} in runs of main, another branch, a tag, a request, a promotion`, async () => {
    const [workflow] = await read(pipeline(`- {name: one, image: node, commands: [npx eslint .], when: ${when}}\n`))
    assert.deepEqual(
      runs.map((run) => workflow?.jobs[0]?.condition?.holds(run)),
      expected,
    )
  })
}

test('Drone: a trigger that limits all pushes names their branches', async () => {
  const [workflow] = await read(
    pipeline(
      '- {name: one, image: node, commands: [npx eslint .]}\n',
      'trigger: {event: push, branch: [main, release/*]}\n',
    ),
  )
  assert.deepEqual(
    workflow?.triggers.map(({ kind, branches }) => [kind, branches]),
    [['push', ['main', 'release/*']]],
  )
})

test('Drone: a cron job that is named starts the pipeline by the clock, whether its event is named or not', async () => {
  const [workflow] = await read(
    pipeline('- {name: ship, image: k, commands: [kubectl apply -f k8s/]}\n', 'trigger: {cron: [nightly]}\n'),
  )
  assert.deepEqual(
    workflow?.triggers.map(({ kind }) => kind),
    ['schedule'],
  )
})

test('Drone: circles end, names that nothing has are said, templates are hidden and a broken file is lost evidence', async () => {
  const circle = ['a', 'b']
    .map(
      (name, i, all) =>
        `kind: pipeline\nname: ${name}\ndepends_on: [${all[1 - i]}]\nsteps: [{name: x, image: node, commands: [npx eslint .]}]\n`,
    )
    .join('---\n')
  const [first] = await read({ '.drone.yml': circle })
  assert.deepEqual(
    first?.problems.map(({ message }) => message),
    ['pipelines wait for one another in a circle: a → b → a'],
  )
  const [second] = await read(pipeline('- {name: x, image: node, commands: [npx eslint .], depends_on: [nowhere]}\n'))
  assert.deepEqual(
    second?.problems.map(({ message }) => message),
    ['no step before is called nowhere'],
  )
  const [third] = await read({ '.drone.yml': 'kind: template\nload: plugin.starlark\ndata: {name: shop}\n' })
  assert.equal(third?.hidden[0]?.value.what, 'the pipeline that the template plugin.starlark makes')
  const [fourth] = await read({ '.drone.yml': 'steps: [\n' })
  assert.ok(fourth?.problems.some(({ unreadable }) => unreadable))
})

test('a first step that only comes after a failure never runs', async () => {
  const step = (more: string) => pipeline(`- {name: test, image: node, commands: [npx vitest run]${more}}\n`)
  const holds = async (more: string) => {
    const [workflow] = await read(step(more))
    const place = { file: '' }
    const run: Run = {
      trigger: { kind: 'push', event: 'push', place },
      branch: 'main',
      onDefaultBranch: true,
      inputs: {},
    }
    return workflow?.jobs[0]?.condition?.holds(run)
  }
  assert.equal(await holds(', when: {status: [failure]}'), false)
  assert.notEqual(await holds(', when: {status: [success, failure]}'), false)
  assert.notEqual(await holds(''), false)
})
