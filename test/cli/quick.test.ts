import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { completions } from '../../src/secrets/checks/index.ts'
import { commit, git, write } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'

const script = fileURLToPath(new URL('./support/quick.ts', import.meta.url))
const loader = import.meta.resolve('tsx')

/** Made when the test runs, so that it stands nowhere. */
const begun = `ghp_${'w7Xk2VfQ9sLr4TnB8yHcJ0mZp5Ge3U'}`
const token = begun + completions.github?.(begun)

function quick(
  folder: string,
  words: readonly string[] = ['check', '--staged'],
  added: Readonly<Record<string, string>> = {},
): string {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...env } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', loader, script, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...added },
  })
  assert.equal(stderr, '')
  return stdout
}

const start = {
  '.github/workflows/ci.yml': 'on: pull_request\njobs: {}\n',
  'src/main.ts': 'export {}\n',
  'locales/en.yaml': 'hello: Hello\n',
  'README.md': '# Shop\n',
}

function staged(changes: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = start): string {
  const folder = folderOf({})
  commit(folder, files)
  write(folder, changes)
  git(folder, ['add', '-A'])
  return folder
}

test('where nothing staged is evidence the quick look prints what the whole would', () => {
  const settings = { ...start, 'assay.yaml': 'profile: bronze\ndocuments: {release-notes: NEWS.md}\n' }
  const remarked = '# What would settle most: main.ts of src\ndocuments: {release-notes: NEWS.md}\n'
  const cases = [
    staged({}),
    staged({ 'src/main.ts': 'export const a = 1\n' }, { ...start, 'assay.yaml': remarked }),
    staged({ 'src/main.ts': 'export const a = 1\n' }),
    staged({ 'locales/en.yaml': 'hello: Hi\n', 'picture.png': 'x' }),
    staged({ 'src/main.ts': 'export const a = 1\n' }, settings),
  ]
  for (const [i, folder] of cases.entries()) {
    const [whole] = assay(folder, ['check', '--staged'])
    assert.equal(quick(folder), `${whole?.stdout}code ${whole?.code}\n`, `case ${i}`)
  }
  assert.match(
    quick(cases[2] as string, ['check', '--staged'], { FORCE_COLOR: '1' }),
    /^\u001b\[32m\u001b\[1m1 staged file; .*\u001b\[22m\u001b\[39m\n/,
  )
})

test('whatever is not plain goes on to the whole', () => {
  const code = { 'src/main.ts': 'export const a = 1\n' }
  const cases: [why: string, folder: string, words?: string[]][] = [
    ['a pipeline', staged({ '.github/workflows/ci.yml': 'on: push\njobs: {}\n' })],
    ['a script', staged({ 'scripts/deploy.sh': 'true\n' })],
    ['a document', staged({ 'README.md': '# The shop\n' })],
    ['a manifest, told by its text', staged({ 'k8s/shop.yaml': 'apiVersion: apps/v1\nimage: shop\n' })],
    ['settings', staged({ 'assay.yaml': 'profile: gold\n' })],
    ['a waiver', staged({ '.assay/waivers.yaml': 'waivers: []\n' })],
    [
      'a file that settings name',
      staged(code, { ...start, 'assay.yaml': 'documents:\n  rollback-runbook: src/main.ts\n' }),
    ],
    ['own rules', staged(code, { ...start, 'assay.yaml': 'rules: [policy]\n' })],
    ['another format', staged(code), ['check', '--staged', '--format', 'json']],
    ['another path', staged(code), ['check', '--staged', 'src']],
    ['a manifest in another encoding', staged({ 'k8s/shop.yaml': 'a\0p\0i\0' })],
    ['a secret', staged({ 'src/main.ts': `export const key = '${token}'\n` })],
    ['an archive', staged({ 'data.zip': `PK\u0003\u0004${'\0x'.repeat(60)}` })],
    ['no repository', folderOf({ 'a.txt': 'a' })],
  ]
  cases.push(['a folder below the top', join(staged(code), 'src')])
  for (const [why, folder, words] of cases) assert.equal(quick(folder, words), 'goes on\n', why)
})

test('a git that may be too old is left to the whole, which asks for its version', {
  skip: process.platform === 'win32',
}, () => {
  const tools = folderOf({
    git: '#!/bin/sh\ncase "$*" in *--config-env*) echo "unknown option: --config-env" >&2; exit 129;; *) exit 0;; esac\n',
  })
  chmodSync(join(tools, 'git'), 0o755)
  const folder = staged({ 'src/main.ts': 'export const a = 1\n' })
  assert.equal(quick(folder, ['check', '--staged'], { PATH: `${tools}:${process.env.PATH}` }), 'goes on\n')
})
