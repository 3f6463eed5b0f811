import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { classify, classOfJobName } from '../../../src/facts/pipeline/environment.ts'
import { environmentAt } from '../../../src/facts/pipeline/graph/deployment/where.ts'
import { branchesOf } from '../../../src/facts/pipeline/graph/run/branches.ts'
import { makePlans } from '../../../src/facts/pipeline/graph/run/family.ts'
import { repositoryOf } from '../../support/repository.ts'
import { deployments, job, run, workflow } from '../../support/workflow.ts'

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
  'DevOps Web Service Non-Prod': undefined,
  'dev-ops': undefined,
  'DevSecOps prod': 'production',
  DevOpsProd: 'production',
  devenv: undefined,
  testenv: undefined,
  'non-prod': undefined,
  nonprod: undefined,
  'nonprod-dev': 'development',
  'prod-and-staging': undefined,
  'e2e-runner': undefined,
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
  assert.equal(classOfJobName('deploy-e2e-runner', settings), undefined)
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

test('a job that two calls bring is asked for by its call, and what is said of each counts for it alone', () => {
  const roll = (call: string) => ({
    ...job(`${call} / roll`, [run('deploy')]),
    key: 'roll',
    within: [{ name: call, place: { file: 'main.yml' } }],
  })
  const workflows = [workflow([roll('one'), roll('two')], { id: '.github/workflows/main.yml' })]
  const environmentsOf = (environments: Settings['environments']) =>
    Object.values(deployments(workflows, { environments })).map(({ environment }) => environment)
  for (const [i, call] of ['one', 'two'].entries()) {
    const open = environmentsOf({})[i]
    assert.ok(isHidden(open))
    assert.match(open.settle?.text ?? '', new RegExp(`\\{'main\\.yml#${call} / roll': development \\|`))
  }
  const said = { 'main.yml#one / roll': 'staging', 'main.yml#two / roll': 'production' } as const
  assert.deepEqual(environmentsOf(said), ['staging', 'production'])
  assert.deepEqual(environmentsOf({ 'main.yml#roll': 'staging' }), ['staging', 'staging'])
})

test('what is said of a job by its file counts for an apply and a change by hand in it, too', () => {
  const apply = workflow([job('roll', [run('apply')])], { id: 'main.yml' })
  const settings = { ...defaultSettings, environments: { 'main.yml#roll': 'production' } } as const
  const [plan] = makePlans([apply], branchesOf([apply], undefined)).all
  const [one] = apply.jobs
  assert.ok(plan && one)
  assert.equal(environmentAt(plan, one, undefined, [], settings).class, 'production')
})
