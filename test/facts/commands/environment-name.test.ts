import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { environmentName } from '../../../src/facts/pipeline/commands/special/environment-name.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

for (const [values, expected] of [
  [['$STAGING_APP_ID'], 'staging'],
  [['${{ secrets.PROD_CLUSTER }}'], 'prod'],
  [['$(uatNamespace)'], undefined],
  [['applications/${DEV_APP}'], 'dev'],
  // what stands there tells more than how a variable is called
  [['$STAGING_APP_ID', 'k8s/production.yaml'], 'production'],
  [['$STAGING_APP', '$PROD_NAMESPACE'], undefined],
  [['$TEST_DIR'], undefined],
  [['$STAGE'], undefined],
  [['$NON_PROD_CLUSTER'], undefined],
  [['$NONPROD_CLUSTER'], undefined],
  [['$PRE_PROD_CLUSTER'], 'preprod'],
  [['$DEV_OPS_PROJECT'], undefined],
  [['$PRODUCT_ID'], undefined],
  [['image=$PROD_IMAGE'], undefined],
] as const)
  test(`the environment among ${values.join(' ')}`, () => assert.equal(environmentName(values), expected))

test('the number of an app tells by the variable that holds it', async () => {
  const at = async (text: string) => (await findActs(scriptOf(text), repositoryOf({})))[0]?.environment
  assert.equal(await at('STAGING_ID=cc67ac7f-d41b-4a9c-a2ce-37f322690cb8\ndoctl apps update $STAGING_ID'), 'staging')
  assert.equal(await at('APP_ID=cc67ac7f-d41b-4a9c-a2ce-37f322690cb8\ndoctl apps update $APP_ID'), undefined)
  assert.equal(await at('doctl apps update ${{ secrets.PROD_APP }} --spec app.yaml'), 'prod')
})
