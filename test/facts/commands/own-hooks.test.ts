import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { kindRows } from '../../support/kinds.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const makefile = (line: string) => ({
  Makefile: `deploy/ci:\n\t@$(MAKE) deploy/\${TARGET}\ndeploy/prod:\n\t$(MAKE) HOST=shop.example _deploy\n_deploy:\n\t${line}\nwatch:\n\t${line}\n`,
})
const update = "@curl --fail http://${HOST}:3030/update/${SHA} -H 'authorization: ${TOKEN}'"

kindRows('a hook of a team that has a machine take a version', [
  ['by the target', 'TARGET=prod make deploy/ci', ['deploy'], makefile(update)],
  ['not from a target that says nothing', 'make watch', [], makefile(update)],
  ['not without a credential', 'make deploy/prod', [], makefile('curl https://shop.example/update/1')],
  [
    'not to ask how it goes',
    'make deploy/prod',
    [],
    makefile('curl -H "Authorization: x" https://shop.example/deploy/1/status'),
  ],
  [
    'not for the answer',
    './deploy.sh',
    [],
    { 'deploy.sh': 'ID=$(curl -u a:b https://shop.example/deploy)\necho $ID\n' },
  ],
  ...[
    'curl -u a:b https://ops.example/release/shop.tar.gz -o shop.tar.gz',
    'curl -fsSLO -u a:b https://ops.example/release/shop',
    'curl -u a:b -T shop.zip https://ops.example/release/shop',
    'wget --header "Authorization: x" https://ops.example/release/shop.jar',
  ].map(
    (line) => [`not to fetch or to store a file: ${line}`, './deploy.sh', [], { 'deploy.sh': `${line}\n` }] as const,
  ),
  [
    'although the answer is thrown away',
    './deploy.sh',
    ['deploy'],
    { 'deploy.sh': 'curl -XPOST -o /dev/null -u a:b https://ops.example/redeploy\n' },
  ],
  ['by the script', './deploy.sh', ['deploy'], { 'deploy.sh': 'curl -fX POST -u a:b https://ops.example/redeploy\n' }],
])

test('its environment is that of the target', async () => {
  const acts = await findActs(scriptOf('TARGET=prod make deploy/ci'), repositoryOf(makefile(update)))
  assert.equal(acts.find(({ kinds }) => kinds.includes('deploy'))?.environment, 'prod')
})
