import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { couldServe } from '../../../src/facts/pipeline/dialect/words.ts'
import { job, needs, read, readOne, start } from './support.ts'

const callee = `
on:
  workflow_call:
    inputs:
      environment: {type: string, required: true}
      dry: {type: boolean, default: false}
jobs:
  prepare: {steps: [{run: ./prepare}]}
  deploy:
    needs: prepare
    if: inputs.dry == false
    environment: \${{ inputs.environment }}
    steps: [{run: "deploy \${{ inputs.environment }}"}]
  tidy: {needs: deploy, if: always(), steps: [{run: ./tidy}]}
`

test('a called workflow of this repository stands in the place of the call', async () => {
  const { workflow, workflows, repository } = await readOne(
    `
on: {push: {branches: [main]}}
jobs:
  test: {steps: [{run: npm test}]}
  release:
    needs: test
    if: github.ref == 'refs/heads/main'
    uses: ./.github/workflows/deploy.yml
    with: {environment: production}
  notify: {needs: release, steps: [{run: ./notify}]}
`,
    { 'deploy.yml': callee },
  )
  assert.equal(workflows.length, 1)
  assert.deepEqual(
    workflow.jobs.map((each) => each.id),
    ['test', 'release / prepare', 'release / deploy', 'release / tidy', 'notify'],
  )
  const deploy = job(workflow, 'release / deploy')
  assert.equal(deploy.key, 'deploy')
  assert.equal(deploy.place.file, '.github/workflows/deploy.yml')
  assert.equal(deploy.environment?.name, 'production')
  assert.equal(deploy.steps[0]?.acts[0]?.text, 'deploy production')
  assert.equal(deploy.steps[0]?.id, 'release / deploy/0')
  assert.equal(deploy.condition?.holds(start(workflow, 'push')), true)
  assert.equal(deploy.condition?.holds(start(workflow, 'push', { branch: 'x', onDefaultBranch: false })), false)
  const [via] = deploy.via
  assert.equal(
    (await repository.text(workflow.file))?.content.slice(via?.start, via?.end),
    './.github/workflows/deploy.yml',
  )
  assert.deepEqual(needs(job(workflow, 'release / prepare')), ['test'])
  assert.deepEqual(needs(deploy), ['release / prepare'])
  // Nothing of the call runs if the test failed, although tidy itself would go on.
  assert.deepEqual(needs(job(workflow, 'release / tidy')), ['release / deploy:completion', 'test'])
  assert.deepEqual(needs(job(workflow, 'notify')), ['release / prepare', 'release / deploy', 'release / tidy'])
  assert.deepEqual(new Set(job(workflow, 'notify').needs.map((need) => need.group)), new Set(['release']))
})

test('the choice of a dispatch reaches the environment of a called workflow', async () => {
  const { workflow } = await readOne(
    `
on: {workflow_dispatch: {inputs: {to: {type: choice, options: [staging, production]}}}}
jobs:
  go: {uses: ./.github/workflows/deploy.yml, with: {environment: "\${{ inputs.to }}"}}
`,
    { 'deploy.yml': callee },
  )
  const production = job(workflow, 'go / deploy (production)')
  assert.deepEqual(production.environment?.inputs, { to: 'production' })
  assert.equal(production.condition?.holds(start(workflow, 'manual', { inputs: { to: 'staging' } })), false)
})

test('a matrix of calls is a call for each environment', async () => {
  const { workflow } = await readOne(
    `
on: push
jobs:
  go:
    strategy: {matrix: {env: [dev, staging]}}
    uses: ./.github/workflows/deploy.yml
    with: {environment: "\${{ matrix.env }}"}
`,
    { 'deploy.yml': callee },
  )
  assert.equal(job(workflow, 'go (dev) / deploy').environment?.name, 'dev')
  assert.equal(job(workflow, 'go (staging) / deploy').environment?.name, 'staging')
})

test('a workflow that nobody here calls is listed, with its callers elsewhere', async () => {
  const { workflows } = await read({ 'deploy.yml': callee })
  assert.equal(workflows[0]?.triggers[0]?.kind, 'call')
  assert.ok(isHidden(workflows[0]?.jobs.find((each) => each.key === 'deploy')?.environment?.name))
})

test('who needs a call does not wait for what starts there only after a failure', async () => {
  const { workflow } = await readOne(
    `on: push
jobs:
  stg: {uses: ./.github/workflows/ship.yml}
  prod: {needs: stg, steps: [{run: deploy}]}`,
    {
      'ship.yml': `on: {workflow_call: {}}
jobs:
  deploy: {steps: [{run: deploy}]}
  alarm: {needs: deploy, if: failure(), steps: [{run: echo failed}]}`,
    },
  )
  const prod = workflow.jobs.find(({ key }) => key === 'prod')
  assert.deepEqual(
    prod?.needs.map((need) => need.job),
    ['stg / deploy'],
  )
})

test('a called workflow that also starts by itself keeps its own starts', async () => {
  const { workflows } = await read({
    'a.yml': 'on: push\njobs: {b: {uses: ./.github/workflows/b.yml}}',
    'b.yml': 'on: {workflow_call: {}, schedule: [{cron: "0 0 * * *"}]}\njobs: {x: {steps: [{run: y}]}}',
  })
  assert.deepEqual(
    workflows.map((each) => each.triggers.map((trigger) => trigger.kind)),
    [['push', 'tag'], ['schedule']],
  )
})

test('workflows that call each other in a circle end, and say so', async () => {
  const call = (name: string) => `on: {workflow_call: {}}\njobs: {x: {uses: ./.github/workflows/${name}.yml}}`
  const { workflow } = await readOne('on: push\njobs: {x: {uses: ./.github/workflows/a.yml}}', {
    'a.yml': call('b'),
    'b.yml': call('a'),
  })
  assert.match(workflow.problems[0]?.message ?? '', /circle: .*main\.yml → .*a\.yml → .*b\.yml → .*a\.yml/)
  const alone = await read({ 'a.yml': call('b'), 'b.yml': call('a') })
  assert.deepEqual(
    alone.workflows.map((each) => each.file),
    ['.github/workflows/a.yml'],
  )
})

test('a workflow of another repository is hidden, with what its name lets it do', async () => {
  const { workflow } = await readOne(`
on: push
jobs:
  image: {uses: acme/ci/.github/workflows/docker-publish.yml@v1}
  go: {uses: acme/ci/.github/workflows/thing.yml@main, with: {environment: production}}
`)
  const image = job(workflow, 'image').hidden
  assert.equal(image?.value.what, 'the workflow acme/ci/.github/workflows/docker-publish.yml@v1')
  assert.ok(image?.couldBe.includes('publish') && !image.couldBe.includes('deploy'))
  const go = job(workflow, 'go')
  assert.ok(go.hidden?.couldBe.includes('deploy') && go.hidden.couldBe.includes('unit-test'))
  assert.deepEqual([go.environment?.name, go.environment?.gate], ['production', true])
})

test('names tell what a hidden thing could do', () => {
  assert.ok(couldServe('xyz').length > 20)
  assert.deepEqual(couldServe('stale'), [])
  assert.deepEqual(couldServe('create-pr-work-item'), [])
  assert.deepEqual(couldServe('notify-slack'), ['notify', 'status'])
  assert.deepEqual(couldServe('publish-openapi', 'docs'), [])
  assert.deepEqual(couldServe('dependency_graph', 'update'), [])
  assert.ok(couldServe('publish-docs-and-deploy').includes('deploy'))
  assert.ok(couldServe('Publish docs and images').includes('publish'))
  assert.deepEqual(couldServe('scala_formatting'), ['lint', 'validate'])
  for (const scanner of ['brakeman', 'owasp', 'gitleaks']) assert.ok(!couldServe(scanner).includes('rollback'), scanner)
  assert.ok(!couldServe('test_helm_lint').includes('deploy'))
  assert.ok(!couldServe('deploy').includes('unit-test'))
  assert.ok(couldServe('pre-deploy').includes('unit-test'))
  // what only finds something out does nothing; what only marks a version deploys nothing and asks nobody
  for (const name of ['get-repo-config', 'determine_environment', 'calculate-version'])
    assert.deepEqual(couldServe(name), [], name)
  assert.ok(couldServe('get-and-deploy').includes('deploy'))
  for (const name of ['tag-release', 'release_notes', 'tag_releases-devcontainer']) {
    const served = couldServe(name)
    assert.ok(served.includes('publish') && !served.includes('deploy') && !served.includes('approve'), name)
  }
  assert.ok(couldServe('release').includes('deploy'))
  // that a workflow is one says nothing; a pipeline scan is a scan, and what proposes versions changes none that runs
  for (const name of ['team-security-scan-reusable-workflow', 'veracode_pipeline_scan', '_run-dependency-review'])
    assert.deepEqual(couldServe(name), ['lint', 'security-scan', 'image-scan'], name)
  assert.ok(couldServe('reusable-workflow').includes('deploy') && couldServe('build-pipeline').includes('deploy'))
  for (const name of ['upgrade-python-requirements', 'update_dependencies'])
    assert.deepEqual(couldServe(name), [], name)
  for (const name of ['upgrade', 'update-requirements-and-deploy', 'update-dependencies-and-release'])
    assert.ok(couldServe(name).includes('deploy'), name)
  for (const name of ['reusable-ruff', 'phpstan', 'commitlint'])
    assert.deepEqual(couldServe(name), ['lint', 'validate'])
  assert.ok(couldServe('ruff-and-deploy').includes('deploy') && !couldServe('bump-version').includes('deploy'))
})

test('a call without secrets and without a right to write changes nothing that runs', async () => {
  const call = (more: string) => `on: push\njobs: {x: {uses: acme/ci/.github/workflows/thing.yml@v1${more}}}`
  const serves = async (text: string) => job((await readOne(text)).workflow, 'x').hidden?.couldBe ?? []
  const looks = await serves(call(', permissions: {contents: read, pull-requests: write}'))
  assert.ok(looks.includes('unit-test') && looks.includes('approve'))
  assert.deepEqual(
    looks.filter((kind) => ['deploy', 'apply', 'migrate', 'rollback', 'publish'].includes(kind)),
    [],
  )
  const ofWorkflow = await serves(`permissions: read-all\n${call(', with: {python: 3}')}`)
  assert.ok(!ofWorkflow.includes('deploy'))
  for (const more of [
    '',
    ', permissions: write-all',
    ', permissions: {contents: write}',
    ', permissions: {contents: read, id-token: write}',
    ', permissions: {contents: "${{ inputs.right }}"}',
    ', permissions: {contents: read}, secrets: inherit',
    ', permissions: {contents: read}, secrets: {KEY: "${{ secrets.KEY }}"}',
    ', permissions: {contents: read}, with: {environment: production}',
    ', permissions: {contents: read}, with: {host: shop.example}',
    ', permissions: {contents: read}, with: {to: "https://shop.example/hook"}',
  ])
    assert.ok((await serves(call(more))).includes('deploy'), more)
  const told = call(', permissions: {contents: read}').replace('thing', 'deploy')
  assert.ok((await serves(told)).includes('deploy'))
})

test('a call of a missing workflow is a problem, and hidden', async () => {
  const { workflow } = await readOne('on: push\njobs: {x: {uses: ./.github/workflows/none.yml}}')
  assert.match(workflow.problems[0]?.message ?? '', /no workflow .*none\.yml/)
  assert.ok(job(workflow, 'x').hidden)
})
