import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigurationError, loadSettings, parseSettings } from '../../src/config/load.ts'
import { defaultSettings } from '../../src/config/settings.ts'
import { Text } from '../../src/documents/text.ts'
import type { Source } from '../../src/sources/source.ts'

const parse = (content: string) => parseSettings(new Text('assay.yaml', content))

/** The problems of a configuration; fails where there are none. */
async function problems(content: string): Promise<readonly string[]> {
  const error = await parse(content).then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(error instanceof ConfigurationError, 'is refused')
  return error.problems
}

function source(files: Readonly<Record<string, string>>): Source {
  return {
    kind: 'directory',
    list: async () => ({
      files: Object.keys(files).map((path) => ({ path, size: 1, executable: false, link: false, tracked: true })),
      skipped: [],
      notices: [],
    }),
    read: async (path) => Buffer.from(files[path] ?? ''),
  }
}

test('without a file the defaults hold', async () => {
  const loaded = await loadSettings(source({ 'a/assay.yaml': 'profile: bronze' }))
  assert.deepEqual(loaded.settings, defaultSettings)
  assert.equal(loaded.file, undefined)
})

test('assay.yaml and assay.yml are both read, and not both at once', async () => {
  assert.equal((await loadSettings(source({ 'assay.yaml': 'profile: bronze' }))).settings.profile, 'bronze')
  assert.equal((await loadSettings(source({ 'assay.yml': 'profile: silver' }))).settings.profile, 'silver')
  await assert.rejects(loadSettings(source({ 'assay.yaml': '', 'assay.yml': '' })), /keep assay\.yaml and delete/)
})

test('an empty file and one of comments say nothing', async () => {
  for (const content of ['', '# nothing yet\n', '---\n']) {
    assert.deepEqual((await parse(content)).settings, defaultSettings)
  }
})

test('everything that can be said is read', async () => {
  const { settings } = await parse(`
profile: silver
parameters: {smoke-sla.time: {minutes: 10, names: [a, b]}}
exclude: [legacy/**]
include: [examples/live/**]
environments: {demo: staging, qa: {data: synthetic, access: [developers]}, trial: {class: staging, purpose: trying}}
kinds:
  - {file: .github/workflows/a.yml, job: ship, kinds: [deploy, verify]}
  - {step: Check, kinds: [smoke-test]}
deploys: false
components: {api: ./services/api/}
documents: {release-notes: NEWS.md, rollback-runbook: [a.md, "https://example.org/b"]}
rules: [policy/rules/]
baseline: ./debt.txt
new-rules: enforce
not-applicable: {smoke-tests.authentication: no login}
`)
  assert.deepEqual(settings, {
    profile: 'silver',
    parameters: { 'smoke-sla.time': { minutes: 10, names: ['a', 'b'] } },
    exclude: ['legacy/**'],
    include: ['examples/live/**'],
    environments: { demo: 'staging', trial: 'staging' },
    inventory: {
      qa: { purpose: '', data: 'synthetic', access: ['developers'] },
      trial: { purpose: 'trying', data: '', access: [] },
    },
    kinds: [
      { file: '.github/workflows/a.yml', job: 'ship', kinds: ['deploy', 'verify'] },
      { step: 'Check', kinds: ['smoke-test'] },
    ],
    deploys: false,
    announced: {},
    components: { api: 'services/api' },
    documents: { 'release-notes': ['NEWS.md'], 'rollback-runbook': ['a.md', 'https://example.org/b'] },
    rules: ['policy/rules'],
    baseline: 'debt.txt',
    newRules: 'enforce',
    notApplicable: { 'smoke-tests.authentication': 'no login' },
  })
})

test('all problems are told at once, in their order, with line, column and the nearest name', async () => {
  assert.deepEqual(await problems('profile: goold\nenviroments:\n  demo: staging\nkinds:\n  - job: ship\n'), [
    'assay.yaml:1:10: "goold" is not one of bronze, silver, gold; did you mean "gold"?',
    'assay.yaml:2:1: unknown key "enviroments"; did you mean "environments"?',
    'assay.yaml:5:5: an item of kinds needs the key "kinds"',
  ])
})

test('a wrong type says what is expected and what is there', async () => {
  assert.deepEqual(await problems('deploys: "yes"\n'), [
    'assay.yaml:1:10: deploys must be true or false, not the text "yes"',
  ])
  assert.deepEqual(await problems('exclude: legacy/**\n'), [
    'assay.yaml:1:10: exclude must be a list, not the text "legacy/**"',
  ])
})

test('an unknown key that is like no other lists the known ones', async () => {
  const [problem] = await problems('waivers: []\n')
  assert.match(problem!, /^assay\.yaml:1:1: unknown key "waivers"; known here: .*profile, parameters, exclude/)
})

test('folders that lead out of the repository are refused', async () => {
  const found = await problems('rules: [../rules, /etc, a/../../b]\ncomponents: {x: "C:\\\\x"}\n')
  assert.equal(found.length, 4)
  assert.match(found[0]!, /^assay\.yaml:1:9: "\.\.\/rules" leads out of the repository/)
})

test('broken YAML and a second document are refused with their place', async () => {
  const [broken] = await problems('profile: [\n')
  assert.match(broken!, /^assay\.yaml:\d+:\d+: /)
  const [second] = await problems('profile: gold\n---\nprofile: bronze\n')
  assert.match(second!, /^assay\.yaml:[23]:1: a second document/)
})

test('a key given twice is a notice, not silence', async () => {
  const { notices, settings } = await parse('profile: gold\nprofile: bronze\n')
  assert.equal(settings.profile, 'bronze')
  assert.equal(notices.length, 1)
  assert.match(notices[0]!.message, /^assay\.yaml:2:1: /)
})

test('names that JavaScript knows are data', async () => {
  const { settings } = await parse('environments: {__proto__: staging, constructor: production}\n')
  assert.deepEqual(Object.entries(settings.environments), [
    ['__proto__', 'staging'],
    ['constructor', 'production'],
  ])
})

test('later errors can say where a key stands', async () => {
  const { at } = await parse('profile: gold\nparameters:\n  a.b: {c: 1}\n')
  assert.equal(at('parameters', 'a.b', 'c'), 'assay.yaml:3:9')
  assert.equal(at('parameters', 'x.y'), 'assay.yaml:2:1')
  assert.equal(at('kinds'), 'assay.yaml')
})
