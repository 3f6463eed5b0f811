import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

/** `kinds: what a failure does`, of all that a command does. */
async function acts(text: string, pom = '<project/>'): Promise<string[]> {
  const script = { text, placeOf: () => at, shell: 'bash', errexit: true, pipefail: false, directory: '' }
  const repository = repositoryOf({ 'pom.xml': pom, 'src/test/java/AIntegrationTest.java': '' })
  const found = await findActs({ ...script, variables: {}, via: [], name: '' }, repository)
  return found.map(({ kinds, onFailure, hidden }) => `${kinds.join('+')}: ${onFailure}${hidden ? ' ?' : ''}`)
}

const surefire = (value: string) => `<plugin><configuration><testFailureIgnore>${value}</testFailureIgnore>`
const ignored = ['unit-test+integration-test: ignored', 'build: stops']
const heeded = ['build+unit-test+integration-test: stops']

for (const [command, expected, pom] of [
  ['mvn package', heeded],
  ['mvn package -Dmaven.test.failure.ignore=true', ignored],
  ['mvn -Dmaven.test.failure.ignore package', ignored],
  ['mvn package -Dmaven.test.failure.ignore=false', heeded, surefire('true')],
  ['mvn package', ignored, surefire('true')],
  ['mvn package', heeded, surefire('false')],
  ['mvn package', heeded, `<profile>${surefire('true')}</profile>`],
  ['mvn package', ignored, '<properties><maven.test.failure.ignore>true</maven.test.failure.ignore>'],
  ['mvn -fn package', ['build+unit-test+integration-test: ignored']],
] as const) {
  test(`failed tests of Maven: ${command}${pom ? ` with ${pom}` : ''}`, async () => {
    const sorted = (all: readonly string[]) =>
      all.map((one) =>
        one
          .split(/[+:]/)
          .map((part) => part.trim())
          .sort()
          .join(),
      )
    assert.deepEqual(sorted(await acts(command, pom)), sorted(expected))
  })
}

test('a trap that leaves with success lets every failure pass', async () => {
  const outcome = async (text: string) =>
    (await findActs(scriptOf(text), repositoryOf({})))
      .filter(({ kinds }) => kinds.length > 0)
      .map((act) => act.onFailure)
  const suite = 'go test ./...'
  assert.deepEqual(await outcome(`set -e\ntrap 'exit 0' EXIT\n${suite}`), ['ignored'])
  assert.deepEqual(await outcome(`trap 'echo done; exit 0' ERR\n${suite}`), ['ignored'])
  assert.deepEqual(await outcome(`leave() {\n  echo done\n  exit 0\n}\ntrap leave EXIT\n${suite}`), ['ignored'])
  assert.deepEqual(await outcome(`trap 'exit 0' EXIT\ntrap - EXIT\n${suite}`), ['stops'])
  assert.deepEqual(await outcome(`trap 'rm -rf work; exit $?' EXIT\n${suite}`), ['stops'])
  assert.deepEqual(await outcome(`trap 'exit 0' INT\n${suite}`), ['stops'])
  assert.deepEqual(await outcome(`(trap 'exit 0' EXIT; ls)\n${suite}`), ['stops'])
})
