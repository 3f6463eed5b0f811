import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import type { Block, MarkdownDocument } from '../../src/documents/markdown.ts'
import { Text } from '../../src/documents/text.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { compileGlobs } from '../../src/facts/globs.ts'
import { holdsManifests, isRunByItsOwners } from '../../src/facts/manifests/held.ts'
import { isComment } from '../../src/facts/prose/read.ts'
import { refreshCronJobs } from '../../src/facts/refresh/cronjobs.ts'
import { alertmanagerRoutes } from '../../src/facts/routing/alertmanager.ts'
import { grafanaRoutes } from '../../src/facts/routing/grafana.ts'
import { taskCalled } from '../../src/facts/runbook/tasks.ts'
import { hostsOfProfiles, profileDocuments } from '../../src/facts/separation/profiles.ts'
import { validatingCode } from '../../src/facts/validation/code.ts'
import { imagesOf, workflowOf } from '../support/images.ts'
import { kindsOf } from '../support/kinds.ts'
import { repositoryOf } from '../support/repository.ts'

/*
 * Texts that a pattern which can take a piece in two ways would look at for longer than anybody waits: each piece doubles
 * the time. There is no clock here: where such a pattern comes back, the test does not end.
 */

const many = (piece: string, times = 60): string => piece.repeat(times)

test('values in an open string of a bake file', async () => {
  const hcl = `target "web" {\n  tags = [\n    "r.example.org/shop:${many('${A}')}\n  ]\n}\n`
  assert.equal((await imagesOf({ ...workflowOf('docker buildx bake --push'), 'docker-bake.hcl': hcl })).length, 1)
})

test('a task with many options, each with a value that may be a variable', () => {
  assert.equal(`task${many(' -d A=b')} -!`.search(taskCalled), -1)
  assert.deepEqual(
    [...'task -d ops --silent A=b metrics:up'.matchAll(taskCalled)].map(([, name]) => name),
    ['metrics:up'],
  )
})

test('many blank lines before what a line would have to begin with', async () => {
  const blank = many('\n', 2_000_000)
  const files = {
    'policy.tf': `${blank}# google_binary_authorization_policy\n`,
    '.gitmodules': blank,
    Dockerfile: blank,
    ...workflowOf('docker push r.example.org/shop:v1.0.0'),
  }
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['admissionPolicies', 'baseImages'])
  assert.deepEqual(facts.admissionPolicies, [])
})

test('a glob with many stars in a name', async () => {
  const matches = await compileGlobs([`ci/${many('*a', 8)}*b`])
  assert.equal(matches(`ci/${many('a', 100)}`), undefined)
  assert.equal(matches(`ci/${many('a', 100)}b`), `ci/${many('*a', 8)}*b`)
})

test('a rule of Bazel with many words', async () => {
  const build = `${many('a_')}x(name = "it")\n`
  assert.match((await kindsOf('bazel run //:it', { 'BUILD.bazel': build })).join(), /^\?build/)
})

test('a folder of tests with many words', async () => {
  assert.deepEqual(await kindsOf(`cd ${many('a_')}x && pytest`), ['unit-test'])
})

test('many comments of a document, and a word behind them', () => {
  for (const [text, expected] of [
    [`${many('<!--a-->')}b`, false],
    ['<!--a--> <!-- b\n-->\n', true],
  ] as const) {
    const document = { text: new Text('README.md', text) } as MarkdownDocument
    const block = { kind: 'html', span: { start: 0, end: text.length } } as Block
    assert.equal(isComment(document, block), expected, text)
  }
})

test('a job by the clock with many labels and no name', async () => {
  const text = `kind: CronJob\nmetadata:\n${many('        label: x\n')}spec:\n  schedule: "@daily"\n  command: pg_dump $PROD_URL | pg_restore -d $STAGING_URL\n`
  const building = { repository: repositoryOf({ 'job.yaml': text }), settings: defaultSettings, workflows: [] }
  assert.deepEqual(
    (await refreshCronJobs(building)).map(({ name }) => name),
    ['job.yaml'],
  )
})

test('a schema of GraphQL: a word on each line, and never the one that would have to stand beside it', async () => {
  const schema = many('{"kind": "OBJECT", "policies": "none", "route": "/"},\n', 200_000)
  const files = { 'schema.json': `[${schema}null]`, ...workflowOf('docker push r.example.org/shop:v1.0.0') }
  assert.equal((await imagesOf(files)).length, 1)
  const building = { repository: repositoryOf({ 'schema.yaml': schema }), settings: defaultSettings, workflows: [] }
  assert.deepEqual(await alertmanagerRoutes(building), [])
  assert.deepEqual(await grafanaRoutes(building), [])
})

test('a variable with many words in settings, and many addresses below nothing', async () => {
  for (const text of [many('A_', 90_000), many('  base_url:\n', 16_000)]) {
    const { facts } = await collectFacts(repositoryOf({ '.env': text }), defaultSettings, ['capabilities'])
    assert.deepEqual(facts.capabilities, [])
  }
})

test('a runbook that says many times what is filled in, and lists nothing', async () => {
  const text = `# Runbook\n\n    kubectl apply -n $SHOP -f a.yaml\n\n${many('SHOP ', 200_000)}\n\n    kubectl apply -n $SHOP -f b.yaml\n`
  const { facts } = await collectFacts(repositoryOf({ 'docs/runbook.md': text }), defaultSettings, ['manualChanges'])
  assert.equal(facts.manualChanges.length, 2)
})

test('settings with a document for each of many profiles', () => {
  const one = '---\nspring.config.activate.on-profile: production\nurl: https://ledger.rings.example\n'
  const all = profileDocuments(many(one, 30_000))
  const hostOf = hostsOfProfiles(all)
  assert.deepEqual([...new Set(all.map(hostOf))], [''])
})

test('settings of Python with many signs of a comment on one line', async () => {
  const settings = `import environ\nenv = environ.Env(\n    ${many('# ')}\n)\n`
  assert.deepEqual(await validatingCode(repositoryOf({ 'app/settings.py': settings })), [])
})

test('Terraform and an object with many empty lines', async () => {
  for (const [path, text] of [
    ['main.tf', `${many('\n', 400_000)}x = 1\n`],
    ['shop.yaml', `apiVersion: nais.io/v1\n${many('\n', 400_000)}x: 1\n`],
  ] as const) {
    assert.equal(await isRunByItsOwners(repositoryOf({ [path]: text })), false, path)
    assert.equal(await holdsManifests(repositoryOf({ [path]: text })), false, path)
  }
})
