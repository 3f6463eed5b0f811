import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

async function kinds(text: string, files: Readonly<Record<string, string>>): Promise<string> {
  const script = { text, placeOf: () => at, shell: 'bash', errexit: true, pipefail: false, directory: '' }
  const found = await findActs({ ...script, variables: {}, via: [], name: '' }, repositoryOf(files))
  return found.map((act) => act.kinds.join('+')).join()
}

const pom = { 'pom.xml': '<project/>', 'src/main/java/acme/App.java': '' }
const gradle = { 'build.gradle': "plugins { id 'java' }", 'src/main/kotlin/App.kt': '' }
const go = { 'go.mod': 'module acme', 'main.go': 'package main' }
const dotnet = { 'src/Shop/Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"/>', 'src/Shop/Program.cs': '' }

for (const [command, files, expected] of [
  ['mvn package', pom, 'build'],
  ['mvn package', { ...pom, 'src/test/java/acme/AppTest.java': '' }, 'build+unit-test'],
  // the tests may be in a folder that the build names
  ['mvn package', { ...pom, 'pom.xml': '<testSourceDirectory>checks</testSourceDirectory>' }, 'build+unit-test'],
  ['mvn package -f services/pom.xml', pom, 'build+unit-test'],
  // no code is here either: what is built is made elsewhere
  ['mvn package', { 'pom.xml': '<project/>' }, 'build+unit-test'],
  [
    'cd api && mvn package',
    { 'api/pom.xml': '<project/>', 'api/src/main/java/App.java': '', 'src/test/A.java': '' },
    'build',
  ],
  ['./gradlew test', { gradlew: '', ...gradle }, 'build'],
  ['./gradlew test', { gradlew: '', ...gradle, 'src/test/kotlin/AppTest.kt': '' }, 'build+unit-test'],
  ['./gradlew test', { gradlew: '', ...gradle, 'build.gradle': 'sourceSets { test { } }' }, 'build+unit-test'],
  ['go test ./...', go, 'build'],
  ['go test ./...', { ...go, 'main_test.go': 'package main' }, 'build+unit-test'],
  ['dotnet test', dotnet, 'build'],
  ['dotnet test', { ...dotnet, 'checks/Shop/Checks.csproj': '<PackageReference Include="xunit"/>' }, 'build+unit-test'],
] as const) {
  test(`${command} with ${Object.keys(files).join(', ')}`, async () => {
    assert.equal((await kinds(command, files)).replace(/^,/, ''), expected)
  })
}
