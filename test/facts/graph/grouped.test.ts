import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const of = async (file: string, text: string) => {
  const { facts } = await collectFacts(repositoryOf({ [file]: text }), defaultSettings, ['deployments'])
  return facts.deployments.map(({ environment }) => (isHidden(environment) ? 'unknown' : environment))
}

const github = (head: string, job = '') =>
  `on: {push: {branches: [main]}}\n${head}jobs:\n  ship:\n    runs-on: x\n${job}    steps: [{run: kamal deploy}]\n`

for (const [how, file, text, wanted] of [
  ['GitHub, job', '.github/workflows/a.yml', github('', '    concurrency: deploy_to_staging\n'), 'staging'],
  ['GitHub, workflow', '.github/workflows/a.yml', github('concurrency: {group: production}\n'), 'production'],
  [
    'GitHub, a value',
    '.github/workflows/a.yml',
    github('concurrency: {group: "deploy-${{ github.ref }}"}\n'),
    'unknown',
  ],
  [
    'GitHub, another name first',
    '.github/workflows/prod.yml',
    github('', '    concurrency: deploy_to_staging\n'),
    'production',
  ],
  ['GitLab', '.gitlab-ci.yml', 'ship: {script: [kamal deploy], resource_group: production}\n', 'production'],
  [
    'Buildkite',
    '.buildkite/pipeline.yml',
    'steps: [{label: ship, command: kamal deploy, concurrency: 1, concurrency_group: shop/deploy-staging}]\n',
    'staging',
  ],
  [
    'Azure',
    'azure-pipelines.yml',
    "trigger: [main]\nsteps: [{task: AzureWebApp@1, inputs: {azureSubscription: 'PROD subscription', appName: web}}]\n",
    'production',
  ],
  [
    'Azure, all but production',
    'azure-pipelines.yml',
    "trigger: [main]\nsteps: [{task: AzureWebApp@1, inputs: {azureSubscription: 'DevOps Non-Prod', appName: web}}]\n",
    'unknown',
  ],
  [
    'Azure, both',
    'azure-pipelines.yml',
    "trigger: [main]\nsteps:\n- {task: AzureWebApp@1, inputs: {azureSubscription: 'PROD', appName: web}}\n- {task: AzureWebApp@1, inputs: {azureSubscription: 'dev', appName: web}}\n",
    'unknown',
  ],
] as const) {
  test(`what runs are grouped or signed in by tells the environment where nothing else does: ${how}`, async () => {
    assert.deepEqual(await of(file, text), [wanted])
  })
}
