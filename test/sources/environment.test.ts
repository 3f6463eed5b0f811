import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { writeHook } from '../../src/cli/init/hook.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { openPast } from '../../src/sources/past.ts'
import { openRevision } from '../../src/sources/revision.ts'
import { openStaged } from '../../src/sources/staged.ts'
import { commit, temporary } from './support.ts'

/** Sets variables of this process for one test. */
function environment(t: TestContext, values: Record<string, string>): void {
  const before = { ...process.env }
  t.after(() => {
    for (const name of Object.keys(values)) delete process.env[name]
    Object.assign(process.env, before)
  })
  Object.assign(process.env, values)
}

test('variables that name another repository (in a hook, say) are not heeded', async (t) => {
  const folder = temporary(t)
  const other = temporary(t)
  const head = commit(folder, { 'mine.txt': 'x' })
  commit(other, { 'other.txt': 'x' })
  environment(t, {
    GIT_DIR: join(other, '.git'),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, '.git/index'),
    GIT_OBJECT_DIRECTORY: join(other, '.git/objects'),
    GIT_PREFIX: 'x/',
  })
  const source = await openDirectory(folder)
  assert.deepEqual(
    (await source.list()).files.map((file) => file.path),
    ['mine.txt'],
  )
  assert.equal(source.history?.head, head)
})

test("another user's repository: a directory is read without git, a revision not at all", async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x', '.gitignore': 'b.txt\n' })
  environment(t, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' })
  const source = await openDirectory(folder)
  const { files, notices } = await source.list()
  assert.deepEqual([files.length, source.history], [2, undefined])
  assert.deepEqual(
    notices.map((notice) => notice.code),
    ['unsafe-git'],
  )
  assert.match(notices[0]?.message ?? '', /belongs to another user.*git config --global --add safe\.directory/)
  assert.ok(!notices[0]?.message.includes(folder), 'no path of the machine in a result')
  await assert.rejects(openRevision(folder, 'HEAD'), /belongs to another user.*safe\.directory/)
  await assert.rejects(openStaged(folder), /belongs to another user.*safe\.directory/)
  await assert.rejects(writeHook(folder, true), /belongs to another user.*safe\.directory/)
})

test('safe.directory is respected where the user has set it', async (t) => {
  const folder = temporary(t)
  const head = commit(folder, { 'a.txt': 'x' })
  environment(t, {
    GIT_TEST_ASSUME_DIFFERENT_OWNER: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: folder,
  })
  const source = await openDirectory(folder)
  assert.equal(source.history?.head, head)
})

test('without git on the machine: a directory is read, and said to be; a revision is not', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  environment(t, { PATH: folder })
  const source = await openDirectory(folder)
  const { files, notices } = await source.list()
  assert.deepEqual([files.map((file) => file.path), source.history], [['a.txt'], undefined])
  assert.match(notices[0]?.message ?? '', /^git is not installed here.*install git/)
  await assert.rejects(openRevision(folder, 'HEAD'), /git is not installed here.*install git/)
})

test('why git tells nothing of history and of the index is told as it is, with the mend', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  const bare = join(temporary(t), 'a.git')
  execFileSync('git', ['clone', '-q', '--bare', folder, bare])
  await assert.rejects(openStaged(bare), /is a bare repository, so nothing is staged there$/)
  await assert.rejects(openPast(temporary(t), 'HEAD'), /is in no git repository, so it has no history$/)
  const moved = temporary(t)
  writeFileSync(join(moved, '.git'), 'gitdir: /nowhere/x\n')
  const gone = /\.git leads to \/nowhere\/x, where there is no repository; run `git worktree repair`/
  await assert.rejects(openStaged(moved), gone)
  await assert.rejects(openPast(moved, 'HEAD'), gone)
  assert.match((await (await openDirectory(moved)).list()).notices[0]?.message ?? '', gone)
  environment(t, { PATH: folder })
  await assert.rejects(openPast(folder, 'HEAD'), /^SourceError: git is not installed here.*install git$/)
  await assert.rejects(openStaged(folder), /^SourceError: git is not installed here.*install git$/)
})
