import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environmentOfFolder } from '../../src/facts/pipeline/commands/special/environment-name.ts'

for (const [folder, environment] of Object.entries({
  'terragrunt/env/production/integration_test': 'production',
  'env/staging/api': 'staging',
  'live/prod/e2e-runners': 'prod',
  'infra/production': 'production',
  'live/staging/eu/prod-mirror': 'staging',
  'infra/modules/shop': undefined,
  'prod-account/staging': 'staging',
})) {
  test(`the environment of a folder: ${folder}`, () => assert.equal(environmentOfFolder(folder), environment))
}
