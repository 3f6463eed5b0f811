import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const kindsOf = async (text: string, files: Readonly<Record<string, string>>) =>
  (await findActs(scriptOf(text), repositoryOf(files))).flatMap(({ kinds }) => kinds)

test('what an image is told by a service is its words, however they are written', async () => {
  const compose = (command: string) => ({
    'compose.yaml': `services:\n  check:\n    image: aquasec/trivy:0.58.0\n    ${command}\n`,
  })
  for (const command of [
    'command: fs --exit-code 1 /src',
    'command: ["fs", "--exit-code", "1", "/src"]',
    `command: fs --exit-code 1 '/src'`,
    'entrypoint: trivy fs --exit-code 1 /src',
    'entrypoint: ["trivy", "fs", "--exit-code", "1", "/src"]',
  ])
    assert.deepEqual(await kindsOf('docker compose run check', compose(command)), ['security-scan'], command)
  assert.deepEqual(await kindsOf('docker compose run check', compose('entrypoint: ["true"]')), [])
})

test('a program of a volume is found from the root of a container, where it is taken to work', async () => {
  const files = {
    'ci/compose.yaml': 'services:\n  app:\n    image: node:20.19.0\n    volumes:\n      - ..:/app\n',
    'ci/tasks/test.sh': 'set -e\nyarn jest\n',
    'app/other.sh': 'yarn eslint .\n',
  }
  const run = (program: string) => kindsOf(`docker compose -f ci/compose.yaml run app ${program}`, files)
  assert.deepEqual(await run('app/ci/tasks/test.sh'), ['unit-test'])
  assert.deepEqual(await run('/app/ci/tasks/test.sh'), ['unit-test'])
})
