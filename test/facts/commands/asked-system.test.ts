import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { systemsNamed } from '../../../src/facts/pipeline/commands/tests/asked-system.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const elsewhere: readonly (readonly [string, string | null])[] = [
  ['CYPRESS_BASE_URL', 'https://staging.shop.example'],
  ['CYPRESS_baseUrl', 'https://${{ inputs.url }}'],
  ['PLAYWRIGHT_TEST_BASE_URL', '${{ vars.STAGING_URL }}'],
  ['STAGING_URL', null],
  ['BASE_URL', 'https://shop.example'],
  ['E2E_HOST', 'staging.shop.example:8443'],
  ['ACCEPTANCE_HOST_NAME', 'https://uat.shop.example'],
  ['URL', '${{ needs.deploy.outputs.url }}'],
  ['API_BASE_URL', '${{ steps.candidate.outputs.url }}'],
  ['SERVICE_ENDPOINT', null],
]
for (const [name, value] of elsewhere) {
  test(`${name}=${value} names a system elsewhere`, () => assert.deepEqual(systemsNamed([[name, value]]), [name]))
}

const none: readonly (readonly [string, string | null])[] = [
  ['CYPRESS_BASE_URL', 'http://localhost:3000'],
  ['CYPRESS_BASE_URL', 'http://shop:8080'],
  ['BASE_URL', ''],
  ['BASE_URL', 'http://127.0.0.1'],
  ['DATABASE_URL', 'postgres://shop@db.shop.example/shop'],
  ['TEST_DATABASE_URL', null],
  ['SONAR_HOST_URL', 'https://sonar.example'],
  ['SLACK_WEBHOOK_URL', null],
  ['DOCKER_HOST', 'tcp://docker.example:2375'],
  ['PGHOST', 'db.example'],
  ['API_URL', 'https://payments.partner.example'],
  ['URL', 'http://localhost:${PORT}'],
  ['REDIS_URL', '${{ secrets.REDIS_URL }}'],
]
for (const [name, value] of none) {
  test(`${name}=${value} names none`, () => assert.deepEqual(systemsNamed([[name, value]]), []))
}

test('a container is told by its variables which system its tests ask', async () => {
  const asks = async (text: string) =>
    (await findActs(scriptOf(text), repositoryOf({}))).map(({ asksSystem }) => asksSystem !== undefined)
  assert.deepEqual(await asks('docker run --env BASE_URL=https://shop.example acceptance-tests:1.4.0'), [true])
  assert.deepEqual(await asks('docker run -e BASE_URL=https://shop.example shop npx playwright test'), [true])
  assert.deepEqual(await asks('docker compose run -e BASE_URL e2e npx playwright test'), [true])
  assert.deepEqual(await asks('docker run --env BASE_URL=http://localhost:8080 acceptance-tests:1.4.0'), [false])
})

test('a test that its file calls a smoke test is told by its variables which system it asks', async () => {
  const script = scriptOf('bundle exec rspec spec/system/smoke_spec.rb --tag smoke_test')
  const files = {
    Gemfile: "gem 'rspec'\n",
    'spec/system/smoke_spec.rb': "describe('Shop', :smoke_test) { it('opens') }\n",
  }
  const acts = await findActs(
    { ...script, variables: { SMOKE_URL: '${{ steps.deploy.outputs.url }}' } },
    repositoryOf(files),
  )
  assert.deepEqual(
    acts.map(({ asksSystem }) => asksSystem),
    [['SMOKE_URL']],
  )
})
