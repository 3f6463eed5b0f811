import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { applied, unifiedDiff } from '../../src/cli/fix/diff.ts'
import { writeChanged } from '../../src/cli/fix/write.ts'
import { assay, folderOf } from './support/assay.ts'
import { day, workflow } from './support/shop.ts'

const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')
const verdicts = (stdout: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    JSON.parse(stdout).requirements.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]),
  )
const json = ['check', '--format', 'json', ...day]
const commit = 'b4ffde65f46336ab88eb53be808477a3936bae11'

const notes = `# Changelog

## Release 1.4.0 - 2026-09-30

### Added

- Invoices

### Bug Fixes

- None

## Release 1.3.0 - 2026-08-30

### Added

- Nothing here changes

[1.4.0]: https://shop.example/1.4.0
`

test('release notes: near names become those of the standard, missing sections stand in its order', () => {
  const folder = folderOf({ 'CHANGELOG.md': notes })
  const [before, fixed, after, again] = assay(
    folder,
    json,
    ['fix', '--write', '--only', 'release-notes.*', ...day],
    json,
    ['fix', '--only', 'release-notes.*', ...day],
  )
  assert.equal(fixed!.code, 0, fixed!.stderr)
  const content = read(folder, 'CHANGELOG.md')
  const newest = content.slice(0, content.indexOf('## Release 1.3.0'))
  assert.deepEqual(newest.match(/^### .*$/gm), [
    '### New Features',
    '### Improvements',
    '### Bug Fixes',
    '### Breaking Changes',
    '### Known Issues',
    '### Upgrade Notes',
  ])
  assert.match(newest, /### Improvements\n\n- None\n\n### Bug Fixes\n/)
  assert.match(fixed!.stdout, /add Improvements \(None\)/, 'what is claimed is told')
  assert.match(newest, /### Upgrade Notes\n\n- TODO\n\n$/)
  assert.ok(content.endsWith(notes.slice(notes.indexOf('## Release 1.3.0'))), 'older releases stay')
  const was = verdicts(before!.stdout)
  const is = verdicts(after!.stdout)
  for (const id of ['release-notes.new-features', 'release-notes.improvements']) {
    assert.deepEqual([was[id], is[id]], ['fail', 'pass'], id)
  }
  // what only a person can state is asked for, and fails until it is stated
  for (const id of ['release-notes.breaking-changes', 'release-notes.known-issues', 'release-notes.upgrade-notes']) {
    assert.deepEqual([was[id], is[id]], ['fail', 'fail'], id)
  }
  assert.match(again!.stdout, /^Nothing here can be mended/)
})

test('release notes: where something is told outside of the sections, no other section is said to be empty', () => {
  const loose = (body: string) => `# Changelog\n\n## 1.4.0 - 2026-09-30\n\n${body}\n## 1.3.0 - 2026-08-30\n`
  for (const body of [
    '* security: an address that was never confirmed is refused\n',
    '### Security\n\n- A leak is closed\n',
  ]) {
    const folder = folderOf({ 'CHANGELOG.md': loose(body) })
    assay(folder, ['fix', '--write', '--only', 'release-notes.*', ...day])
    const content = read(folder, 'CHANGELOG.md')
    assert.match(content, /### Bug Fixes\n\n- TODO\n/)
    assert.ok(!content.includes('- None'), content)
  }
})

test('release notes: the anchor of an older release stays above its heading', () => {
  const anchored = notes.replace('## Release 1.3.0', "<a id='1.3.0'></a>\n\n## Release 1.3.0")
  const folder = folderOf({ 'CHANGELOG.md': anchored })
  assay(folder, ['fix', '--write', '--only', 'release-notes.*', ...day])
  assert.match(read(folder, 'CHANGELOG.md'), /- TODO\n\n<a id='1\.3\.0'><\/a>\n\n## Release 1\.3\.0/)
})

test('release notes: the links below the last release stay below it, and CRLF stays', () => {
  const only = notes.replace(/## Release 1\.3\.0[\s\S]*(?=\[1)/, '').replaceAll('\n', '\r\n')
  const folder = folderOf({ 'CHANGELOG.md': only })
  assay(folder, ['fix', '--write', ...day])
  const content = read(folder, 'CHANGELOG.md')
  assert.match(content, /### Upgrade Notes\r\n\r\n- TODO\r\n\r\n\[1\.4\.0\]: https:\/\/shop\.example\/1\.4\.0\r\n$/)
  assert.ok(!/[^\r]\n/.test(content))
})

const shop = {
  Dockerfile: 'FROM node:24.1.0\nCOPY . .\n',
  [workflow]: `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: docker/login-action@v3.1.0
      - run: kubectl set image deployment/shop shop=registry.example/shop:v1.4.0 --namespace production
  back:
    needs: [ship]
    if: failure()
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: kubectl rollout undo deployment/shop --namespace production
`,
}

test('runbooks: a skeleton to be filled in, which passes for nothing', () => {
  const folder = folderOf(shop)
  const [fixed, after] = assay(
    folder,
    ['fix', '--write', '--only', '*runbook', '--only', 'rollback.documentation', ...day],
    json,
  )
  assert.equal(fixed!.code, 0, fixed!.stderr)
  assert.match(read(folder, 'docs/runbooks/rollback.md'), /^# Rollback runbook\n[\s\S]*## Trigger[\s\S]*## Steps/)
  const is = verdicts(after!.stdout)
  for (const id of ['documentation.deployment-runbook', 'documentation.rollback-runbook', 'rollback.documentation']) {
    assert.equal(is[id], 'fail', id)
  }
})

test('a section that is renamed and holds nothing is said to fail still', () => {
  const notes = '# Notes\n\n## 1.0.0 - 2026-09-30\n\n### Added\n\n### Fixed\n\n- Prices.\n'
  const folder = folderOf({ ...shop, 'CHANGELOG.md': notes })
  const [fixed] = assay(folder, ['fix', '--only', 'release-notes.*', ...day])
  assert.match(
    fixed!.stdout,
    /rename "Added" to "New Features" .*\n {2}say what there is, or None, in New Features: until then it fails\n/,
  )
  assert.match(fixed!.stdout, /rename "Fixed" to "Bug Fixes" [^\n]*\n\S/)
})

test('a commit is taken from where the same tag is pinned already, and from nowhere else', () => {
  const pinned = `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@${commit} # v3.1.0
      - uses: docker/setup-buildx-action@${commit} # v3.0.0
`
  const loose = `on: push
jobs:
  b:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/setup-buildx-action@v3.2.0
      - uses: "docker/login-action@v3.1.0"
      - uses: docker/login-action@v3.1.0 # keep
`
  const folder = folderOf({ ...shop, '.github/workflows/a.yml': pinned, '.github/workflows/b.yml': loose })
  const [fixed] = assay(folder, ['fix', '--write', '--only', 'principles.repeatable', ...day])
  assert.equal(fixed!.code, 0, fixed!.stderr)
  assert.match(read(folder, workflow), new RegExp(`- uses: docker/login-action@${commit} # v3\\.1\\.0\\n`))
  const content = read(folder, '.github/workflows/b.yml')
  assert.match(content, new RegExp(`- uses: "docker/login-action@${commit}" # v3\\.1\\.0\\n`))
  assert.match(content, /setup-buildx-action@v3\.2\.0\n/)
  assert.match(content, /login-action@v3\.1\.0 # keep\n/)
  assert.equal(read(folder, '.github/workflows/a.yml'), pinned)
})

test('a tag that moves is pinned as the newest version of it that is pinned here; an older or another major is not', () => {
  const [older, newer] = ['1'.repeat(40), '2'.repeat(40)]
  const steps = (...uses: string[]) =>
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${uses.map((one) => `      - uses: ${one}\n`).join('')}`
  const pinned = steps(
    `docker/setup-buildx-action@${newer} # v3.10.0`,
    `docker/setup-buildx-action@${older} # v3.9.2`,
    `docker/setup-qemu-action@${older} # v31.0.0`,
    `docker/bake-action@${older} # v5.1.0`,
    `docker/bake-action@${newer} # v5.1.0`,
  )
  const loose = steps(
    'docker/setup-buildx-action@v3',
    'docker/setup-buildx-action@v3.9',
    'docker/setup-buildx-action@v4',
    'docker/setup-qemu-action@v3',
    'docker/bake-action@v5',
  )
  const folder = folderOf({ ...shop, '.github/workflows/a.yml': pinned, '.github/workflows/b.yml': loose })
  const [fixed] = assay(folder, ['fix', '--write', '--only', 'principles.repeatable', ...day])
  assert.match(fixed!.stdout, /docker\/setup-buildx-action@v3 as v3\.10\.0, at the commit/)
  assert.deepEqual(read(folder, '.github/workflows/b.yml').match(/docker.*/g), [
    `docker/setup-buildx-action@${newer} # v3.10.0`,
    `docker/setup-buildx-action@${older} # v3.9.2`,
    'docker/setup-buildx-action@v4',
    'docker/setup-qemu-action@v3',
    'docker/bake-action@v5',
  ])
})

test('a job whose rollback nothing bounds gets a bound, and no other job does', () => {
  const folder = folderOf(shop)
  const [before, fixed, after] = assay(folder, json, ['fix', '--write', '--only', 'rollback.time', ...day], json)
  assert.equal(fixed!.code, 0, fixed!.stderr)
  const content = read(folder, workflow)
  assert.match(content, / {4}if: failure\(\)\n {4}timeout-minutes: 10\n {4}runs-on: ubuntu-latest\n/)
  assert.equal(content.match(/timeout-minutes/g)?.length, 1)
  assert.deepEqual(
    [verdicts(before!.stdout)['rollback.time'], verdicts(after!.stdout)['rollback.time']],
    ['unknown', 'pass'],
  )
})

test('in a job that deploys as well only the step is bounded, and what does both is left to people', () => {
  const one = (steps: string) => `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    steps:
${steps}`
  const deploy = 'kubectl set image deployment/shop shop=registry.example/shop:v1.4.0 --namespace production'
  const smoke = 'curl --fail https://shop.example/health'
  const apart = folderOf({
    [workflow]: one(`      - run: ${deploy}\n      - name: Smoke test\n        run: ${smoke}\n`),
  })
  const together = folderOf({
    [workflow]: one(`      - name: Ship\n        run: |\n          ${deploy}\n          ${smoke}\n`),
  })
  const fixing = ['fix', '--write', '--only', 'smoke-sla.time', ...day]
  const [before, fixed, after] = assay(apart, json, fixing, json)
  assert.match(fixed!.stdout, /the step "Smoke test" of the job ship ends after 5 minutes/)
  assert.match(read(apart, workflow), /- name: Smoke test\n {8}timeout-minutes: 5\n {8}run: curl/)
  assert.equal(read(apart, workflow).match(/timeout-minutes/g)?.length, 1)
  assert.deepEqual(
    [verdicts(before!.stdout)['smoke-sla.time'], verdicts(after!.stdout)['smoke-sla.time']],
    ['unknown', 'pass'],
  )
  const [left] = assay(together, fixing)
  assert.match(left!.stdout, /^Nothing here can be mended/)
})

test('a diff is shown, git takes it, and nothing is written without --write', () => {
  const folder = folderOf({ ...shop, 'CHANGELOG.md': notes })
  const [shown] = assay(folder, ['fix', '--no-color', ...day])
  assert.equal(read(folder, 'CHANGELOG.md'), notes)
  assert.ok(!existsSync(join(folder, 'docs')))
  const diff = shown!.stdout.slice(0, shown!.stdout.indexOf('\n\n.github') + 1)
  execFileSync('git', ['init', '-q'], { cwd: folder })
  execFileSync('git', ['apply', '-'], { cwd: folder, input: diff })
  const byGit = [read(folder, 'CHANGELOG.md'), read(folder, workflow), read(folder, 'docs/runbooks/rollback.md')]
  for (const [file, content] of Object.entries({ ...shop, 'CHANGELOG.md': notes }))
    writeFileSync(join(folder, file), content)
  rmSync(join(folder, 'docs'), { recursive: true })
  assay(folder, ['fix', '--write', ...day])
  assert.deepEqual(
    [read(folder, 'CHANGELOG.md'), read(folder, workflow), read(folder, 'docs/runbooks/rollback.md')],
    byGit,
  )
})

test('the whole of what is printed can be given to git, with CRLF and tabs, too', () => {
  const crlf = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]))
  const files = crlf({ ...shop, 'CHANGELOG.md': notes.replace('- Invoices', '-\tInvoices') })
  const folder = folderOf(files)
  const [shown] = assay(folder, ['fix', '--no-color', ...day])
  execFileSync('git', ['init', '-q'], { cwd: folder })
  execFileSync('git', ['apply', '-'], { cwd: folder, input: shown!.stdout })
  const changed = Object.keys(files).filter((file) => read(folder, file) !== files[file])
  assert.deepEqual(changed, [workflow, 'CHANGELOG.md'])
  for (const file of changed) assert.doesNotMatch(read(folder, file), /[^\r]\n/)
})

test('the last line without an end, and edits in neighbouring lines, make one right hunk', () => {
  const edits = [
    { file: 'a', start: 2, end: 3, text: 'B' },
    { file: 'a', start: 4, end: 5, text: 'C\nc' },
  ]
  assert.equal(applied('a\nb\nc', edits), 'a\nB\nC\nc')
  assert.equal(
    unifiedDiff('a', 'a\nb\nc', edits),
    '--- a/a\n+++ b/a\n@@ -1,3 +1,4 @@\n a\n-b\n+B\n-c\n\\ No newline at end of file\n+C\n+c\n\\ No newline at end of file\n',
  )
  assert.equal(
    unifiedDiff('n', undefined, [{ file: 'n', start: 0, end: 0, text: 'x\n' }]),
    '--- /dev/null\n+++ b/n\n@@ -0,0 +1,1 @@\n+x\n',
  )
})

test('what changed meanwhile, a link, and a place outside are refused before anything is written', async () => {
  const folder = folderOf({ a: 'a\n', b: 'other\n' })
  const edit = (file: string) => ({ file, content: 'a\n', edits: [{ file, start: 0, end: 1, text: 'A' }] })
  await assert.rejects(writeChanged(folder, [edit('a'), edit('b')]), /b has changed since it was read/)
  assert.equal(read(folder, 'a'), 'a\n')
  symlinkSync(join(folder, 'a'), join(folder, 'link'))
  await assert.rejects(writeChanged(folder, [edit('link')]), /is a link/)
  const outside = folderOf({ a: 'a\n' })
  symlinkSync(outside, join(folder, 'away'))
  await assert.rejects(writeChanged(folder, [edit('away/a')]), /outside/)
  mkdirSync(join(folder, 'in'))
  const added = { file: 'in/new', content: undefined, edits: [{ file: 'in/new', start: 0, end: 0, text: 'x\n' }] }
  chmodSync(join(folder, 'a'), 0o755)
  await writeChanged(folder, [edit('a'), added])
  assert.deepEqual([read(folder, 'a'), read(folder, 'in/new')], ['A\n', 'x\n'])
  if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'a')).mode & 0o777, 0o755)
})
