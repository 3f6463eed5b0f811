import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Run } from '../../../src/facts/pipeline/model.ts'
import { readWoodpecker } from '../../../src/facts/pipeline/woodpecker/workflow.ts'
import { linesOf } from '../../support/jobs.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readWoodpecker(repositoryOf(files), await import('../../../src/facts/pipeline/commands/index.ts'))

for (const [what, files, expected] of [
  [
    'steps as a map, in their order',
    {
      '.woodpecker.yml':
        'steps:\n  test: {image: node, commands: [npx vitest run]}\n  deploy: {image: k, commands: [kubectl apply -f k8s/]}\n',
    },
    ['test < -: unit-test', 'deploy < test: deploy'],
  ],
  [
    'files that wait for one another are one pipeline, others stand alone',
    {
      '.woodpecker/check.yaml': 'steps: [{name: test, image: node, commands: [npx vitest run]}]\n',
      '.woodpecker/ship.yaml':
        'depends_on: [check]\nsteps: [{name: deploy, image: k, commands: [kubectl apply -f k8s/]}]\n',
      '.woodpecker/words.yaml': 'steps: [{name: spell, image: node, commands: [npx cspell .]}]\n',
    },
    ['check / test < -: unit-test', 'ship / deploy < check / test: deploy', 'spell < -: lint'],
  ],
  [
    'a file that runs whatever became of the one before it',
    {
      '.woodpecker/check.yaml': 'steps: [{name: test, image: node, commands: [npx vitest run]}]\n',
      '.woodpecker/ship.yaml':
        'depends_on: [check]\nruns_on: [success, failure]\nsteps: [{name: deploy, image: k, commands: [kubectl apply -f k8s/]}]\n',
    },
    ['check / test < -: unit-test', 'ship / deploy < completion of check / test: deploy'],
  ],
  [
    'each leg of a matrix that names environments',
    {
      '.woodpecker.yml':
        'matrix: {TARGET: [staging, production]}\nsteps: [{name: deploy, image: k, commands: ["helm upgrade shop ./chart -n ${TARGET}"]}]\n',
    },
    ['.woodpecker / deploy (staging) < -: deploy', '.woodpecker / deploy (production) < -: deploy'],
  ],
  [
    'plugins that build an image, and those that the table knows',
    {
      '.woodpecker.yml':
        'steps:\n  image:\n    image: docker.io/woodpeckerci/plugin-docker-buildx:6\n    settings: {repo: registry.example/shop, tag: "${CI_COMMIT_SHA}"}\n  scan: {image: woodpeckerci/plugin-trivy, failure: ignore}\n',
      Dockerfile: 'FROM scratch\n',
    },
    ['image < -: build publish', 'scan < image: image-scan (may fail)'],
  ],
] as const) {
  test(`Woodpecker: ${what}`, async () => assert.deepEqual(linesOf(await read(files)), expected))
}

const place = { file: '' }
const runs: readonly Run[] = [
  { trigger: { kind: 'push', event: 'push', place }, branch: 'main', onDefaultBranch: true, inputs: {} },
  { trigger: { kind: 'push', event: 'push', place }, branch: 'topic', onDefaultBranch: false, inputs: {} },
  {
    trigger: { kind: 'manual', event: 'deployment', place },
    branch: 'main',
    onDefaultBranch: true,
    inputs: { target: 'production' },
  },
]

for (const [when, expected] of [
  ['[{event: push, branch: main}, {event: tag}]', [true, false, false]],
  ['[{event: push, branch: "${CI_REPO_DEFAULT_BRANCH}"}, {event: deployment}]', [true, false, true]],
  [`[{event: deployment, evaluate: 'CI_PIPELINE_DEPLOY_TARGET == "production"'}]`, [false, false, true]],
  [`[{event: deployment, evaluate: 'CI_PIPELINE_DEPLOY_TARGET == "staging"'}]`, [false, false, false]],
  [`{evaluate: 'CI_COMMIT_MESSAGE contains "ship"'}`, [undefined, undefined, undefined]],
] as const) {
  test(`Woodpecker: when ${when} in runs of main, another branch, a deployment`, async () => {
    const [workflow] = await read({
      '.woodpecker.yml': `steps: [{name: one, image: node, commands: [npx eslint .], when: ${when}}]\n`,
    })
    assert.deepEqual(
      runs.map((run) => workflow?.jobs[0]?.condition?.holds(run)),
      expected,
    )
  })
}

test('Woodpecker: what evaluates the target of a deployment deploys there', async () => {
  const [workflow] = await read({
    '.woodpecker.yml': `steps: [{name: ship, image: k, commands: [kubectl apply -f k8s/], when: [{event: deployment, evaluate: 'CI_PIPELINE_DEPLOY_TARGET == "production"'}]}]\n`,
  })
  assert.equal(workflow?.jobs[0]?.environment?.name, 'production')
  assert.deepEqual(
    workflow?.triggers.map(({ event, inputs }) => [event, inputs?.map(({ options }) => options?.join() ?? '')]),
    [['deployment', ['', 'production']]],
  )
})

test('Woodpecker: a cron job that is named starts the workflow by the clock', async () => {
  const [workflow] = await read({
    '.woodpecker.yml':
      'when: [{cron: nightly}, {event: manual}]\nsteps: [{name: ship, image: k, commands: [kubectl apply -f k8s/]}]\n',
  })
  assert.deepEqual(
    workflow?.triggers.map(({ kind }) => kind),
    ['schedule', 'manual'],
  )
})

test('Woodpecker: workflows that wait in a circle are said so, and a broken file is lost evidence', async () => {
  const step = 'steps: [{name: x, image: node, commands: [npx eslint .]}]\n'
  const found = await read({
    '.woodpecker/a.yaml': `depends_on: [b]\n${step}`,
    '.woodpecker/b.yaml': `depends_on: [a]\n${step}`,
    '.woodpecker/c.yaml': 'steps: [\n',
  })
  const problems = found.flatMap((workflow) => workflow.problems)
  assert.ok(problems.some(({ unreadable }) => unreadable))
  assert.ok(problems.some(({ message }) => message === 'pipelines wait for one another in a circle: a → b → a'))
})
