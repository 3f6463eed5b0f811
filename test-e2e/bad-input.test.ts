import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/*
 * The built launcher on repositories in which something is broken: a clear sentence, the rest still judged, nothing
 * counted as passed that rests on it, exit code 2 where evidence could not be read.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const launcher = join(root, 'bin/assay.js')
const work = mkdtempSync(join(tmpdir(), 'assay-bad-'))
after(() => {
  if (existsSync(work)) rmSync(work, { recursive: true, force: true })
})
const isRoot = process.getuid?.() === 0
const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...environment } = process.env

/** Runs a command line in a folder, without a terminal. */
function assay(folder: string, words: readonly string[], env: NodeJS.ProcessEnv = environment) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  })
  assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace')
  return { code: status, stdout, stderr }
}

interface Report {
  readonly requirements: readonly { readonly id: string; readonly verdict: string; readonly reason: string }[]
  readonly unreadable: readonly {
    readonly place: { readonly file: string; readonly line?: number }
    readonly message: string
    readonly claimed: boolean
  }[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  readonly notices: readonly { readonly code: string; readonly message: string }[]
}

/** Judges a folder: the exit code, the report, and the sentences on evidence that could not be read. */
function check(folder: string, ...words: readonly string[]) {
  const { code, stdout, stderr } = assay(folder, ['check', ...words, '--format', 'json', '--as-of', '2026-11-24'])
  // a program that reads the report is told why the code is 2 where people look
  if (code === 2) assert.match(stderr, /^assay: exit code 2, not all could be judged: .+\n$/)
  else assert.equal(stderr, '')
  const report = JSON.parse(stdout) as Report
  assert.equal(report.requirements.length, 121)
  const lost = report.unreadable
    .filter(({ claimed }) => claimed)
    .map(({ place, message }) => `${place.file}: ${message}`)
  const ids = (verdict: string) => report.requirements.filter((one) => one.verdict === verdict).map(({ id }) => id)
  return { code, report, lost, passed: ids('pass'), failed: ids('fail'), notApplicable: ids('not-applicable') }
}

let count = 0

/** A repository that passes what this version judges, in a folder of its own, with some files changed. */
function repository(files: Readonly<Record<string, string | Buffer>> = {}, git = true): string {
  const folder = join(work, `repository ${count++}`)
  cpSync(join(root, 'fixtures/repositories/goldsmith'), folder, { recursive: true })
  rmSync(join(folder, 'fixture.yaml'))
  write(folder, files)
  if (git) {
    const run = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' })
    run('init', '-q', '-b', 'main')
    run('remote', 'add', 'origin', 'https://github.com/goldsmith/goldsmith')
    run('add', '-A')
    run('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'all')
    run('tag', 'v2.3.0')
  }
  return folder
}

function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** The same bytes each time, of which none is text. */
const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256))
const good = check(repository())

/** Asserts that what rests on pipelines neither passes nor is said not to apply, and that the rest is judged as before. */
function pipelinesAreOpen({ passed, notApplicable, failed }: ReturnType<typeof check>): void {
  const rests = /^(pipeline|approvals|smoke-tests|smoke-sla|containers)\./
  assert.deepEqual(
    [...passed, ...notApplicable, ...failed].filter((id) => rests.test(id)),
    [],
  )
  assert.ok(passed.includes('documentation.known-issues') && passed.includes('release-notes.new-features'), `${passed}`)
}

test('the repository that is broken below passes as it is', () => {
  assert.deepEqual([good.code, good.lost, good.failed], [0, [], []])
  for (const id of ['pipeline.build', 'approvals.production', 'containers.base-image'])
    assert.ok(good.passed.includes(id), id)
})

const broken: Readonly<Record<string, readonly [path: string, content: string | Buffer, message: RegExp]>> = {
  'broken YAML beside a good workflow': [
    '.github/workflows/b.yml',
    'on: push\njobs:\n  a: [1\n  b: {\n',
    /not valid YAML/,
  ],
  'a workflow of random bytes': ['.github/workflows/b.yml', noise, /binary data, not YAML/],
  'a workflow 10,000 deep': ['.github/workflows/b.yml', `on: push\njobs: ${'['.repeat(10_000)}`, /nested too deeply/],
  'jobs that are a list': ['.github/workflows/b.yml', 'on: push\njobs: [a, b]\n', /`jobs` must be a map of jobs/],
  'a workflow of 5 MB': ['.github/workflows/b.yml', `on: push\n${'# more\n'.repeat(750_000)}`, /larger than 4 MiB/],
  'a workflow of 100 MB': [
    '.github/workflows/b.yml',
    Buffer.alloc(100_000_000, '#'),
    /95\.4 MiB, over the limit of 16 MiB/,
  ],
  'a template in the place of a workflow': [
    '.github/workflows/b.yml',
    '{{ if x }}\non: push\n{{ end }}\n',
    /looks like a template/,
  ],
}
for (const [what, [path, content, message]] of Object.entries(broken)) {
  test(`${what}: said, exit code 2, and no pass that rests on pipelines`, () => {
    const found = check(repository({ [path]: content }))
    assert.equal(found.code, 2)
    assert.equal(found.lost.length, 1)
    assert.match(found.lost[0] ?? '', message)
    pipelinesAreOpen(found)
    const { reason } = found.report.requirements.find(({ id }) => id === 'pipeline.build') ?? { reason: '' }
    assert.match(reason, /\.github\/workflows\/b\.yml/)
  })
}

test('--exit-zero does not hide that evidence could not be read', () => {
  assert.equal(check(repository({ '.github/workflows/b.yml': ':\n  - [' }), '--exit-zero').code, 2)
})

test('a Dockerfile of random bytes, or too large: images are open, pipelines are judged', () => {
  for (const content of [noise, Buffer.alloc(100_000_000, 'a')]) {
    const { code, lost, passed } = check(repository({ Dockerfile: content }))
    assert.deepEqual([code, lost.length], [2, 1])
    assert.match(lost[0] ?? '', /^Dockerfile: (it holds binary data|95\.4 MiB)/)
    assert.ok(!passed.includes('containers.base-image'))
    assert.ok(passed.includes('pipeline.build'))
  }
})

test('a changelog that cannot be read: its absence is not held against anybody, and nothing passes', () => {
  const { code, passed, failed } = check(repository({ 'CHANGELOG.md': Buffer.alloc(4000) }))
  assert.equal(code, 2)
  assert.deepEqual(
    [...passed, ...failed].filter((id) => /release-notes/.test(id)),
    [],
  )
})

test('a manifest 10,000 deep', () => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
  const { code, lost } = check(repository({ 'package.json': deep }))
  assert.equal(code, 2)
  assert.match(lost.join('\n'), /^package\.json: nested too deeply/)
})

test('an alias bomb ends', () => {
  const lines = ['a0: &a0 [x, x]']
  for (let i = 0; i < 60; i++) lines.push(`a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)
  const jobs = '{steps: [{run: npm test}], env: *a60, strategy: {matrix: {x: *a60}}, with: *a60}'
  const { code, failed } = check(
    repository({ '.github/workflows/b.yml': `${lines.join('\n')}\non: push\njobs: {a: ${jobs}}\n` }),
  )
  assert.deepEqual([code, failed], [0, []])
})

test('links that lead in circles, out of the tree or nowhere are named and never followed', () => {
  const folder = repository()
  symlinkSync('.', join(folder, 'loop'))
  symlinkSync('self', join(folder, 'self'))
  symlinkSync('/etc', join(folder, 'etc'))
  symlinkSync('missing', join(folder, 'nowhere'))
  const { code, report } = check(folder)
  assert.equal(code, 0)
  const reasons = Object.fromEntries(report.skipped.map(({ path, reason }) => [path, reason]))
  assert.deepEqual(
    [reasons.self, reasons.etc, reasons.nowhere, reasons.loop],
    ['link-loop', 'link-outside', 'link-broken', undefined],
  )
  symlinkSync('b.yml', join(folder, '.github/workflows/b.yml'))
  const workflow = check(folder)
  assert.equal(workflow.code, 2)
  assert.match(workflow.lost.join('\n'), /b\.yml: a link that leads in a circle/)
  pipelinesAreOpen(workflow)
})

test('a folder and files without read permission', { skip: isRoot && 'root can read everything' }, () => {
  const folder = repository()
  const workflows = join(folder, '.github/workflows')
  chmodSync(workflows, 0)
  chmodSync(join(folder, 'Dockerfile'), 0)
  const { code, lost, passed, notApplicable } = check(folder)
  chmodSync(workflows, 0o755)
  assert.equal(code, 2)
  assert.match(lost.join('\n'), /workflows[\s\S]*permission/)
  assert.match(lost.join('\n'), /Dockerfile: permission to read it is denied/)
  assert.deepEqual(
    [...passed, ...notApplicable].filter((id) => /^(pipeline|approvals|containers)\./.test(id)),
    [],
  )
})

test('no git: said with the mend, and the files are judged', () => {
  const { code, report, passed } = check(repository({}, false))
  assert.equal(code, 0)
  assert.match(report.notices.map(({ message }) => message).join('\n'), /not a git repository: .* `git init`/)
  assert.ok(passed.includes('pipeline.build'))
  assert.ok(!passed.includes('artifacts.versioning'))
})

test('an empty folder passes nothing', () => {
  const folder = join(work, 'empty')
  mkdirSync(folder)
  const { code, passed } = check(folder)
  assert.deepEqual([code, passed], [0, []])
  assert.match(assay(folder, ['check']).stdout, /0 pass/)
})

test('a bare repository asks for a revision, and one is judged', () => {
  const bare = join(work, 'bare.git')
  execFileSync('git', ['clone', '-q', '--bare', repository(), bare], { stdio: 'ignore' })
  const { code, stdout, stderr } = assay(work, ['check', bare])
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /bare repository.*--rev HEAD/)
  assert.equal(check(bare, '--rev', 'main').code, 0)
})

test('a file where a folder is expected, and a folder where a file is', () => {
  const folder = repository({ '.github/workflows/dir.yml/x': 'x' })
  rmSync(join(folder, 'Dockerfile'))
  mkdirSync(join(folder, 'Dockerfile'))
  const { code, passed } = check(folder)
  assert.equal(code, 0)
  assert.ok(!passed.includes('containers.base-image'))
  const odd = join(work, 'odd')
  write(odd, { '.github': 'a file', docs: 'a file', k8s: 'a file' })
  // its files were searched, and hold no secret
  assert.deepEqual([check(odd).code, check(odd).passed], [0, ['configuration.secrets']])
})

test('names with spaces, newlines, escapes and bytes that are no UTF-8', { skip: process.platform !== 'linux' }, () => {
  const folder = repository({
    'a b/Dockerfile': 'FROM node:22\nnope nope\n',
    'new\nline/Dockerfile': 'FROM node:22\nnope nope\n',
    'red\u001b[31m/Dockerfile': 'FROM node:22\nnope nope\n',
  })
  const unnamed = Buffer.concat([
    Buffer.from(join(folder, '.github/workflows/caf')),
    Buffer.from([0xe9, 0x2e, 0x79, 0x6d, 0x6c]),
  ])
  closeSync(openSync(unnamed, 'w'))
  const found = check(folder)
  assert.equal(found.code, 2)
  const files = found.report.unreadable.filter(({ claimed }) => claimed).map(({ place }) => place.file)
  const names = ['.github/workflows/caf\\xe9.yml', 'a b/Dockerfile', 'new\nline/Dockerfile', 'red\u001b[31m/Dockerfile']
  assert.deepEqual(files, names)
  pipelinesAreOpen(found)
  for (const words of [['check'], ['check', '--verbose'], ['check', '--quiet'], ['facts']]) {
    const { stdout, stderr } = assay(folder, words)
    assert.ok(!`${stdout}${stderr}`.includes('\u001b'), `${words} lets a name write to the terminal`)
  }
  assert.equal(JSON.parse(assay(folder, ['check', '--format', 'sarif']).stdout).version, '2.1.0')
})

test('circles: workflows, needs, actions, package scripts, Make targets, scripts', () => {
  const call = (name: string) => `on: [push, workflow_call]\njobs: {a: {uses: ./.github/workflows/${name}.yml}}\n`
  const scripts = { test: 'npm run a', a: 'npm run b', b: 'npm run a' }
  const { code, report } = check(
    repository({
      '.github/workflows/self.yml': call('self'),
      '.github/workflows/x.yml': call('y'),
      '.github/workflows/y.yml': call('x'),
      '.github/workflows/needs.yml':
        'on: push\njobs: {a: {needs: b, steps: [{run: x}]}, b: {needs: a, steps: [{run: ./a.sh && make a}]}}\n',
      '.github/workflows/action.yml': 'on: push\njobs: {a: {steps: [{uses: ./act}, {run: ./a.sh}, {run: make a}]}}\n',
      'act/action.yml': 'runs: {using: composite, steps: [{uses: ./act}]}\n',
      'package.json': JSON.stringify({ name: 'goldsmith', version: '2.3.0', private: true, scripts }),
      'a.sh': '. ./b.sh\n./b.sh\n',
      'b.sh': 'bash a.sh\n',
      Makefile: 'a: b\n\tmake b\nb: a\n\t$(MAKE) a\n',
    }),
  )
  assert.ok(code === 0 || code === 1, `${code}`)
  const said = report.unreadable.map(({ message }) => message).join('\n')
  assert.match(said, /workflows call each other in a circle/)
  assert.match(said, /these jobs wait for each other and never start/)
  assert.match(said, /actions use each other in a circle/)
})

test('a thousand workflows', () => {
  const text = readFileSync(join(root, 'fixtures/repositories/goldsmith/.github/workflows/deliver.yml'), 'utf8')
  const many = Object.fromEntries(
    Array.from({ length: 999 }, (_, i) => [`.github/workflows/d${i}.yml`, text.replace('Deliver', `Deliver ${i}`)]),
  )
  const { code, passed } = check(repository(many))
  assert.equal(code, 0)
  assert.deepEqual(passed, good.passed)
})

test('mistakes in the command line: one sentence, the likely word, exit code 2', () => {
  const folder = repository()
  for (const [words, message] of [
    [['chek'], /^assay: unknown command 'chek'; did you mean check\?/],
    [['check', '--profil', 'gold'], /^assay: unknown option '--profil'; did you mean --profile\?/],
    [['check', '--profile', 'goldd'], /^assay: .*'goldd' is invalid.*bronze, silver, gold/],
    [['check', '--format', 'xml'], /^assay: unknown format "xml"; known are terminal, json, sarif/],
    [['check', '--only', 'pipelin.*'], /^assay: no requirement is called "pipelin\.\*"/],
    [['check', 'nonexistent'], /^assay: nonexistent: there is no such file or folder/],
    [['check', '--rev', '--upload-pack=touch x'], /^assay: --upload-pack=touch x names no commit/],
    [['check', '--format', 'sarif=no/such/folder/x.sarif'], /^assay: cannot write .*: its folder does not exist/],
    [['explain', 'pipeline.biuld'], /^assay: .*did you mean "pipeline\.build"\?/],
    [['facts', '--kind', 'deploymnts'], /^assay: .*did you mean "deployments"\?/],
    [['test', 'nowhere'], /^assay: there is no folder nowhere/],
    [['completion', 'tcsh'], /^assay: no completion for "tcsh"; known are bash, zsh, fish/],
    [['.'], /^assay: "\." is a path, not a command; to judge it: assay check \./],
  ] as const) {
    const { code, stdout, stderr } = assay(folder, words)
    assert.deepEqual([code, stdout], [2, ''], words.join(' '))
    assert.match(stderr, message)
  }
})

test('reports go to files, also to one that exists', () => {
  const folder = repository()
  for (let i = 0; i < 2; i++) {
    assert.equal(assay(folder, ['check', '--format', 'sarif=a.sarif', '--format', 'json=a.json']).code, 0)
  }
  assert.equal(JSON.parse(readFileSync(join(folder, 'a.sarif'), 'utf8')).version, '2.1.0')
})

test('a report that cannot be written', { skip: process.platform !== 'linux' }, () => {
  const folder = repository()
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script, process.execPath, launcher], { cwd: folder, encoding: 'utf8', env: environment })
  const full = shell('"$0" "$1" check >/dev/full')
  assert.deepEqual([full.status, full.stderr], [2, 'assay: the report cannot be written: the disk is full\n'])
  const closed = shell('"$0" "$1" check >&-')
  assert.doesNotMatch(closed.stderr, / at /)
  const cut = shell('"$0" "$1" check --verbose | head -n 1; exit "${PIPESTATUS[0]}"')
  assert.deepEqual([cut.status, cut.stderr, cut.stdout.split('\n').length], [0, '', 2])
  if (isRoot) return
  mkdirSync(join(folder, 'locked'), { mode: 0o555 })
  assert.match(assay(folder, ['check', '--format', 'sarif=locked/a.sarif']).stderr, /no permission to write there/)
})

test('the environment does not change the verdict: no HOME, git variables, a narrow terminal, another language', () => {
  const folder = repository()
  const words = ['check', '--format', 'json', '--as-of', '2026-11-24']
  const expected = assay(folder, words)
  const { HOME, ...homeless } = environment
  const hostile = join(work, 'touched')
  for (const env of [
    homeless,
    { ...environment, HOME: '/nonexistent' },
    { ...environment, GIT_DIR: join(work, 'bare.git'), GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/nonexistent' },
    {
      ...environment,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: `touch ${hostile}`,
    },
    { ...environment, COLUMNS: '3', TERM: 'dumb', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' },
  ]) {
    assert.deepEqual(assay(folder, words, env), expected)
  }
  assert.ok(!existsSync(hostile))
  assert.ok(assay(folder, ['check'], { ...environment, COLUMNS: '3' }).stdout.includes('pass'))
})
