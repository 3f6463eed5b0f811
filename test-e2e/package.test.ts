import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'assay-e2e-'))
after(() => rmSync(work, { recursive: true, force: true }))

const { version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('the package installs without a registry, and works from where it is installed', () => {
  assert.equal(dependencies, undefined, 'everything is bundled')
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', work], { cwd: root, stdio: 'ignore' })
  writeFileSync(join(work, 'package.json'), '{"private": true}')
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'))
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], {
    cwd: work,
    stdio: 'ignore',
  })
  const run = (...words: string[]) =>
    spawnSync(join(work, 'node_modules/.bin/assay'), words, { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.equal(run('--version').stdout, `${version}\n`)
  const { status, stdout, stderr } = run('check', root, '--format', 'json')
  assert.ok(status === 0 || status === 1, `${status}: ${stderr}`)
  assert.equal(JSON.parse(stdout).requirements.length, 121)
})
