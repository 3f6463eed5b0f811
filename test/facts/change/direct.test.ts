import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The ways in which a pipeline of these commands changes what runs. */
async function waysOf(...commands: readonly string[]): Promise<readonly string[]> {
  const steps = commands.map((command) => `      - run: ${JSON.stringify(command)}\n`).join('')
  const workflow = `on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`
  const repository = repositoryOf({ '.github/workflows/x.yml': workflow })
  const { facts } = await collectFacts(repository, defaultSettings, ['directChanges'])
  return facts.directChanges.map(({ way }) => way)
}

test('what a cloud beside the runner is told changes no system', async () => {
  assert.deepEqual(await waysOf('aws secretsmanager create-secret --name shop'), ['infrastructure'])
  assert.deepEqual(await waysOf('aws --endpoint-url=$LOCALSTACK_URL secretsmanager create-secret --name shop'), [])
  const program = 'there="aws --endpoint-url=${LOCALSTACK_URL}"\n${there} secretsmanager create-secret --name shop'
  assert.deepEqual(await waysOf(program), [])
})

test('what a job makes and deletes again was never meant to stay', async () => {
  const create = 'gcloud compute instances create builder-1 --zone a'
  assert.deepEqual(await waysOf(create), ['infrastructure'])
  assert.deepEqual(await waysOf(create, 'gcloud compute instances delete builder-1 --zone a'), [])
  assert.deepEqual(await waysOf(create, 'gcloud compute instances delete builder-0 --zone a'), ['infrastructure'])
  assert.deepEqual(await waysOf('az group create --name e2e', 'az group delete -n e2e --yes'), [])
})
