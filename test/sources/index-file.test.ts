import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { surelyLacks } from '../../src/sources/index-file.ts'

test('whether an index lists a name is told by its bytes alone where they are plain, and left open otherwise', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-index-'))
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore' })
  const lacks = () => surelyLacks(folder, 'assay.y')
  try {
    assert.equal(lacks(), false, 'no index')
    git('init', '-q')
    writeFileSync(join(folder, 'main.ts'), '')
    git('add', 'main.ts')
    assert.equal(lacks(), true)
    git('update-index', '--index-version', '4')
    assert.equal(lacks(), false, 'paths are cut')
    git('update-index', '--index-version', '2')
    git('update-index', '--split-index')
    assert.equal(lacks(), false, 'most of it is elsewhere')
    git('update-index', '--no-split-index')
    writeFileSync(join(folder, 'assay.yaml'), '')
    git('add', 'assay.yaml')
    assert.equal(lacks(), false)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
