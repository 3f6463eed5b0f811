import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

/** What is told by a name alone, of each step of which anything is: `job: kinds`. */
async function toldIn(jobs: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const repository = repositoryOf({ ...files, '.github/workflows/ci.yml': `on: push\njobs:\n${jobs}` })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps'])
  for (const { blocking, byName } of facts.steps)
    assert.ok(
      byName.every((kind) => !blocking.includes(kind)),
      'a name guards nothing',
    )
  return facts.steps.flatMap(({ job, name, byName }) => (byName.length ? [`${job}, ${name}: ${byName.join()}`] : []))
}

const job = (name: string, ...steps: string[]) => `  ${name}: {runs-on: ubuntu-24.04, steps: [${steps.join(', ')}]}\n`

test('a program that nobody knows does what people call its step', async () => {
  const told = await toldIn(
    job('ci', '{name: Run unit tests, run: frobnicate --all}', '{name: Integration tests, run: frobnicate --slow}') +
      job('more', '{name: Lint sources, run: frobcheck src}', '{name: Validate the schema, run: frobschema x.json}') +
      job('db', '{name: Run migrations, run: frobdb up}', '{name: Security scan, run: frobscan}'),
  )
  assert.deepEqual(told, [
    'ci, Run unit tests: unit-test',
    'ci, Integration tests: integration-test',
    'more, Lint sources: lint',
    'more, Validate the schema: validate',
    'db, Run migrations: migrate',
    'db, Security scan: security-scan',
  ])
})

test('what is only on the way, a step that is seen and one without a name of its own tell nothing', async () => {
  const told = await toldIn(
    job('a', '{name: Prepare the integration tests, run: frobnicate}', '{name: Unit test report, run: frobnicate}') +
      job('b', '{name: Lint and test, run: npx eslint . && frobnicate}') +
      job('c', '{run: frobnicate run}', '{name: Lint, run: echo nothing}') +
      job('d', '{name: Build pull request statuses, run: gh api repos}'),
  )
  assert.deepEqual(told, [])
})

test('a check of what branches, requests and commits are called is a lint, by any words that say so', async () => {
  const compare = '\'[[ "$GITHUB_HEAD_REF" =~ ^shop/ ]] || exit 1\''
  const told = await toldIn(
    job('names', `{name: Validate branch name, run: ${compare}}`, `{name: Find the branch name, run: ${compare}}`) +
      job('check-pr-title', '{uses: actions/checkout@v4}', `{run: ${compare}}`) +
      job('check--branch-name', '{run: npx eslint .}', `{run: ${compare}}`),
  )
  assert.deepEqual(told, [
    'names, Validate branch name: lint',
    `check-pr-title, [[ "$GITHUB_HEAD_REF" =~ ^shop/ ]] || exit 1: lint`,
  ])
})

test('a job says it for its last unknown program, where nothing in it is seen to do anything', async () => {
  const told = await toldIn(
    job('unit-tests', '{run: npm ci}', '{run: frobnicate}', '{name: Second, run: frobfinish}') +
      job('lint', '{run: npx eslint .}', '{run: frobnicate}') +
      job('build', '{run: frobnicate}'),
  )
  assert.deepEqual(told, ['unit-tests, Second: unit-test', 'build, frobnicate: build'])
})

test('what is started elsewhere does what its step is called', async () => {
  const told = await toldIn(
    job('a', '{name: Run database migrations, run: aws ecs run-task --cluster c --task-definition t}') +
      job('b', '{name: Migrate, run: "aws lambda invoke --function-name f out.json"}') +
      job('c', '{name: Build base image, run: docker $BUILD_COMMAND -t base .}') +
      job(
        'd',
        '{name: Debug build, run: dotnet build}',
        '{name: Run unit tests, run: dotnet run --project build -- unit-tests}',
      ),
  )
  assert.deepEqual(told, [
    'a, Run database migrations: migrate',
    'b, Migrate: migrate',
    'c, Build base image: build',
    'd, Run unit tests: unit-test',
  ])
})

test('an action of which nothing is known does what people call its step', async () => {
  const told = await toldIn(
    job('a', '{name: Run acceptance tests, uses: acme/frob@v1}', '{name: Set up frob, uses: acme/bar@v1}'),
  )
  assert.deepEqual(told, ['a, Run acceptance tests: integration-test'])
})

test('a test of which nothing tells the kind: of a browser or of units', async () => {
  const manifest = JSON.stringify({ workspaces: ['*'] })
  const told = await toldIn(
    job('one', '{run: yarn workspace @acme/playwright test}') +
      job('two', '{name: Run, run: yarn workspace @acme/x test}'),
    { 'package.json': manifest },
  )
  assert.deepEqual(told, ['one, yarn workspace @acme/playwright test: integration-test', 'two, Run: unit-test'])
  const other = await toldIn(
    job('performance', '{name: Run, run: yarn workspace @acme/x test}') +
      job('e2e', '{name: Run, run: "yarn workspace @acme/x test:desktop"}') +
      job('a', '{run: ./gradlew jacocoTestCoverageVerification}'),
    { 'package.json': manifest, gradlew: '', 'build.gradle': '' },
  )
  assert.deepEqual(other, ['e2e, Run: integration-test'])
})

test('a program that is told to build builds', async () => {
  assert.deepEqual(await toldIn(job('site', '{run: frob-ssg build}', '{run: frob-ssg --verbose serve}')), [
    'site, frob-ssg build: build',
  ])
})

test('the inputs of what is elsewhere say what it does beside its name', async () => {
  const call = (name: string, inputs: string) =>
    `  ${name}: {uses: acme/ci/.github/workflows/${name}.yml@v1, with: {${inputs}}}\n`
  const told = await toldIn(
    call('build-image', 'push-image: true') +
      call('build', 'push: false, skip-tests: true') +
      call('pipeline', 'run-unit-tests: true, deploy: "true"') +
      job('action', '{uses: acme/build-image@v1, with: {push: true}}'),
  )
  assert.deepEqual(
    told.map((line) => line.replace(/^(\w[\w-]*),.*: /, '$1: ')),
    ['build-image: build,publish', 'build: build', 'pipeline: unit-test,deploy', 'action: build,publish'],
  )
})

test('an action elsewhere that is called after a messenger sends messages', async () => {
  const told = await toldIn(
    job('a', '{uses: goldsmith/actions/slack-send@v1}', '{uses: goldsmith/actions/setup-slack@v1}') +
      job('b', '{uses: goldsmith/actions/teams-message@v1}'),
  )
  assert.deepEqual(
    told.map((one) => one.replace(/, .*:/, ':')),
    ['a: notify', 'b: notify'],
  )
})
