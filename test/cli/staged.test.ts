import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit, git, write } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'

const deploy = `name: deploy
on: {push: {branches: [main]}}
jobs:
  production:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: actions/checkout@v4
      - run: ./scripts/deploy.sh
`
const other = deploy.replace('name: deploy', 'name: other').replace('./scripts/deploy.sh', 'helm upgrade shop ./chart')
const files = {
  '.github/workflows/deploy.yml': deploy,
  '.github/workflows/other.yml': other,
  'scripts/deploy.sh': '#!/bin/sh\nset -e\n./scripts/lib.sh\nkubectl apply -f k8s\n',
  'scripts/lib.sh': '#!/bin/sh\nnpm ci\n',
  Dockerfile: 'FROM node:latest\n',
  'docs/rollback.md': '# Roll back\n\n## Steps\n1. `helm rollback shop`\n',
  'package.json': '{"name": "shop", "scripts": {"test": "node --test"}, "dependencies": {"a": "1.0.0"}}',
  'src/main.ts': 'export {}\n',
}

interface Fail {
  readonly requirement: string
  readonly verdict: string
  readonly place: { readonly file: string }
}

/** A committed repository in which something else was staged, and what comes of judging that. */
function judged(
  stage: (folder: string) => void,
  words: readonly string[] = ['--staged'],
  start: Readonly<Record<string, string>> = files,
) {
  const folder = folderOf({})
  commit(folder, start)
  stage(folder)
  const [{ code, stdout, stderr } = { code: -1, stdout: '', stderr: '' }] = assay(folder, [
    'check',
    ...words,
    '--format',
    'json',
  ])
  if (!stdout) return { code, stderr, scope: undefined, json: undefined, fails: [], where: [] }
  const json = JSON.parse(stdout)
  const fails = json.results.filter((one: { verdict: string }) => one.verdict === 'fail')
  const where = [...new Set(fails.map((one: { place: { file: string } }) => one.place.file))].sort()
  const ids = [...new Set(fails.map((one: { requirement: string }) => one.requirement))]
  return { code, stderr, scope: json.scope, json, fails: ids, where }
}

const stage = (changes: Readonly<Record<string, string>>) => (folder: string) => {
  write(folder, changes)
  git(folder, ['add', '-A'])
}

test('what assay.yaml brings about is shown wherever it stands, and nothing that was so before', () => {
  const all = judged(stage({}), []).fails
  assert.ok(all.includes('pipeline.unit-tests'))
  const excluded = judged(stage({ 'assay.yaml': 'exclude: [docs]\n' }))
  assert.deepEqual(excluded.fails, [
    'documentation.rollback-runbook',
    'principles.reversible',
    'rollback.documentation',
  ])
  const settings = {
    ...files,
    'assay.yaml': 'profile: bronze\nnot-applicable: {pipeline.unit-tests: none are wanted}\n',
  }
  const now = judged(stage({ 'assay.yaml': 'profile: bronze\n' }), ['--staged'], settings)
  assert.deepEqual(now.fails, ['pipeline.unit-tests'])
  const bronze = judged(stage({}), [], { ...files, 'assay.yaml': 'profile: bronze\n' }).fails
  const asked = judged(stage({ 'assay.yaml': 'profile: gold\n' }), ['--staged'], {
    ...files,
    'assay.yaml': 'profile: bronze\n',
  })
  assert.deepEqual(new Set([...bronze, ...asked.fails]), new Set(all))
  assert.ok(!asked.fails.some((id) => bronze.includes(id)))
  const mended = judged(stage({ 'assay.yaml': 'profile: gold\n' }), ['--staged'], {
    ...files,
    'assay.yaml': 'profil: gold\n',
  })
  assert.deepEqual(mended.fails, [])
  assert.deepEqual(judged(stage({ 'assay.yaml': '# no more than a remark\n' })).fails, [])
})

test('so is what a waiver covered that is gone', () => {
  const waiver =
    '{requirement: pipeline.unit-tests, owner: Ada, approver: Grace, reason: later, ticket: 12, created: 2026-01-02, expires: 2030-01-02}'
  const start = { ...files, '.assay/waivers.yaml': `waivers: [${waiver}]\n` }
  const now = judged(stage({ '.assay/waivers.yaml': 'waivers: []\n' }), ['--staged'], start)
  assert.deepEqual(now.fails, ['pipeline.unit-tests'])
})

test('so is what a rule of one\u2019s own brings about', () => {
  const rule = (then: string) =>
    `id: house.tool\ntitle: A tool\nlevel: bronze\neach: deployments\ncases: [{then: ${then}, message: a}]\nnone: {then: unknown, message: b, settle: c}\nwhy: a\nfix: b\n`
  const after = (then: string) => {
    const start = { ...files, 'assay.yaml': 'rules: [policy]\n', 'policy/tool.yaml': rule(then) }
    return judged(stage({ 'policy/tool.yaml': rule('fail') }), ['--staged'], start).fails
  }
  assert.deepEqual(after('pass'), ['house.tool'])
  // what was a note counts now
  assert.deepEqual(after('fail, counts: false'), ['house.tool'])
})

test('nothing staged, and nothing that a rule reads: exit code 0, no level, no share', () => {
  const nothing = judged(() => {})
  assert.deepEqual([nothing.code, nothing.scope.touched.files], [0, 0])
  const { code, scope, json } = judged(stage({ 'src/main.ts': 'export const a = 1\n' }))
  assert.equal(code, 0)
  assert.equal(scope.kind, 'partial')
  assert.deepEqual([scope.touched.by, scope.touched.files], ['staged', 1])
  assert.equal(scope.touched.rulesLeft, json.rules.count)
  assert.deepEqual([json.level, json.share, json.coverage, json.results.length], [undefined, undefined, undefined, 0])
})

test('bad in the index and clean on disk fails; the reverse passes', () => {
  const start = { 'src/main.ts': 'export {}\n' }
  const bad = judged(
    (folder) => {
      stage({ '.github/workflows/deploy.yml': deploy })(folder)
      write(folder, { '.github/workflows/deploy.yml': 'on: push\njobs: {}\n' })
    },
    ['--staged'],
    start as typeof files,
  )
  assert.equal(bad.code, 1)
  const good = judged(
    (folder) => {
      stage({ '.github/workflows/deploy.yml': 'on: push\njobs: {}\n' })(folder)
      write(folder, { '.github/workflows/deploy.yml': deploy })
    },
    ['--staged'],
    start as typeof files,
  )
  assert.deepEqual([good.code, good.fails], [0, []])
})

test('a pipeline that was not touched is left to the gate', () => {
  const { where, code } = judged(stage({ '.github/workflows/other.yml': `${other}# changed\n` }))
  assert.equal(code, 1)
  assert.deepEqual(where, ['.github/workflows/other.yml'])
})

test('what a touched pipeline did for another is missed there, though it has deployments of its own', () => {
  const basket = (more: string) =>
    `name: operate\non: {push: {branches: [main]}, workflow_dispatch: {}}\njobs:\n  basket:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: helm upgrade --atomic basket ./basket\n${more}`
  const back =
    "  back:\n    if: github.event_name == 'workflow_dispatch'\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: helm rollback shop\n"
  const start = { '.github/workflows/other.yml': other, '.github/workflows/operate.yml': basket(back) }
  const { code, json } = judged(stage({ '.github/workflows/operate.yml': basket('') }), ['--staged'], start)
  assert.equal(code, 1)
  const elsewhere = json.results.filter(
    ({ verdict, place }: Fail) => verdict === 'fail' && place.file === '.github/workflows/other.yml',
  )
  assert.deepEqual(
    elsewhere.map(({ requirement }: Fail) => requirement),
    ['notifications.rollback', 'principles.reversible'],
  )
})

test('the first deployment of a repository brings what is asked of repositories that deploy; a second one does not', () => {
  const start = { 'src/main.ts': 'export {}\n', 'docs/usage.md': '# Use\n', '.github/workflows/ci.yml': 'on: push\n' }
  const first = judged(
    stage({ '.github/workflows/deploy.yml': deploy, 'scripts/deploy.sh': '#!/bin/sh\nkubectl apply -f k8s\n' }),
    ['--staged'],
    start,
  )
  assert.ok(first.fails.includes('documentation.architecture'), first.fails.join(' '))
  const second = judged(stage({ '.github/workflows/third.yml': other.replace('other', 'third') }))
  assert.ok(second.fails.length > 0 && !second.fails.includes('documentation.architecture'))
})

test('a script that a pipeline calls, through another one too, brings that pipeline', () => {
  const { where, fails } = judged(stage({ 'scripts/lib.sh': '#!/bin/sh\nnpm ci --foo\n' }))
  assert.deepEqual(where, ['.github/workflows/deploy.yml', 'scripts/deploy.sh'])
  assert.ok(fails.includes('pipeline.staging-deploy'), fails.join())
})

test('a Dockerfile brings the rules on its image, and nothing that the pipelines which build it had before', () => {
  const builds = 'docker build -t ghcr.io/acme/shop:latest . && docker push ghcr.io/acme/shop:latest'
  const start = { ...files, '.github/workflows/other.yml': other.replace('helm upgrade shop ./chart', builds) }
  const { where, fails } = judged(stage({ Dockerfile: 'FROM node\n' }), ['--staged'], start)
  // that the pipeline pushes a moving tag is older, and no commit of a Dockerfile mends it
  assert.deepEqual(where, ['Dockerfile'])
  assert.ok(fails.includes('containers.base-image'), fails.join())
  assert.ok(
    fails.every((id) => !/^pipeline\./.test(id as string)),
    fails.join(),
  )
})

test('a pipeline that begins to ship one of many images brings that one, and none that is built and shipped as before', () => {
  const many = Array.from({ length: 30 }, (_, i) => [
    `services/s${i}/Dockerfile`,
    'FROM node:latest\nRUN npm install\n',
  ])
  const ships = (i: number) => `docker build -t ghcr.io/acme/s${i}:1 services/s${i} && docker push ghcr.io/acme/s${i}:1`
  const pipeline = (...commands: string[]) =>
    deploy.replace('./scripts/deploy.sh', `|\n${commands.map((line) => `          ${line}`).join('\n')}`)
  const start = { ...files, ...Object.fromEntries(many), '.github/workflows/other.yml': pipeline(ships(1)) }
  const onImages = ({ json }: ReturnType<typeof judged>) =>
    json.results
      .filter((one: { verdict: string }) => one.verdict === 'fail')
      .map((one: { place: { file: string } }) => one.place.file)
      .filter((file: string) => file.endsWith('Dockerfile'))
  const more = judged(stage({ '.github/workflows/other.yml': pipeline(ships(1), ships(2)) }), ['--staged'], start)
  assert.ok(more.fails.includes('containers.base-image'), more.fails.join())
  assert.deepEqual([...new Set(onImages(more))], ['services/s2/Dockerfile'])
  const same = judged(stage({ '.github/workflows/other.yml': pipeline(ships(1), 'echo') }), ['--staged'], start)
  assert.deepEqual(onImages(same), [])
  const one = judged(stage({ 'services/s1/Dockerfile': 'FROM node:latest\n' }), ['--staged'], start)
  assert.deepEqual([...new Set(onImages(one))], ['services/s1/Dockerfile'])
})

test('a deleted runbook brings the rules that looked for it; other documents do not', () => {
  const gone = judged((folder) => git(folder, ['rm', '-q', 'docs/rollback.md']))
  assert.ok(gone.fails.includes('documentation.rollback-runbook'), gone.fails.join())
  assert.equal(gone.code, 1)
  const without = { ...files, 'docs/rollback.md': 'nothing' }
  const same = judged(stage({ 'README.md': '# Shop\n' }), ['--staged'], without)
  assert.deepEqual([same.code, same.fails], [0, []])
  const moved = judged((folder) => git(folder, ['mv', 'docs/rollback.md', 'docs/roll-back.md']))
  assert.ok(!moved.fails.includes('documentation.rollback-runbook'), moved.fails.join())
})

test('a new version in package.json is no change of what pipelines run; a script is', () => {
  const bumped = { 'package.json': files['package.json'].replace('1.0.0', '1.0.1') }
  const start = { ...files, 'scripts/lib.sh': '#!/bin/sh\nnpm test\n' }
  assert.deepEqual(judged(stage(bumped), ['--staged'], start).where, [])
  const script = { 'package.json': files['package.json'].replace('node --test', 'true') }
  assert.ok(judged(stage(script), ['--staged'], start).where.includes('.github/workflows/deploy.yml'))
})

test('a staged pipeline that cannot be read is exit code 2; one that was broken before is left to the gate', () => {
  assert.equal(judged(stage({ '.github/workflows/deploy.yml': 'on: [\njobs:' })).code, 2)
  const broken = { ...files, '.github/workflows/other.yml': 'on: [\njobs:' }
  assert.notEqual(judged(stage({ Dockerfile: 'FROM node:24.1.0-alpine3.21\n' }), ['--staged'], broken).code, 2)
})

test('what a staged pipeline that cannot be read may say is unknown, also where another one fails', () => {
  const builds = 'docker build -t ghcr.io/acme/shop:latest . && docker push ghcr.io/acme/shop:latest'
  const start = { ...files, '.github/workflows/other.yml': other.replace('helm upgrade shop ./chart', builds) }
  const { json } = judged(stage({ '.github/workflows/deploy.yml': 'on: [\njobs:' }), ['--staged'], start)
  const unread = json.results.filter(({ subject }: { subject: { kind: string } }) => subject.kind === 'file')
  const ids = unread.map(({ requirement }: Fail) => requirement)
  assert.ok(ids.includes('containers.tag-format'), ids.join(', '))
})

test('--since says what it compared with, and judges the branch alone', () => {
  const { scope, where } = judged(
    (folder) => {
      git(folder, ['checkout', '-q', '-b', 'work'])
      commit(folder, { '.github/workflows/other.yml': `${other}# changed\n` })
    },
    ['--since', 'main'],
  )
  assert.deepEqual([scope.touched.by, scope.touched.since, scope.touched.files], ['since', 'main', 1])
  assert.match(scope.touched.base, /^[0-9a-f]{40}$/)
  assert.deepEqual(where, ['.github/workflows/other.yml'])
})

test('the terminal says how far it looked, in one line', () => {
  const folder = folderOf({})
  commit(folder, files)
  stage({ 'src/main.ts': 'export const a = 1\n' })(folder)
  const [some] = assay(folder, ['check', '--staged'])
  assert.match(some?.stdout ?? '', /^1 staged file; \d+ rules left to the gate\n$/)
  git(folder, ['reset', '-q', '--hard'])
  const [nothing, outside, since, both] = assay(
    folder,
    ['check', '--staged'],
    ['check', '--staged', folderOf({})],
    ['check', '--since', 'main', folderOf({})],
    ['check', '--staged', '--since', 'main'],
  )
  assert.deepEqual([nothing?.stdout, nothing?.code], ['nothing staged\n', 0])
  assert.deepEqual([outside?.code, since?.code, both?.code], [2, 2, 2])
  assert.match(outside?.stderr ?? '', /is no git repository, so nothing is staged there/)
  assert.match(since?.stderr ?? '', /is no git repository, so nothing tells what changed there/)
})

test('a policy holds at a commit and on a branch too: one that assay.yaml extends, and one of the caller', () => {
  const folder = folderOf({})
  const policy = 'profile: silver\npolicy: {lock: [profile]}\n'
  commit(folder, { ...files, 'assay.yaml': 'extends: policy/org.yaml\n', 'policy/org.yaml': policy })
  stage({ Dockerfile: 'FROM node\n', 'other.yaml': policy })(folder)
  const json = ['--format', 'json']
  const [staged, since, locked, missing] = assay(
    folder,
    ['check', '--staged', ...json],
    ['check', '--since', 'main', ...json],
    ['check', '--staged', '--policy', 'other.yaml', '--profile', 'gold', ...json],
    ['check', '--staged', '--policy', 'none.yaml', ...json],
  )
  assert.equal(JSON.parse(staged?.stdout ?? '').scope.profile, 'silver')
  assert.equal(JSON.parse(since?.stdout ?? '').scope.profile, 'silver')
  assert.deepEqual([locked?.code, JSON.parse(locked?.stdout ?? '').remarks[0].code], [2, 'policy-override'])
  assert.match(missing?.stderr ?? '', /none\.yaml: there is no such file/)
})

test('what was left to the gate is neither fixed to the baseline nor an unused waiver', () => {
  const folder = folderOf({})
  commit(folder, files)
  const [written] = assay(folder, ['baseline', 'write', '--as-of', '2026-06-01'])
  assert.equal(written?.code, 0, written?.stderr)
  const waiver = `{requirement: pipeline.security-scan, paths: [.github/workflows/other.yml], owner: A, approver: B, reason: until then, ticket: T-1, created: 2026-01-01, expires: 2026-12-31}`
  stage({
    '.assay/waivers.yaml': `waivers: [${waiver}]\n`,
    '.github/workflows/deploy.yml': `# changed\n${deploy}`,
  })(folder)
  const words = ['check', '--staged', '--baseline', '--format', 'json', '--as-of', '2026-06-01']
  for (const only of [[], ['--only', 'pipeline.*']]) {
    const [one] = assay(folder, [...words, ...only])
    const { baseline, remarks } = JSON.parse(one?.stdout ?? '')
    assert.deepEqual([baseline.new, baseline.fixed, remarks], [0, [], []])
    assert.ok(baseline.known > 0)
  }
})

test('that a baseline was made by other rules is told at a commit only where something new may come from them', () => {
  const folder = folderOf({})
  commit(folder, files)
  const day = ['--as-of', '2026-06-01']
  assert.equal(assay(folder, ['baseline', 'write', ...day])[0]?.code, 0)
  const path = join(folder, '.assay/baseline.txt')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(/made by Assay \S+ · rules \S+/, 'made by Assay 0.0.9 · rules 0123456789ab'),
  )
  commit(folder, {})
  const told = (words: readonly string[]) => {
    const [{ stdout } = { stdout: '' }] = assay(folder, ['check', ...words, '--baseline', '--format', 'json', ...day])
    const { remarks, baseline } = JSON.parse(stdout)
    return [baseline.new > 0, remarks.map(({ code }: { code: string }) => code)]
  }
  assert.deepEqual(told([]), [false, ['baseline-other-rules']], 'the gate tells it')
  stage({ '.github/workflows/deploy.yml': `# changed\n${deploy}` })(folder)
  assert.deepEqual(told(['--staged']), [false, []])
  stage({ '.github/workflows/deploy.yml': `${deploy}      - run: ssh prod.example reboot\n` })(folder)
  assert.deepEqual(told(['--staged']), [true, ['baseline-other-rules']])
})
