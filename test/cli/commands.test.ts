import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'
import { day, shop } from './support/shop.ts'

const ownRule = `id: house.readme
title: A README says what this is
level: silver
each: notes
assert: {that: 'it.releases > 0', message: '{it.file} tells of no release'}
none: {then: fail, message: no notes are kept here}
why: People read it first.
fix: Write one.
`

const service = {
  'assay.yaml': 'profile: silver\nrules: [policy]\nnot-applicable:\n  smoke-tests.authentication: no login\n',
  'policy/readme.yaml': ownRule,
  'README.md': '# A service\n',
}

interface Report {
  requirements: { id: string; verdict: string; judged: boolean }[]
  own: { id: string; verdict: string }[]
  scope: { profile: string; kind: string }
  asOf: string
  level?: string
}

test('check judges by the settings, the options and own rules, and writes the same bytes each time', () => {
  const folder = folderOf(service)
  const json = ['check', '--format', 'json', '--as-of', '2026-11-23']
  const lines = [
    json,
    json,
    [...json, '--profile', 'gold'],
    [...json, '--only', 'pipeline.*'],
    [...json, '--fail-on', 'warning'],
  ]
  const [first, again, gold, only, gate] = assay(folder, ...lines)
  const report = JSON.parse(first!.stdout) as Report
  assert.equal(first!.stderr, '')
  assert.equal(report.requirements.length, 121)
  assert.equal(report.requirements.find(({ id }) => id === 'smoke-tests.authentication')?.verdict, 'not-applicable')
  assert.deepEqual(
    report.own.map(({ id, verdict }) => [id, verdict]),
    [['house.readme', 'fail']],
  )
  assert.deepEqual([report.scope.profile, report.scope.kind, report.asOf], ['silver', 'repository', '2026-11-23'])
  assert.equal(again!.stdout, first!.stdout)
  assert.equal((JSON.parse(gold!.stdout) as Report).scope.profile, 'gold')
  const partial = JSON.parse(only!.stdout) as Report
  assert.deepEqual([partial.scope.kind, partial.level], ['partial', undefined])
  assert.equal(gate!.code, 1)
})

test('two copies of a folder under different names give the same bytes', () => {
  const json = ['check', '--format', 'json', '--as-of', '2026-11-23']
  const [one, other] = [folderOf(service), folderOf(service)].map((folder) => assay(folder, json)[0])
  assert.equal(one!.stdout, other!.stdout)
  assert.ok(!one!.stdout.includes('assay-cli-'))
})

test('reports go to files while the terminal report stays on stdout', () => {
  const folder = folderOf(service)
  const [{ stdout } = { stdout: '' }] = assay(folder, ['check', '--format', 'json=a.json', '--format', 'sarif=a.sarif'])
  assert.doesNotMatch(stdout, /^\{/)
  assert.doesNotMatch(stdout, /\u001b\[/)
  assert.equal((JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')) as Report).requirements.length, 121)
  assert.equal(JSON.parse(readFileSync(join(folder, 'a.sarif'), 'utf8')).version, '2.1.0')
})

test('a wrong assay.yaml is told with its place and exit code 2, also where only the rules can know', () => {
  const [unknownKey] = assay(folderOf({ 'assay.yaml': 'enviroments: {}\n' }), ['check'])
  assert.equal(unknownKey!.code, 2)
  assert.equal(unknownKey!.stderr, 'assay: assay.yaml:1:1: unknown key "enviroments"; did you mean "environments"?\n')
  const wrongId = folderOf({ 'assay.yaml': 'profile: gold\nnot-applicable:\n  pipeline.biuld: none\n' })
  const [{ code, stderr } = { code: 0, stderr: '' }] = assay(wrongId, ['check'])
  assert.equal(code, 2)
  assert.match(stderr, /^assay: assay\.yaml:3:3: .*"pipeline\.biuld"; did you mean "pipeline\.build"\?\n$/)
})

test('an own rule with a mistake gives exit code 2 and its place, and the rest is still judged', () => {
  const folder = folderOf({ ...service, 'policy/broken.yaml': ownRule.replace('it.releases', 'it.relases') })
  const [{ code, stdout } = { code: 0, stdout: '' }, strictly] = assay(
    folder,
    ['check', '--format', 'json', '--exit-zero'],
    ['rules'],
  )
  assert.equal(code, 2)
  assert.match(stdout, /policy\/broken\.yaml:5:\d+: .*relases.*releases/)
  assert.equal((JSON.parse(stdout) as Report).requirements.length, 121)
  assert.equal(strictly!.code, 2)
  assert.match(strictly!.stderr, /policy\/broken\.yaml:5:/)
})

test('a folder of rules that holds none is a mistake of assay.yaml', () => {
  const [{ code, stderr } = { code: 0, stderr: '' }] = assay(folderOf({ 'assay.yaml': 'rules: [policy]\n' }), ['check'])
  assert.equal(code, 2)
  assert.match(stderr, /^assay: assay\.yaml:1:1: the folder policy holds no rules/)
})

test('rules lists all requirements with what is judged, and own rules beside them', () => {
  const [list, json, some] = assay(
    folderOf(service),
    ['rules'],
    ['rules', '--format', 'json'],
    ['rules', '--only', 'pipeline.*', '--format', 'json'],
  )
  assert.match(list!.stdout, /^pipeline\.build +bronze +judged +A build succeeds/m)
  assert.match(list!.stdout, /^house\.readme +silver +judged/m)
  const { rules } = JSON.parse(json!.stdout) as { rules: { id: string; standard: boolean }[] }
  assert.equal(rules.filter(({ standard }) => standard).length, 121)
  const picked = (JSON.parse(some!.stdout) as { rules: { id: string }[] }).rules.map(({ id }) => id)
  assert.equal(picked.length, 8)
  assert.ok(picked.every((id) => id.startsWith('pipeline.')))
})

test('explain tells what is asked, how it is judged, why, the remedy, and what to write in assay.yaml', () => {
  const [ours, own, unjudged] = assay(
    folderOf(service),
    ['explain', 'pipeline.build'],
    ['explain', 'house.readme'],
    ['explain', 'infrastructure.network'],
  )
  for (const chapter of ['The standard asks', 'How it is judged', 'Why', 'How to meet it', 'In assay.yaml']) {
    assert.match(ours!.stdout, new RegExp(`^${chapter}$`, 'm'))
  }
  assert.match(ours!.stdout, /^ {4}pipeline\.build: </m)
  assert.match(own!.stdout, /^ {2}People read it first\.$/m)
  assert.equal(
    unjudged!.code === 0 ? /no rule for it/.test(unjudged!.stdout) : /no requirement/.test(unjudged!.stderr),
    true,
  )
})

test('test runs own rules against their fixtures; a wrong one gives exit code 1 and says what came instead', () => {
  const fixtures = {
    ...service,
    'cases/house.readme/fail.none/README.md': '# A\n',
    'cases/house.readme/pass.some/README.md': '# A\n',
  }
  const [{ code, stdout } = { code: 0, stdout: '' }, named] = assay(
    folderOf(fixtures),
    ['test', 'cases'],
    ['test', 'cases', '--rules', 'policy', '--quiet'],
  )
  assert.equal(code, 1)
  assert.match(stdout, /^house\.readme +fail\.none +right$/m)
  assert.match(stdout, /^house\.readme +pass\.some +WRONG +fail instead of pass/m)
  assert.match(stdout, /^1 of 2 fixtures of 1 rule are right$/m)
  assert.equal(named!.code, 1)
  assert.doesNotMatch(named!.stdout, /fail\.none/)
})

test('facts prints tables, or JSON with every collection, or one alone', () => {
  const folder = folderOf({ 'package.json': '{"dependencies": {"pg": "^8"}}' })
  const [table, json, one] = assay(
    folder,
    ['facts'],
    ['facts', '--format', 'json'],
    ['facts', '--kind', 'capabilities', '--format', 'json'],
  )
  assert.match(table!.stdout, /^capabilities \(1\)\n {2}where +name +sign\n {2}package\.json:1 +data-access/m)
  const facts = JSON.parse(json!.stdout) as Record<string, unknown>
  for (const name of ['pipelines', 'steps', 'deployments', 'images', 'releases'])
    assert.ok(Array.isArray(facts[name]), name)
  const [capability] = (JSON.parse(one!.stdout) as { capabilities: { file: string; line: number }[] }).capabilities
  assert.deepEqual([capability?.file, capability?.line], ['package.json', 1])
  assert.deepEqual(Object.keys(JSON.parse(one!.stdout)), ['capabilities', 'skipped', 'notices'])
})

test('where there is no repository of git, nothing asks for a fetch', () => {
  const folder = folderOf(shop)
  const [{ stdout } = { stdout: '' }] = assay(folder, ['check', '--format', 'json', ...day])
  const texts = JSON.parse(stdout).requirements.flatMap(({ settle }: { settle: { text: string }[] }) =>
    settle.map(({ text }) => text),
  )
  assert.ok(texts.includes('check a clone with its tags and commits: git could read none of them here'))
  assert.doesNotMatch(stdout, /git fetch/)
})

test('a search for secrets that git was of no help to says so, however little is asked for', () => {
  const folder = folderOf({ '.git/HEAD': 'nonsense\n', '.gitignore': 'kept.env\n', 'kept.env': 'MODE=fast\n' })
  for (const { code, stdout } of assay(folder, ['secrets'], ['secrets', '--quiet'])) {
    assert.equal(code, 2)
    assert.match(stdout.replace(/\s+/g, ' '), /^problem .*\.gitignore say nothing.* 0 secrets, 2 files searched $/)
  }
})
