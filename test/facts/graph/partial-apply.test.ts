import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The deployments of a job with these commands, with what guards them. */
async function deployed(...commands: readonly string[]): Promise<readonly string[]> {
  const steps = commands.map((command) => `      - run: ${JSON.stringify(command)}\n`).join('')
  const file = `on: {push: {branches: [main]}}\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n    environment: production\n    steps:\n${steps}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ci.yml': file }), defaultSettings, [
    'deployments',
  ])
  return facts.deployments.map(({ guardedBy }) => [...guardedBy].sort().join(' '))
}

const build = 'docker build -t ghcr.io/acme/shop .'

test('the registry alone is applied before the image is built for the whole', async () => {
  const registry = 'terraform apply -auto-approve -target=aws_ecr_repository.shop'
  assert.deepEqual(await deployed(registry, build, 'terraform apply -auto-approve'), ['apply build'])
})

test('a key that is renewed is no deployment', async () => {
  assert.deepEqual(
    await deployed(
      "terraform apply -input=false -target 'aws_cloudwatch_event_connection.metrics' -target aws_secretsmanager_secret.key",
    ),
    [],
  )
})

test('a module, a service among the targets, or the whole may bring a version', async () => {
  for (const targets of ['-target=module.shop', '-target aws_ecr_repository.a -target aws_ecs_service.shop', '']) {
    assert.deepEqual(await deployed(`terraform apply -auto-approve ${targets}`), [''], targets)
  }
})
