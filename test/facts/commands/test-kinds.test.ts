import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

/** `kinds ?what it could be too`, of all that tells something. */
async function tests(text: string, files: Readonly<Record<string, string>> = {}, directory = ''): Promise<string[]> {
  const script = { text, placeOf: () => at, shell: 'bash', errexit: true, pipefail: false, directory }
  const found = await findActs({ ...script, variables: {}, via: [], name: '' }, repositoryOf(files))
  return found
    .filter(({ kinds, hidden }) => kinds.length || hidden)
    .map(({ kinds, hidden }) =>
      [kinds.join('+'), hidden ? `?${hidden.couldBe.join('+')}` : ''].filter(Boolean).join(' '),
    )
}

type Row = readonly [
  name: string,
  text: string,
  expected: readonly string[],
  files?: Readonly<Record<string, string>>,
  directory?: string,
]

function rows(group: string, table: readonly Row[]): void {
  for (const [name, text, expected, files, directory] of table) {
    test(`${group}: ${name}`, async () => assert.deepEqual(await tests(text, files, directory), expected))
  }
}

const browsers = {
  'package.json':
    '{"scripts":{"test-browser":"vitest run --config vitest.browser.mts","test:browser":"karma start","e2e:browser":"vitest run"}}',
}

const bothKinds = { 'tests/unit/test_a.py': '', 'tests/e2e/test_b.py': '' }

const either = '?unit-test+integration-test'

const weighs = `import sys, requests
answer = requests.post("https://scales.acme.dev/weigh", json={"ring": "test"})
if answer.json()["grams"] != 4:
    sys.exit("the scales are wrong")
`

rows('a script whose name has the word', [
  [
    'that asks a system elsewhere, is no unit test',
    'python3 scripts/send_test_ring.py staging',
    ['?integration-test+smoke-test'],
    { 'scripts/send_test_ring.py': weighs },
  ],
  [
    'that asks a system elsewhere, and waits',
    'python3 scripts/send_and_wait_for_test_ring.py staging',
    ['?integration-test+smoke-test'],
    { 'scripts/send_and_wait_for_test_ring.py': weighs },
  ],
  [
    'that waits for this machine',
    'python3 scripts/wait_for_test_scales.py',
    [],
    { 'scripts/wait_for_test_scales.py': weighs.replace('https://scales.acme.dev', 'http://localhost:8080') },
  ],
  [
    'that asks this machine',
    'python3 scripts/send_test_ring.py staging',
    [either],
    { 'scripts/send_test_ring.py': weighs.replace('https://scales.acme.dev', 'http://localhost:8080') },
  ],
])

rows('a script of the package', [
  [
    'that stands above the folder',
    'npm run test:unit',
    ['unit-test'],
    { 'package.json': '{"scripts":{"test:unit":"jest"}}', 'api/tests/src/a.ts': '' },
    'api/tests',
  ],
  [
    'that stands above the folder, by Yarn',
    'cd src\nyarn test:unit',
    ['unit-test'],
    { 'package.json': '{"scripts":{"test:unit":"jest"}}', 'api/src/a.ts': '' },
    'api',
  ],
  [
    'of the nearest',
    'npm run test:unit',
    [either],
    { 'package.json': '{"scripts":{"test:unit":"jest"}}', 'api/package.json': '{}' },
    'api/tests',
  ],
  [
    'of pipenv',
    'pipenv run unittests\npipenv run inttests',
    ['unit-test ?integration-test', 'integration-test'],
    { Pipfile: '[scripts]\nunittests = "coverage run -m xmlrunner -v"\ninttests = "python -m xmlrunner discover"\n' },
  ],
])

rows('a browser', [
  [
    'in which the tests of parts run',
    'npm run test-browser\nnpm run test:browser',
    ['unit-test', 'unit-test'],
    browsers,
  ],
  ['by an argument', 'vitest run --browser=chromium\nwtr --browsers chromium', ['unit-test', 'unit-test']],
  ['beside another word', 'npm run e2e:browser', ['integration-test'], browsers],
  ['for a runner that drives it', 'pytest tests/browser', ['integration-test']],
])

rows('a name with the bare word test', [
  ['of a target', 'make broker-service-test', [either], { Makefile: 'broker-service-test:\n\tfrob run\n' }],
  ['of a package script', 'npm run service-test', [either], { 'package.json': '{"scripts":{"service-test":"frob"}}' }],
  ['of a service', 'docker compose run tests', [either], { 'compose.yml': 'services: {tests: {image: acme/frob}}' }],
  ['of a task of Gradle', 'gradle databaseTest', [either]],
  ['of what Kotlin and Android call so', 'gradle jvmTest\ngradle testDebugUnitTest', ['unit-test', 'unit-test']],
  ['of a task that is not here', 'inv test', [either]],
  ['that says which', 'make unit-test', ['unit-test'], { Makefile: 'unit-test:\n\tfrob run\n' }],
  ['whose commands tell', 'make test', ['unit-test'], { Makefile: 'test:\n\tjest\n' }],
  [
    'of a script that only knows its modules',
    'python tests/test_notify.py',
    ['unit-test'],
    { 'tests/test_notify.py': 'import unittest\nfrom shop import notify\nunittest.main()\n' },
  ],
  [
    'of a script that speaks with something',
    'python tests/test_notify.py',
    ['?unit-test+integration-test'],
    { 'tests/test_notify.py': 'import unittest, requests\nrequests.get("http://localhost:80")\n' },
  ],
  [
    'of a script that asserts by no framework',
    'node tests/run-tests.js',
    [either],
    { 'tests/run-tests.js': 'require("../lib/frob").all()\n' },
  ],
])

rows('a folder that is named for integration tests', [
  ['where one has gone', 'cd tests/integration && pytest', ['integration-test']],
  ['of the step', 'pytest', ['integration-test'], {}, '03-integration-tests'],
  ['of the step, jest', 'npx jest', ['integration-test'], {}, 'e2e'],
  [
    'around the package',
    'npm test',
    ['integration-test'],
    { 'test/e2e/package.json': '{"scripts":{"test":"jest"}}' },
    'test/e2e',
  ],
  ['that may be a part of the program', 'pytest', [either], {}, 'services/integration'],
  ['with a number, and no word of tests', 'pytest', [either], {}, '03-integration'],
  ['whose arguments tell otherwise', 'pytest unit', ['unit-test'], {}, 'tests/integration'],
  ['all tests that are here', 'pytest', ['integration-test'], { 'tests/integration/test_a.py': '' }],
  [
    'some of the tests that are here',
    'pytest',
    ['unit-test+integration-test'],
    { 'tests/integration/test_a.py': '', 'tests/test_b.py': '' },
  ],
])

rows('a test that is named for smoke', [
  ['by another word', 'npx playwright test --grep prod-sanity', ['smoke-test']],
  [
    'by another word, in a script of the package',
    'npm run prod-sanity-test',
    ['smoke-test'],
    { 'package.json': '{"scripts":{"prod-sanity-test":"browserstack-node-sdk playwright test --grep sanity"}}' },
  ],
  [
    'asks a host',
    'pytest tests/test_smoke.py',
    ['smoke-test'],
    { 'tests/test_smoke.py': 'import os, requests\nrequests.get(os.environ["BASE_URL"] + "/")\n' },
  ],
  [
    'asks the program in its own process',
    'pytest tests/test_smoketest.py',
    ['unit-test'],
    { 'tests/test_smoketest.py': 'from fastapi.testclient import TestClient\nc = TestClient(app)\n' },
  ],
  [
    'asks nothing',
    'pytest tests/test_smoke.py',
    ['unit-test'],
    { 'tests/test_smoke.py': 'import shop\nassert shop\n' },
  ],
  [
    'asks by what is not here',
    'pytest tests/smoke',
    ['?smoke-test+unit-test'],
    { 'tests/smoke/test_a.py': 'def test_a(client):\n  assert client.get("/").ok\n' },
  ],
  ['is not at hand', 'pytest tests/smoke', ['smoke-test']],
  [
    'is run by itself and asks nothing',
    'python tests/test_smoketest.py',
    ['unit-test'],
    { 'tests/test_smoketest.py': 'import unittest, shop\nunittest.main()\n' },
  ],
  [
    'is run by itself and asks a host',
    'python smoke_test.py',
    ['smoke-test'],
    { 'smoke_test.py': 'import sys, urllib.request\nurllib.request.urlopen("https://shop.example.net/")\n' },
  ],
])

const maven = {
  'pom.xml': '<project/>',
  'shop/src/test/java/org/acme/CartTest.java': '',
  'orders/src/test/java/org/acme/OrdersIntegrationTest.java': '',
}
const inOrders = { ...maven, 'orders/pom.xml': '<excludes><exclude>**/*IntegrationTest.java</exclude></excludes>' }

rows('tests of Maven by their names', [
  ['what Surefire runs', 'mvn clean test', ['build+unit-test+integration-test'], maven],
  ['with the module', 'mvn test -pl orders,shop', ['build+unit-test+integration-test'], maven],
  ['without the module', 'mvn test -pl shop', ['build+unit-test'], maven],
  ['modules by their artifact', 'mvn test -pl :orders', ['build+unit-test'], maven],
  ['the tests are chosen', 'mvn test -Dtest=CartTest', ['build+unit-test'], maven],
  ['left out by the build', 'mvn test', ['build+unit-test'], inOrders],
  ['no test is run', 'mvn package -DskipTests', ['build'], maven],
  ['Surefire is left out', 'mvn verify -DskipUnitTests', ['build ?integration-test'], maven],
  [
    'Surefire takes classes of integration alone',
    'mvn test -Dtest="*IT,OrdersIntegrationTest#pays"',
    ['build+integration-test'],
    maven,
  ],
  ['Surefire takes a group', 'mvn test -Dgroups=integration', ['build+integration-test'], maven],
  ['how Surefire runs chooses nothing', 'mvn test -Dsurefire.forkCount=2', ['build+unit-test+integration-test'], maven],
  ['Surefire leaves a class out', 'mvn test -Dsurefire.excludes=**/*IntegrationTest.java', ['build+unit-test'], maven],
  ['Surefire leaves a group out', 'mvn test -DexcludedGroups=integration', ['build+unit-test'], maven],
  ['a class of which nothing is known', 'mvn test -Dtest=OrdersTest', ['build+unit-test'], maven],
  ['verify has run them too', 'mvn verify', ['build+unit-test+integration-test'], maven],
])

rows('what a runner leaves out', [
  ['several marks of pytest', 'pytest -m "not (integration or e2e)"', ['unit-test']],
  ['a mark beside one that is taken', 'pytest -m "integration and not (slow or smoke)"', ['integration-test']],
  ['a type of RSpec', 'rspec -t ~type:integration spec/models', ['unit-test']],
  ['what mocha turns round', 'mocha --grep integration --invert', ['unit-test']],
  ['what mocha does not', 'mocha --grep integration', ['integration-test']],
  ['tags of Cucumber', 'npx cucumber-js --tags "not @smoke"', ['integration-test']],
  ['titles of Playwright', 'npx playwright test --grep-invert @smoke', ['integration-test']],
  [
    'classes of Gradle that are taken',
    "./gradlew test --tests '*IT' --tests '*IntegrationTest'",
    ['build+integration-test'],
  ],
])

rows('several kinds of test at once', [
  ['that lie below the folder that is named', 'pytest tests/ -vv', ['unit-test+integration-test'], bothKinds],
  ['that lie below another folder', 'pytest tests/unit', ['unit-test'], bothKinds],
  [
    'whose mark is taken back by a later one',
    `pytest tests -m 'not e2e' -m 'not browser'`,
    [`unit-test ?integration-test`],
    bothKinds,
  ],
  ['that a mark leaves out', `pytest tests -m 'not e2e'`, ['unit-test'], bothKinds],
  ['alternatives of marks', 'pytest -m "integration or unit"', ['integration-test+unit-test']],
  ['a mark chooses among the tests of a path', 'pytest -m integration tests/unit', ['integration-test']],
  ['several paths', 'pytest -v tests/unit tests/integration', ['unit-test+integration-test']],
  ['projects of vitest', 'vitest --project unit --project integration', ['unit-test+integration-test']],
  [
    'categories of .NET',
    'dotnet test --filter "Category=Unit|Category=Integration"',
    ['build+unit-test+integration-test'],
  ],
  [
    'a project of .NET beside one of integration tests',
    'dotnet test a/Shop.Tests/Shop.Tests.csproj',
    ['build+unit-test'],
    { 'a/Shop.Tests/Shop.Tests.csproj': '', 'a/Shop.Tests/A.cs': '', 'b/Shop.IntegrationTests/B.cs': '' },
  ],
  [
    'a project of .NET alone',
    'dotnet test a/Shop.Tests/Shop.Tests.csproj',
    ['build+unit-test ?integration-test'],
    { 'a/Shop.Tests/Shop.Tests.csproj': '', 'a/Shop.Tests/A.cs': '' },
  ],
  ['a unit test of what is called a system', 'pytest tests/unit/test_system.py', ['unit-test']],
  ['what ExUnit includes beside all others', 'mix test --include integration', ['unit-test+integration-test']],
  ['what ExUnit runs alone', 'mix test --only integration', ['integration-test']],
  ['what ExUnit leaves out', 'mix test --exclude integration', ['unit-test']],
])

rows('tests that sbt is told', [
  ['classes of integration', 'sbt "testOnly *IT"', ['build+integration-test']],
  ['of a project', 'sbt "shop/testOnly *IntegrationSpec"', ['build+integration-test']],
  ['a tag', 'sbt "testOnly * -- -n org.acme.IntegrationTest"', ['build+integration-test']],
  ['without a tag', 'sbt "testOnly * -- -l org.acme.IntegrationTest"', ['build+unit-test']],
  ['some beside all', 'sbt test "testOnly *IT"', ['build+unit-test+integration-test']],
  ['classes of which nothing is known', 'sbt "testOnly *CartSpec"', ['build+unit-test']],
  ['a scope with blanks', 'sbt "IntegrationTest / test"', ['integration-test']],
])
