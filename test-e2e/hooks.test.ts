import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { copyOfRepository, root } from './support.ts'

const work = mkdtempSync(join(tmpdir(), 'assay hooks '))
after(() => rmSync(work, { recursive: true, force: true }))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  PRE_COMMIT_HOME: join(work, 'pre-commit home'),
  npm_config_cache: join(work, 'npm cache'),
  npm_config_offline: 'true',
}
const run = (folder: string, program: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, env, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}
const must = (folder: string, program: string, ...words: string[]) => {
  const { status, output } = run(folder, program, ...words)
  assert.equal(status, 0, `${program} ${words.join(' ')}\n${output}`)
  return output
}
const git = (folder: string, ...words: string[]) => must(folder, 'git', ...words)
const write = (folder: string, files: Readonly<Record<string, string>>) => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** A clone of this repository with the tag of a release, as it would be published. */
const released = copyOfRepository()
before(() => {
  git(released, 'init', '-q', '-b', 'main')
  writeFileSync(join(released, '.git/info/exclude'), 'node_modules\n')
  git(released, 'add', '-A')
  git(released, 'commit', '-q', '-m', 'A clone')
  must(released, process.execPath, '--import', 'tsx', 'scripts/release-tag.ts', `v${version}`, '--no-build')
})

const pipeline = (steps: string) => `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    timeout-minutes: 10
    steps:
${steps}`
const bad = pipeline('      - run: helm upgrade --install shop ./chart --namespace production\n')
const good = 'on: {pull_request: {}}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n'
const file = '.github/workflows/deploy.yml'

/** A repository in a folder with a space, with one commit. */
function shop(name: string): string {
  const folder = join(work, name)
  write(folder, { 'read me.txt': 'A shop.\n' })
  git(folder, 'init', '-q', '-b', 'main')
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'A shop')
  return folder
}

/** A day at a repository whose hook is installed: refused, half mended, mended, committed. */
function day(folder: string): void {
  const before = git(folder, 'rev-parse', 'HEAD')
  write(folder, { [file]: bad })
  git(folder, 'add', '-A')
  const refused = run(folder, 'git', 'commit', '-q', '-m', 'Ships without a test')
  assert.notEqual(refused.status, 0, refused.output)
  assert.match(refused.output, /pipeline\.unit-tests/)
  assert.equal(git(folder, 'rev-parse', 'HEAD'), before)
  // mended on disk, and still bad in the index
  write(folder, { [file]: good })
  assert.notEqual(run(folder, 'git', 'commit', '-q', '-m', 'Not staged').status, 0)
  assert.equal(readFileSync(join(folder, file), 'utf8'), good)
  // mended in the index, and worse on disk: partially staged
  git(folder, 'add', file)
  write(folder, { [file]: bad, 'new pipeline.yml': bad })
  const done = run(folder, 'git', 'commit', '-m', 'Tests')
  assert.equal(done.status, 0, done.output)
  assert.equal(readFileSync(join(folder, file), 'utf8'), bad)
  // commit -a has an index of its own
  assert.notEqual(run(folder, 'git', 'commit', '-q', '-a', '-m', 'All of it').status, 0)
  assert.equal(git(folder, 'log', '-1', '--format=%s').trim(), 'Tests')
  git(folder, 'checkout', '-q', file)
}

test('a release tag installs from git: no build, no other package', () => {
  const folder = join(work, 'a user')
  write(folder, { 'package.json': '{"private": true}' })
  const from = `git+${pathToFileURL(released).href}#v${version}`
  must(folder, 'npm', 'install', '--no-audit', '--no-fund', from)
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
  assert.deepEqual(installed, ['assay'])
  assert.equal(must(folder, join(folder, 'node_modules/.bin/assay'), '--version'), `${version}\n`)
  const files = readdirSync(join(folder, 'node_modules/assay'))
  assert.ok(!files.includes('src') && !files.includes('test'), files.join())
  // the tag stands beside the branch
  assert.equal(git(released, 'status', '--porcelain'), '')
  assert.equal(git(released, 'rev-parse', `v${version}^{commit}~1`), git(released, 'rev-parse', 'HEAD'))
})

test('a release is made once, from what is committed, for the version at hand', () => {
  const release = (...words: string[]) =>
    run(released, process.execPath, '--import', 'tsx', 'scripts/release-tag.ts', ...words, '--no-build')
  assert.match(release(`v${version}`).output, /exists; a release is never made twice/)
  assert.match(release('v99.0.0').output, /name the tag of this version/)
})

test('the real pre-commit: installed from the tag, refuses, and lets through what is mended', (t) => {
  if (!hasPreCommit(t)) return
  const folder = shop('shop of pre commit')
  const config = `repos:\n  - repo: ${pathToFileURL(released).href}\n    rev: v${version}\n    hooks: [{id: assay}, {id: assay-branch}]\n`
  write(folder, { '.pre-commit-config.yaml': config })
  must(folder, 'pre-commit', 'validate-manifest', join(root, '.pre-commit-hooks.yaml'))
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'Hooks')
  must(folder, 'pre-commit', 'install', '--install-hooks')
  day(folder)
  // a deletion alone names no file to pre-commit, and is judged all the same
  git(folder, 'rm', '-q', 'read me.txt')
  assert.match(must(folder, 'pre-commit', 'run', '--verbose', 'assay'), /1 staged file;/)
  assert.match(run(folder, 'pre-commit', 'run', '--hook-stage', 'manual', 'assay-branch').output, /git remote set-head/)
})

const hasPreCommit = (t: TestContext) =>
  has(t, 'pre-commit', 'python3 -m venv x && x/bin/pip install pre-commit, and x/bin on the PATH')

/** In our own pipeline a program must be there; elsewhere its lack is told, and passed over. */
function has(t: TestContext, program: string, how: string): boolean {
  // it is not run: `husky --version` sets up the hooks of the repository one stands in
  if ((process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))) return true
  const why = `${program} is not here (${how})`
  assert.ok(!process.env.CI, why)
  t.skip(why)
  return false
}

test('assay init --hook: a plain hook, in a worktree too, and never over another', () => {
  const folder = shop('plain shop')
  const launcher = join(root, 'bin/assay.js')
  const init = (at: string, ...words: string[]) => run(at, process.execPath, launcher, 'init', '--hook', ...words)
  assert.match(init(folder, '--dry-run').output, /^--- \.git\/hooks\/pre-commit\n#!\/bin\/sh\n/)
  assert.equal(existsSync(join(folder, '.git/hooks/pre-commit')), false)
  assert.equal(init(folder).status, 0)
  assert.match(init(folder).output, /is there already, and is this hook/)
  day(folder)
  const tree = join(work, 'linked tree')
  git(folder, 'worktree', 'add', '-q', '-b', 'other', tree, 'HEAD~1')
  day(tree)

  const second = shop('second shop')
  write(second, { '.git/hooks/pre-commit': '#!/bin/sh\n' })
  const refused = init(second)
  assert.equal(refused.status, 2)
  assert.match(refused.output, /stays as it is; put this line into it: assay check --staged/)
  assert.equal(readFileSync(join(second, '.git/hooks/pre-commit'), 'utf8'), '#!/bin/sh\n')

  const third = shop('third shop')
  git(third, 'config', 'core.hooksPath', '.githooks')
  assert.equal(init(third).status, 0)
  assert.ok(!readFileSync(join(third, '.githooks/pre-commit'), 'utf8').includes(root), 'others have no such folder')
  git(third, 'config', 'core.hooksPath', work)
  assert.match(init(third).output, /whose hooks run in other repositories too/)
})

/** The recipes of docs/hooks.md. */
const recipes = readFileSync(join(root, 'docs/hooks.md'), 'utf8')
const recipe = (file: string, language: string) =>
  new RegExp(`^\`{3}${language}\\n# ${file}\\n([\\s\\S]*?)^\`{3}$`, 'm').exec(recipes)?.[1] ?? assert.fail(file)

/** A shop that has the package of the release tag in node_modules. */
function shopWithPackage(name: string): string {
  const folder = shop(name)
  write(folder, { 'package.json': '{"private": true}', '.gitignore': 'node_modules\n' })
  const from = `git+${pathToFileURL(released).href}#v${version}`
  must(folder, 'npm', 'install', '--no-audit', '--no-fund', '--no-save', from)
  return folder
}

test('the real lefthook runs the recipe of docs/hooks.md as it stands', (t) => {
  if (!has(t, 'lefthook', 'npm install --prefix x lefthook, and x/node_modules/.bin on the PATH')) return
  const folder = shopWithPackage('lefthook shop')
  write(folder, { 'lefthook.yml': recipe('lefthook.yml', 'yaml') })
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'Hooks')
  must(folder, 'lefthook', 'validate')
  must(folder, 'lefthook', 'install')
  day(folder)
})

test('the real husky runs the recipe of docs/hooks.md as it stands', (t) => {
  if (!has(t, 'husky', 'npm install --prefix x husky, and x/node_modules/.bin on the PATH')) return
  const folder = shopWithPackage('husky shop')
  must(folder, 'husky')
  write(folder, { '.husky/pre-commit': recipe('.husky/pre-commit', 'sh') })
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'Husky')
  day(folder)
})
