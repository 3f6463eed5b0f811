import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'assay-e2e-'))
after(() => rmSync(work, { recursive: true, force: true }))

const repositories = readdirSync(join(root, 'fixtures/repositories'))

for (const name of ['.', ...repositories.map((name) => `fixtures/repositories/${name}`)]) {
  test(`the SARIF of ${name} is accepted by the multitool, with the rules of GitHub`, () => {
    const file = join(work, `${name.replaceAll('/', '-')}.sarif`)
    const check = spawnSync(process.execPath, ['bin/assay.js', 'check', name, '--format', `sarif=${file}`], {
      cwd: root,
    })
    assert.ok(check.status === 0 || check.status === 1, `${check.status}: ${check.stderr}`)
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/check-sarif.ts', file], {
      cwd: root,
      encoding: 'utf8',
    })
    assert.deepEqual([status, stderr], [0, ''])
  })
}

for (const file of readdirSync(join(root, 'reports')).filter((name) => name.endsWith('.sarif'))) {
  test(`the golden reports/${file} is accepted by the multitool`, () => {
    const words = ['--import', 'tsx', 'scripts/check-sarif.ts', `reports/${file}`]
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, ''])
  })
}
