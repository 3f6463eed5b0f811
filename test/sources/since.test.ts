import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { before } from '../../src/sources/before.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { openRevision } from '../../src/sources/revision.ts'
import { openSince } from '../../src/sources/since.ts'
import { openStaged } from '../../src/sources/staged.ts'
import { commit, git, temporary, write } from './support.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const paths = ({ touches }: { touches: readonly { path: string }[] }) => touches.map(({ path }) => path)

/** A branch `work` that left `main` at its first commit, with one more commit on each. */
function branched(folder: string): string {
  const base = commit(folder, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c\n' })
  git(folder, ['checkout', '-q', '-b', 'work'])
  commit(folder, { 'a.txt': 'changed' })
  git(folder, ['checkout', '-q', 'main'])
  commit(folder, { 'b.txt': 'changed on main' })
  git(folder, ['checkout', '-q', 'work'])
  return base
}

test('what changed since the merge base: committed, staged, on disk and new', async (t) => {
  const folder = temporary(t)
  const base = branched(folder)
  const found = await openSince(folder, 'main', undefined)
  assert.equal(found.base, base)
  assert.deepEqual(paths(found), ['a.txt'])
  write(folder, { 'new.txt': 'n', 'b.txt': 'on disk' })
  assert.deepEqual(paths(await openSince(folder, 'main', undefined)), ['a.txt', 'b.txt', 'new.txt'])
  assert.deepEqual(paths(await openSince(folder, 'main', 'HEAD')), ['a.txt'])
})

test('a file that is only younger, or has other line ends, is not touched', async (t) => {
  const folder = temporary(t)
  branched(folder)
  utimesSync(join(folder, 'b.txt'), 1, 1)
  write(folder, { 'c.txt': 'c\r\n' })
  assert.deepEqual(paths(await openSince(folder, 'main', undefined)), ['a.txt'])
})

test('the merge base with the default branch of origin; where it is not known, that is said', async (t) => {
  const folder = temporary(t)
  mkdirSync(join(folder, 'origin'))
  const base = branched(join(folder, 'origin'))
  git(folder, ['clone', '-q', '-b', 'work', 'origin', 'clone'])
  const clone = join(folder, 'clone')
  git(clone, ['remote', 'set-head', 'origin', 'main'])
  assert.equal((await openSince(clone, 'merge-base', undefined)).base, base)
  git(clone, ['remote', 'set-head', 'origin', '-d'])
  assert.equal((await openSince(clone, 'merge-base', undefined)).base, base)
  git(clone, ['remote', 'rm', 'origin'])
  await assert.rejects(openSince(clone, 'merge-base', undefined), /set-head origin --auto/)
  await assert.rejects(
    openSince(clone, 'nonsense', undefined),
    /nonsense names no commit in this clone: is it spelt right, and fetched/,
  )
  await assert.rejects(openSince(clone, 'origin/main', undefined), /git fetch origin main:refs\/remotes\/origin\/main/)
  await assert.rejects(openSince(clone, '--output=x', undefined), /names no commit/)
})

test('a shallow clone says what to fetch', async (t) => {
  const folder = temporary(t)
  mkdirSync(join(folder, 'origin'))
  branched(join(folder, 'origin'))
  const from = `file://${join(folder, 'origin')}`
  git(folder, ['clone', '-q', '--depth=1', '--no-single-branch', '-b', 'work', from, 'clone'])
  await assert.rejects(
    openSince(join(folder, 'clone'), 'origin/main', undefined),
    /shallow; run `git fetch --unshallow/,
  )
})

test('the files before they were touched', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a', 'gone.txt': 'gone', 'old.txt': 'long enough to be found again\n'.repeat(9), k: 'k' })
  write(folder, { 'a.txt': 'staged', 'new.txt': 'new' })
  git(folder, ['add', '-A'])
  git(folder, ['rm', '-q', 'gone.txt'])
  git(folder, ['mv', 'old.txt', 'moved.txt'])
  const source = before(await openStaged(folder))
  const { files } = await source.list()
  assert.deepEqual(
    files.map(({ path }) => path),
    ['a.txt', 'gone.txt', 'k', 'old.txt'],
  )
  assert.equal(text(await source.read('a.txt')), 'a')
  assert.equal(text(await source.read('gone.txt')), 'gone')
  assert.equal(text(await source.read('k')), 'k')
  await assert.rejects(source.read('new.txt'), /did not exist before/)
})

test('a git that is missing or too old is said; without HOME all is well', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a' })
  const { PATH, HOME } = process.env
  t.after(() => {
    Object.assign(process.env, { PATH, HOME })
  })
  delete process.env.HOME
  assert.deepEqual(paths(await openStaged(folder)), [])
  mkdirSync(join(folder, 'bin'))
  process.env.PATH = join(folder, 'bin')
  await assert.rejects(openStaged(folder), /git is not installed here/)
  writeFileSync(
    join(folder, 'bin/git'),
    '#!/bin/sh\ncase "$*" in *version) echo git version 2.25.1;; *) exit 129;; esac\n',
  )
  chmodSync(join(folder, 'bin/git'), 0o755)
  process.env.PATH = [join(folder, 'bin'), PATH].join(delimiter)
  await assert.rejects(openStaged(folder), /git 2\.25\.1 is too old/)
  const { notices } = await (await openDirectory(folder)).list()
  assert.match(notices.map(({ message }) => message).join(), /git 2\.25\.1 is too old: 2\.30 or later is needed/)
  await assert.rejects(openRevision(folder, 'HEAD'), /git 2\.25\.1 is too old/)
})
