import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { surelyNoTags } from '../../src/sources/refs.ts'

test('that there are no tags is told by the files alone where they are plain, and left to git otherwise', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-refs-'))
  const own = ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org']
  const git = (...words: string[]) => execFileSync('git', [...own, ...words], { stdio: 'ignore' })
  const none = () => surelyNoTags(folder)
  try {
    assert.equal(none(), false, 'no repository')
    git('init', '-q')
    git('commit', '-q', '--allow-empty', '-m', 'one')
    assert.equal(none(), true)
    git('branch', 'tags')
    git('pack-refs', '--all')
    assert.equal(none(), true, 'a branch of that name')
    git('tag', 'v1.0.0')
    assert.equal(none(), false, 'a file')
    git('pack-refs', '--all')
    assert.equal(none(), false, 'packed')
    git('tag', '-d', 'v1.0.0')
    assert.equal(none(), true)
    git('tag', 'in/a/folder')
    assert.equal(none(), false, 'a file in a folder')
    git('tag', '-d', 'in/a/folder')
    mkdirSync(join(folder, '.git/reftable'))
    assert.equal(none(), false, 'refs in tables')
    rmSync(join(folder, '.git'), { recursive: true })
    writeFileSync(join(folder, '.git'), 'gitdir: elsewhere')
    assert.equal(none(), false, 'a worktree')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
