import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The deployments of a workflow with one job: `name of the environment (class)`. */
async function deployed(on: string, job: string): Promise<readonly string[]> {
  const file = `on: ${on}\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n${job}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ship.yml': file }), defaultSettings, [
    'deployments',
  ])
  return facts.deployments
    .map(({ environmentName, environment }) => `${environmentName} (${isHidden(environment) ? '?' : environment})`)
    .sort()
}

const both = '{push: {branches: [main, develop]}}'
const steps = (run: string) => `    steps:\n      - run: ${run}\n`
const chosen = (first: string, second: string) => `\${{ github.ref == 'refs/heads/main' && '${first}' || '${second}' }}`

test('a target that an expression chooses by the branch is one deployment for each', async () => {
  assert.deepEqual(
    await deployed(both, steps(`aws s3 sync ./dist ${chosen('s3://shop-production', 's3://shop-staging')}`)),
    ['shop-production (production)', 'shop-staging (staging)'],
  )
  const suffix = "${{ github.ref != 'refs/heads/main' && '-staging' || '' }}"
  assert.deepEqual(await deployed(both, steps(`aws s3 sync ./dist s3://shop${suffix}`)), [
    'shop (?)',
    'shop-staging (staging)',
  ])
})

test('also by way of a variable, and by what an action is given', async () => {
  const env = `    env: {BUCKET: "${chosen('s3://shop-production', 's3://shop-staging')}"}\n`
  assert.deepEqual(await deployed(both, env + steps('aws s3 sync ./dist "$BUCKET"')), [
    'shop-production (production)',
    'shop-staging (staging)',
  ])
  const action = `    steps:\n      - uses: aws-actions/aws-lambda-deploy@v1\n        with: {function-name: "${chosen('shop-prod', 'shop-dev')}"}\n`
  assert.deepEqual(await deployed(both, action), ['shop-dev (development)', 'shop-prod (production)'])
})

test('on one branch alone, it is the target of that', async () => {
  const run = `aws s3 sync ./dist ${chosen('s3://shop-production', 's3://shop-staging')}`
  assert.deepEqual(await deployed('{push: {branches: [main]}}', steps(run)), ['shop-production (production)'])
})

test('a choice of how to build makes no deployment of its own', async () => {
  const run = `vite build --mode ${chosen('production', 'staging')} && aws s3 sync ./dist s3://shop`
  assert.deepEqual(await deployed(both, steps(run)), ['shop (?)'])
})

test('what cannot be told of the start takes no side', async () => {
  const run = `aws s3 sync ./dist s3://shop\${{ vars.SHADOW && '-staging' || '' }}`
  assert.deepEqual(await deployed(both, steps(run)), [' (?)'])
})
