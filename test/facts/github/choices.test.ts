import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

async function kindsOf(run: string, env = ''): Promise<string> {
  const step = `      - run: ${run}\n${env && `        env: {TOOL: "${env}"}\n`}`
  const file = `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {cross: [true, false]}}\n    steps:\n${step}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ci.yml': file }), defaultSettings, ['steps'])
  return facts.steps.map(({ kinds }) => kinds.join('+')).join()
}

test('an expression that chooses between two programs of the same kinds tells these kinds', async () => {
  assert.equal(await kindsOf('$TOOL test --locked', "${{ matrix.cross && 'cross' || 'cargo' }}"), 'build+unit-test')
  assert.equal(await kindsOf("${{ runner.os == 'Linux' && 'coverage run -m' || '' }} pytest tests/unit"), 'unit-test')
  assert.equal(await kindsOf("${{ matrix.cross && 'coverage run -m' || 'python -m' }} pytest tests/unit"), 'unit-test')
})

test('and nothing where they are of different kinds', async () => {
  assert.equal(await kindsOf('$TOOL', "${{ matrix.cross && 'jest' || 'eslint .' }}"), '')
  assert.equal(await kindsOf("npm run ${{ matrix.cross && 'a' || 'b' }}"), '')
})

/** The steps of a workflow that is called, and started by hand: `name environment: kinds`, for each use. */
async function calledWith(steps: string, passed = '${{ needs.decide.outputs.action }}'): Promise<readonly string[]> {
  const files = {
    '.github/workflows/on-push.yml': `on: {push: {branches: [main]}, pull_request: {}}
jobs:
  decide:
    runs-on: ubuntu-24.04
    outputs: {action: "\${{ github.ref_name == 'main' && 'deploy' || 'diff' }}"}
    steps: [{run: "true"}]
  test: {needs: decide, uses: ./.github/workflows/each.yml, with: {environment: test, action: "${passed}"}}
`,
    '.github/workflows/each.yml': `on:
  workflow_call: {inputs: {environment: {type: string}, action: {type: string}}}
  workflow_dispatch: {inputs: {environment: {type: string}, action: {type: string}}}
jobs:
  run: {runs-on: ubuntu-24.04, environment: "\${{ inputs.environment }}", steps: [${steps}]}
`,
  }
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['steps'])
  return facts.steps
    .filter(({ kinds, id }) => kinds.length && !id.includes(' in '))
    .map(
      ({ name, kinds, environment }) => `${name} in ${isHidden(environment) ? '?' : environment}: ${kinds.join('+')}`,
    )
    .sort()
}

const cdk = (name: string, condition: string) =>
  `{name: ${name}, if: "${condition}", run: "npx cdk \${{ inputs.action }}"}`

test('behind a condition, what it compares with a text is that text', async () => {
  // the event of a push to the caller has no inputs: b runs in a start by hand alone
  const steps = [cdk('a', "inputs.action == 'diff'"), cdk('b', "success() && 'deploy' == github.event.inputs.action")]
  assert.deepEqual(await calledWith(steps.join(), '${{ vars.ACTION }}'), [
    'a in ?: plan',
    'a in integration: plan',
    'b in ?: apply+deploy',
  ])
})

test('and what it is in all starts that come through it', async () => {
  assert.deepEqual(await calledWith(cdk('a', "inputs.action != 'diff' && github.event_name != 'workflow_dispatch'")), [
    'a in integration: apply+deploy',
  ])
})

test('what only some ways through it compare says nothing', async () => {
  const steps = [cdk('a', "inputs.action == 'deploy' || inputs.force"), cdk('b', "inputs.action != 'diff'")]
  assert.deepEqual(await calledWith(steps.join(), '${{ vars.ACTION }}'), [])
})
