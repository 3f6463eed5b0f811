import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Hidden } from '../../../src/facts/hidden.ts'
import { readBuildkite } from '../../../src/facts/pipeline/buildkite/workflow.ts'
import type { Run } from '../../../src/facts/pipeline/model.ts'
import { linesOf } from '../../support/jobs.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readBuildkite(repositoryOf(files), await import('../../../src/facts/pipeline/commands/index.ts'))

const pipeline = (steps: string) => ({ '.buildkite/pipeline.yml': `steps:\n${steps}` })

for (const [what, files, expected] of [
  [
    'steps run beside one another, a wait and a block hold what follows',
    pipeline(
      '  - {label: ":rspec: Test", command: npx vitest run}\n  - {label: Lint, command: npx eslint ., soft_fail: true}\n  - wait\n  - {block: "Release?"}\n  - {label: Deploy, command: kubectl apply -f k8s/}\n',
    ),
    ['Test < -: unit-test', 'Lint < -: lint (may fail)', 'Release? < Test, Lint: !', 'Deploy < Release?: deploy'],
  ],
  [
    'what names its dependencies waits for nothing else, not for a block either',
    pipeline(
      '  - {key: test, command: npx vitest run}\n  - {block: go, key: go}\n  - {label: A, command: kubectl apply -f a/, depends_on: test}\n  - {label: B, command: kubectl apply -f b/, depends_on: [test, go]}\n  - {label: C, command: kubectl apply -f c/, depends_on: []}\n',
    ),
    ['test < -: unit-test', 'go < test: !', 'A < test: deploy', 'B < test, go: deploy', 'C < -: deploy'],
  ],
  [
    'failures may be allowed, by the wait and by the step',
    pipeline(
      '  - {key: test, command: npx vitest run}\n  - {wait: ~, continue_on_failure: true}\n  - {label: A, command: npx eslint .}\n  - {label: B, command: npx eslint ., depends_on: [{step: test, allow_failure: true}]}\n',
    ),
    ['test < -: unit-test', 'A < completion of test: lint', 'B < completion of test: lint'],
  ],
  [
    'groups, steps that are skipped, legs of environments',
    pipeline(
      '  - {group: Checks, key: checks, steps: [{label: Test, command: npx vitest run}, {label: Old, command: npx jest, skip: true}]}\n  - {label: "Deploy {{matrix}}", command: "helm upgrade shop ./chart -n {{matrix}}", matrix: [staging, production], depends_on: checks}\n',
    ),
    ['Test < -: unit-test', 'Deploy staging < Test: deploy', 'Deploy production < Test: deploy'],
  ],
  [
    'plugins that run commands, prepare, or say by their name what they may do',
    pipeline(
      '  - label: Push\n    plugins:\n      - ecr#v2: {login: true}\n      - docker-compose#v4: {push: ["api:registry.example/shop:1"]}\n      - acme/deploy-thing#v1: ~\n',
    ),
    ['Push < -: publish ?'],
  ],
  [
    'plugins that are known, by their settings and whoever wrote them',
    pipeline(
      '  - label: Infra\n    plugins:\n      - grapl-security/pulumi#v0.1.5: {command: preview, stack: acme/testing}\n  - wait\n  - label: Image\n    plugins:\n      - ssh://git@github.com/seek-oss/docker-ecr-publish-buildkite-plugin.git#v2.4.0: {ecr-name: shop}\n      - improbable-eng/metahook#v0.4.1: {pre-command: npx vitest run}\n      - pulumi#v1.0.0\n  - wait\n  - label: Ship\n    plugins:\n      - buildkite-plugins/ecs-deploy#v3.1.0: {cluster: production, service: shop}\n  - wait\n  - label: Back\n    plugins:\n      - deployment-helm-chart#v1.0.0: {mode: rollback, release: shop}\n',
    ),
    [
      'Infra < -: plan',
      'Image < Infra: build publish unit-test set-up',
      'Ship < Image: deploy',
      'Back < Ship: rollback',
    ],
  ],
  [
    'the plugin of compose runs in the folder of the service, and builds what it pushes',
    {
      ...pipeline(
        '  - label: Test\n    plugins:\n      - docker-compose#v4: {run: api, command: [npm, test]}\n  - wait\n  - label: Push\n    plugins:\n      - docker-compose#v4: {push: ["api:registry.example/shop:1", "api:registry.example/shop:latest"]}\n',
      ),
      'docker-compose.yml': 'services:\n  api: {build: {context: ., dockerfile: api/Dockerfile}}\n',
      'api/Dockerfile': 'FROM node:24.1.0-alpine\nWORKDIR /app\nCOPY api api\nWORKDIR /app/api\n',
      'api/package.json': '{"scripts":{"test":"vitest run"}}',
    },
    ['Test < -: unit-test', 'Push < Test: build publish publish'],
  ],
  [
    'what is triggered and not waited for, or may fail, stops nothing',
    pipeline(
      '  - {label: A, trigger: a, soft_fail: true}\n  - {label: B, trigger: b, async: true}\n  - wait\n  - {label: Deploy, command: kubectl apply -f k8s/}\n',
    ),
    ['A < -: ? (may fail)', 'B < -: ? (may fail)', 'Deploy < A, B: deploy'],
  ],
  [
    'uploaded files are part of the pipeline, made ones are hidden',
    {
      ...pipeline(
        '  - {label: Go, command: buildkite-agent pipeline upload .buildkite/deploy.yml}\n  - wait\n  - {label: End, command: "./make.sh | buildkite-agent pipeline upload"}\n',
      ),
      '.buildkite/deploy.yml': 'steps: [{label: Deploy, command: kubectl apply -f k8s/}]\n',
    },
    ['Go < -: nothing', 'Deploy < Go: deploy', 'End < Go, Deploy: ? ?'],
  ],
] as const) {
  test(`Buildkite: ${what}`, async () => assert.deepEqual(linesOf(await read(files)), expected))
}

const run = (kind: 'push' | 'tag' | 'pull-request', branch?: string): Run => ({
  trigger: { kind, place: { file: '' } },
  branch,
  onDefaultBranch: branch === undefined ? undefined : branch === 'main',
  inputs: {},
})

for (const [keys, expected] of [
  ['branches: "main release/*"', [true, false, false, undefined]],
  ['branches: "!main"', [false, true, false, undefined]],
  ['if: build.branch == "main" && build.pull_request.id == null', [true, false, false, false]],
  ['if: build.tag != null', [false, false, true, false]],
  ['if: build.branch =~ /^main$/ || build.tag =~ /^v/', [true, false, undefined, undefined]],
  ['if: build.message =~ /ship/', [undefined, undefined, undefined, undefined]],
] as const) {
  test(`Buildkite: ${keys} in runs on main, on another branch, of a tag, of a request`, async () => {
    const [workflow] = await read(pipeline(`  - command: npx eslint .\n    ${keys}\n`))
    const runs = [run('push', 'main'), run('push', 'topic'), run('tag'), run('pull-request')]
    assert.deepEqual(
      runs.map((one) => workflow?.jobs[0]?.condition?.holds(one)),
      expected,
    )
  })
}

test('Buildkite: a pipeline here that the last step triggers is started by it, one of elsewhere is hidden', async () => {
  const found = await read({
    ...pipeline('  - {command: npx vitest run}\n  - wait\n  - {trigger: shop-deploy-prod, branches: main}\n'),
    '.buildkite/pipeline.deploy-prod.yml':
      'steps: [{label: Deploy, command: kubectl apply -f k8s/}, wait, {trigger: e2e}]\n',
  })
  const [deploy, main] = found
  assert.deepEqual(
    deploy?.triggers.map(({ kind, after, branches }) => [kind, after, branches]),
    [['pipeline', ['.buildkite/pipeline.yml'], ['main']]],
  )
  assert.equal(deploy?.jobs[0]?.requiresTriggering, 'success')
  assert.ok(deploy?.jobs[1]?.hidden)
  assert.equal(main?.jobs[1]?.hidden, undefined)
})

for (const off of ['skip: true', 'skip: "the cluster is moved"', 'if: "false"'])
  test(`a trigger that is switched off starts nothing: ${off}`, async () => {
    const [deploy, main] = await read({
      ...pipeline(`  - {command: npx vitest run}\n  - wait\n  - {trigger: shop-deploy-prod, branches: main, ${off}}\n`),
      '.buildkite/pipeline.deploy-prod.yml': 'steps: [{label: Deploy, command: kubectl apply -f k8s/}]\n',
    })
    assert.ok(deploy?.triggers.every(({ kind }) => kind !== 'pipeline'))
    assert.equal(main?.jobs.length, 1)
  })

test('Buildkite: a pipeline here that a step triggers for the same commit, and waits for, is taken in with its environment', async () => {
  const build = (commit: string, env: string) => `build: {commit: "${commit}", env: {DEPLOY_ENVIRONMENT: ${env}}}`
  const files = (commit: string) => ({
    ...pipeline(
      `  - {label: stage it, trigger: shop-deployment, branches: main, ${build(commit, 'stage')}}\n  - wait\n  - {label: smoke test stage, command: ./smoke.sh}\n  - block: go\n  - {label: ship it, trigger: shop-deployment, ${build(commit, 'prod')}}\n  - wait\n  - {label: After, command: npx eslint .}\n`,
    ),
    '.buildkite/pipeline.deploy.yml':
      'steps: [{label: Build, command: npm run build}, wait, {label: Roll out, command: kubectl apply -f k8s/}]\n',
  })
  const taken = await read(files('$BUILDKITE_COMMIT'))
  assert.deepEqual(
    taken.map(({ file }) => file),
    ['.buildkite/pipeline.yml'],
  )
  assert.deepEqual(
    taken[0]?.jobs.map(({ id, needs, environment }) => `${id} < ${needs.map(({ job }) => job)} @ ${environment?.name}`),
    [
      'stage it <  @ undefined',
      'stage it / Build < stage it @ stage',
      'stage it / Roll out < stage it / Build @ stage',
      'smoke test stage < stage it,stage it / Build,stage it / Roll out @ undefined',
      'go < smoke test stage @ undefined',
      'ship it < go @ undefined',
      'ship it / Build < ship it @ prod',
      'ship it / Roll out < ship it / Build @ prod',
      'After < ship it,ship it / Build,ship it / Roll out @ undefined',
    ],
  )
  assert.equal(taken[0]?.jobs[2]?.condition?.holds(run('push', 'topic')), false)
  // what is built for another commit is not told by what came before
  const other = await read(files('HEAD'))
  assert.ok(other.find(({ file }) => file === '.buildkite/pipeline.yml')?.jobs[0]?.hidden)
})

test('Buildkite: circles of uploads end, and a broken file is lost evidence', async () => {
  const found = await read({
    '.buildkite/a.yml': 'steps: [{command: buildkite-agent pipeline upload .buildkite/b.yml}]\n',
    '.buildkite/b.yml': 'steps: [{command: buildkite-agent pipeline upload .buildkite/a.yml}]\n',
    '.buildkite/pipeline.broken.yml': 'step: [\n',
  })
  const problems = found.flatMap((workflow) => workflow.problems)
  assert.deepEqual(
    found.map(({ file }) => file),
    ['.buildkite/pipeline.broken.yml', '.buildkite/a.yml'],
  )
  assert.ok(problems.some(({ unreadable }) => unreadable))
  assert.ok(problems.some(({ message }) => message.endsWith('.buildkite/a.yml → .buildkite/b.yml → .buildkite/a.yml')))
})

test('Buildkite: what to say of a pipeline that is triggered names the job as it is called, by its label or its name', async () => {
  const workflows = await read(
    pipeline('  - {trigger: shop-deployment}\n  - {name: ":rocket: Check production", trigger: shop-e2e-tests}\n'),
  )
  const told = workflows
    .flatMap(({ jobs }) => jobs)
    .map(({ key, hidden }) => [key, (hidden?.value as Hidden | undefined)?.settle.text])
  assert.deepEqual(told, [
    [
      'trigger shop-deployment',
      'say in assay.yaml what the pipeline shop-deployment does: kinds: [{job: "trigger shop-deployment", kinds: [deploy]}]',
    ],
    [
      'Check production',
      'say in assay.yaml what the pipeline shop-e2e-tests does: kinds: [{job: "Check production", kinds: [smoke-test]}]',
    ],
  ])
})

test('Buildkite: whether a step with if_changed runs hangs on what a change touches', async () => {
  const [workflow] = await read(
    pipeline(
      '  - {label: Test, command: npx vitest run, if_changed: "src/**"}\n  - {label: Lint, command: npx eslint .}\n',
    ),
  )
  const [test, lint] = workflow?.jobs ?? []
  const run = { trigger: workflow?.triggers[0], branch: 'main', onDefaultBranch: true, inputs: {} } as unknown as Run
  assert.equal(test?.condition?.text, 'if_changed src/**')
  assert.equal(test?.condition?.holds(run), undefined)
  assert.equal(lint?.condition, undefined)
})
