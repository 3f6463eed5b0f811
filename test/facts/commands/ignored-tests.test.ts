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

const gradle = (text: string) => ({ 'build.gradle': text })
for (const [what, text, files, expected] of [
  ['Gradle lets failures pass', 'gradle test', gradle('test {\n  ignoreFailures = true\n}\n'), 'ignored'],
  [
    'Gradle lets failures pass, in Kotlin',
    './gradlew build',
    { gradlew: '', 'build.gradle.kts': 'tasks.withType<Test> {\n  useJUnitPlatform()\n  ignoreFailures = true\n}\n' },
    'ignored',
  ],
  ['Gradle lets a linter pass', 'gradle test', gradle('checkstyle { ignoreFailures = true }\n'), 'stops'],
  [
    'Gradle lets failures pass where it is asked to',
    'gradle test',
    gradle("test {\n  if (project.hasProperty('soft')) {\n    ignoreFailures = true\n  }\n}\n"),
    'stops',
  ],
  [
    'Gradle has those of a module switched off',
    'gradle test',
    gradle("project(':old') {\n  test { enabled = false }\n}\n"),
    'stops',
  ],
  [
    'Gradle has them switched off where it is asked to',
    'gradle test',
    gradle("if (project.hasProperty('quick')) {\n  test.enabled = false\n}\n"),
    'stops',
  ],
  [
    'Gradle has those of the outermost of its modules switched off',
    'gradle test',
    { ...gradle('test { enabled = false }\n'), 'settings.gradle': "include 'api'\n" },
    'stops',
  ],
  [
    'Gradle has those of all modules switched off',
    'gradle test',
    { ...gradle('subprojects {\n  test { enabled = false }\n}\n'), 'settings.gradle': "include 'api'\n" },
    undefined,
  ],
  ['a comment in a build file', 'gradle test', gradle('test {\n  // ignoreFailures = true\n}\n'), 'stops'],
  ['Gradle has its tests switched off', 'gradle test', gradle('test.enabled = false\n'), undefined],
  ['Gradle lists what it would do', 'gradle test -m', gradle(''), undefined],
  ['Maven is told by a variable', 'MAVEN_ARGS=-DskipTests mvn verify', { 'pom.xml': '<project/>' }, undefined],
  ['Maven is told by a file', 'mvn verify', { 'pom.xml': '<project/>', '.mvn/maven.config': '-fn\n' }, 'ignored'],
  ['pytest is told by a variable', 'export PYTEST_ADDOPTS=--co\npytest', {}, undefined],
  ['pytest is told by a file', 'pytest', { 'pytest.ini': '[pytest]\naddopts =\n  -ra\n  --collect-only\n' }, undefined],
  [
    'pytest is told by the file of the project',
    'pytest',
    { 'pyproject.toml': '[tool.black]\nline-length = 99\n[tool.pytest.ini_options]\naddopts = ["-q", "--co"]\n' },
    undefined,
  ],
  ['options of pytest that say more', 'pytest', { 'setup.cfg': '[tool:pytest]\naddopts = -q --cov=app\n' }, 'stops'],
  ['pytest ends well whatever fails', 'pytest --suppress-tests-failed-exit-code', {}, 'ignored'],
  ['RSpec is told by a file', 'rspec', { '.rspec': '--color\n--dry-run\n' }, undefined],
  ['RSpec ends well whatever fails', 'rspec --failure-exit-code 0', {}, 'ignored'],
  ['Go is told by a variable', 'GOFLAGS=-run=XXX go test ./...', {}, undefined],
  ['that nothing was found to test is forgiven', 'pytest || [ $? -eq 5 ]', {}, 'stops'],
  ['that tests failed is forgiven', 'pytest || [ "$?" = 1 ]', {}, 'ignored'],
  ['.NET lists', 'dotnet test -t', {}, undefined],
  ['tox heeds nothing', 'tox -e py', { 'tox.ini': '[testenv]\nignore_outcome = true\ncommands = pytest\n' }, 'ignored'],
  ['tox heeds it', 'tox -e py', { 'tox.ini': '[testenv]\nignore_outcome = false\ncommands = pytest\n' }, 'stops'],
] as const) {
  test(`tests that cannot fail: ${what}`, async () => {
    const found = await findActs(scriptOf(text), repositoryOf(files))
    assert.equal(found.find(({ kinds }) => kinds.includes('unit-test'))?.onFailure, expected)
  })
}
