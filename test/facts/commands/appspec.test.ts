import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const deploy =
  'aws deploy create-deployment --application-name shop --s3-location bucket=shop,key=shop.zip,bundleType=zip'
const onServers = (hook: string) => `version: 0.0
os: linux
hooks:
  ${hook}:
    - location: scripts/after.sh
      timeout: 60
`

for (const [what, files, wanted] of [
  [
    'a function that is called before traffic goes over',
    { 'appspec.yaml': 'version: 0.0\nResources: []\nHooks:\n  - BeforeAllowTraffic: AskShop\n' },
    'what the function AskShop tests, which CodeDeploy calls at BeforeAllowTraffic',
  ],
  [
    'a script that asks the service on the server',
    { 'appspec.yml': onServers('ValidateService'), 'scripts/after.sh': 'curl -f http://localhost/health\n' },
    'whether scripts/after.sh tests what CodeDeploy has put there (ValidateService)',
  ],
  [
    'a script that is not here',
    { 'deploy/appspec.yml': onServers('ValidateService') },
    'whether scripts/after.sh tests what CodeDeploy has put there (ValidateService)',
  ],
  [
    'a script that only tidies up',
    { 'appspec.yml': onServers('ValidateService'), 'scripts/after.sh': 'rm -rf /tmp/x\n' },
    '',
  ],
  ['a hook before the new version is there', { 'appspec.yml': onServers('BeforeInstall') }, ''],
  ['no hooks', { 'appspec.json': '{"version": 1, "Resources": []}' }, ''],
] as const) {
  test(`a deployment by CodeDeploy with ${what} ${wanted ? 'may be tested there' : 'is tested by nothing'}`, async () => {
    const acts = await findActs(scriptOf(deploy), repositoryOf(files))
    const [act] = acts.filter(({ kinds }) => kinds.includes('deploy'))
    assert.equal(act?.hidden?.value.what ?? '', wanted)
    assert.deepEqual(act?.hidden?.couldBe ?? [], wanted ? ['smoke-test'] : [])
  })
}

test('an AppSpec says nothing of other deployments', async () => {
  const files = { 'appspec.yml': onServers('ValidateService') }
  const acts = await findActs(scriptOf('helm upgrade --install shop ./chart'), repositoryOf(files))
  assert.ok(acts.every(({ hidden }) => hidden === undefined))
})
