import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

/** `file: state (by)` of each file that is read. */
async function references(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['configurationReferences'])
  return facts.configurationReferences.map(({ file, state, by }) => `${file}: ${String(state)} (${by})`).sort()
}

const pipeline = (...steps: readonly string[]) => ({
  '.github/workflows/deploy.yml': `on: push\njobs:\n  shop:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`,
})

test('what a tool reads without being told is read in the folder where it runs', async () => {
  const files = {
    ...pipeline('run: cd scales && cf push scales', 'run: helm upgrade --install shop ./chart'),
    'scales/manifest.yml': 'applications: []\n',
    'manifest.yml': 'applications: []\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
    'chart/values.yaml': 'replicas: 2\n',
  }
  assert.deepEqual(await references(files), [
    'chart/values.yaml: tracked (helm upgrade)',
    'scales/manifest.yml: tracked (cf push)',
  ])
})

test('arguments and inputs of any name are files where they are here', async () => {
  const files = {
    ...pipeline(
      'run: az deployment group create --resource-group shop --template-file infra/main.bicep --parameters @infra/production.json absent.json',
      'uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n        with:\n          task-definition: infra/task.json\n          service: shop',
    ),
    'infra/main.bicep': 'param carat int\n',
    'infra/production.json': '{}\n',
    'infra/task.json': '{}\n',
  }
  assert.deepEqual(await references(files), [
    'infra/main.bicep: tracked (az deployment group create)',
    'infra/production.json: tracked (az deployment group create)',
    'infra/task.json: tracked (aws-actions/amazon-ecs-deploy-task-definition)',
  ])
})

test('what describes a package is no configuration, whoever copies it', async () => {
  const files = {
    ...pipeline('run: rsync -a dist package.json compose.yaml ops@shop.goldsmiths.example:/srv/shop/'),
    'package.json': '{}\n',
    'compose.yaml': 'services: {}\n',
  }
  assert.deepEqual(await references(files), ['compose.yaml: tracked (rsync)'])
})

test('what only builds and tests reads no configuration of what is deployed, and secrets are none', async () => {
  const files = {
    ...pipeline('run: npm test -- --config config/vitest.json', 'run: serverless deploy --config secrets.yml'),
    'config/vitest.json': '{}\n',
    'secrets.yml': 'a: b\n',
  }
  assert.deepEqual(await references(files), [])
})
