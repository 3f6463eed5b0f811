import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { classify, classOfJobName } from '../../../src/facts/pipeline/environment.ts'
import { repositoryOf } from '../../support/repository.ts'

const settings = {
  ...defaultSettings,
  environments: { demo: 'staging', 'eu-*': 'production', 'prod-like': 'staging' },
} as const

const names: Readonly<Record<string, string | undefined>> = {
  dev: 'development',
  'dev-1': 'development',
  'dev-blue': 'development',
  sandbox: 'development',
  'pr-123': 'development',
  review: 'development',
  qa: 'integration',
  TEST2: 'integration',
  'e2e-eu': 'integration',
  e2e: 'integration',
  uat: 'staging',
  pp: 'staging',
  'pre-prod': 'staging',
  preprod: 'staging',
  preProduction: 'staging',
  'pre_production-eu': 'staging',
  'perf-test': 'staging',
  'notify-staging': 'staging',
  prod2: 'production',
  'prod-eu-west': 'production',
  PROD_EU: 'production',
  live: 'production',
  prodEU: 'production',
  prodenv: 'production',
  'forge-stageenv': 'staging',
  // whole words only
  'product-api': undefined,
  reproduction: undefined,
  // names of tools and their tables
  devenv: undefined,
  testenv: undefined,
  'non-prod': undefined,
  nonprod: undefined,
  'nonprod-dev': 'development',
  'prod-and-staging': undefined,
  lagoon: undefined,
  '': undefined,
  // assay.yaml: exact, glob, and against the words
  demo: 'staging',
  'eu-west': 'production',
  'prod-like': 'staging',
}

for (const [name, expected] of Object.entries(names)) {
  test(`the environment ${JSON.stringify(name)} is ${expected ?? 'unknown'}`, () => {
    const found = classify(name, settings)
    if (expected) assert.equal(found, expected)
    else assert.ok(isHidden(found) && found.as === 'unknown')
  })
}

test('an unknown name asks for the answer in assay.yaml, with the four classes', () => {
  const found = classify('blue lagoon', settings)
  assert.ok(isHidden(found))
  assert.equal(found.settle.kind, 'answer')
  assert.match(
    found.settle.text,
    /environments: \{'blue lagoon': development \| integration \| staging \| production\}/,
  )
})

test('in the name of a job, a word that names an activity tells no environment unless it is deployed to', () => {
  assert.equal(classOfJobName('build-test-deploy', settings), undefined)
  assert.equal(classOfJobName('deploy-test', settings), 'integration')
  assert.equal(classOfJobName('shop-sandbox-runner', settings), undefined)
  assert.equal(classOfJobName('deploy-sandbox-server', settings), 'development')
  assert.equal(classOfJobName('shop-sandbox', settings), 'development')
  assert.equal(classOfJobName('deploy-production', settings), 'production')
  assert.equal(classOfJobName('deploy-after-production', settings), undefined)
  assert.equal(classOfJobName('Deploy_PP', settings), 'staging')
  assert.equal(classOfJobName('duplicate-prod-db', settings), undefined)
  assert.equal(classOfJobName('copy-prod-db-to-qa', settings), 'integration')
  assert.equal(classOfJobName('refresh_staging_from_production', settings), 'staging')
  assert.equal(classOfJobName('copy-to-prod', settings), 'production')
  assert.equal(classOfJobName('deploy (staging)', settings), 'staging')
})

for (const [others, expected] of [
  [['build-stage', 'commit-stage'], undefined],
  [['test-stage'], undefined],
  [['build', 'deploy-prod'], 'staging'],
] as const) {
  test(`deploy-stage beside ${others.join(', ')} goes to ${expected ?? 'no environment that its name tells'}`, async () => {
    const jobs = [...others, 'deploy-stage'].map(
      (name) =>
        `  ${name}: {runs-on: x, steps: [{run: ${/deploy/.test(name) ? 'helm upgrade shop ./shop' : 'make'}}]}\n`,
    )
    const files = { '.github/workflows/a.yml': `on: {push: {branches: [main]}}\njobs:\n${jobs.join('')}` }
    const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
    const found = facts.deployments.find(({ job }) => job === 'deploy-stage')?.environment
    assert.equal(isHidden(found) ? undefined : found, expected)
  })
}
