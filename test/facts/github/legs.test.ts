import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** What guards the deployment: of a step with this condition in a job over a matrix; `deploys`: which deploys itself. */
async function guards(condition: string, deploys = false): Promise<readonly string[]> {
  const steps = `      - run: npx jest\n        if: ${condition}\n`
  const deploy = '      - run: helm upgrade shop chart -n production\n'
  const file = `on: {push: {branches: [main]}}
jobs:
  test:
    runs-on: ubuntu-24.04
    strategy: {matrix: {include: [{node: 20}, {node: 22, full: true}]}}
    steps:
${steps}${deploys ? deploy : ''}${deploys ? '' : `  deploy:\n    needs: test\n    runs-on: ubuntu-24.04\n    steps:\n${deploy}`}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ci.yml': file }), defaultSettings, [
    'deployments',
  ])
  return facts.deployments.flatMap(({ guardedBy }) => guardedBy)
}

test('a step of one leg of a matrix guards what waits for all of them', async () => {
  assert.ok((await guards('matrix.full')).includes('unit-test'))
  assert.ok((await guards('matrix.node == 22')).includes('unit-test'))
})

test('one of no leg guards nothing, nor one whose leg hangs on something else', async () => {
  assert.ok(!(await guards('matrix.node == 18')).includes('unit-test'))
  assert.ok(!(await guards("matrix.full && vars.TESTS == 'on'")).includes('unit-test'))
})

test('and nothing that another leg of the same job deploys', async () => {
  assert.ok(!(await guards('matrix.full', true)).includes('unit-test'))
})

test('legs are told apart though some of their values are settings', async () => {
  const file = `on: workflow_dispatch
jobs:
  rotate:
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        include:
          - {workspace: development, role: "\${{ vars.DEVELOPMENT_ROLE }}"}
          - {workspace: preproduction, role: "\${{ vars.PREPRODUCTION_ROLE }}"}
          - {workspace: production, role: "\${{ vars.PRODUCTION_ROLE }}"}
    steps:
      - run: terraform apply -auto-approve
        env: {TF_WORKSPACE: "\${{ matrix.workspace }}"}
        if: matrix.role == 'arn:aws:iam::1:role/ship'
`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ci.yml': file }), defaultSettings, [
    'deployments',
  ])
  // what a setting holds is not known: the step may run in each
  assert.deepEqual(facts.deployments.map(({ environment }) => environment).sort(), [
    'development',
    'production',
    'staging',
  ])
})
