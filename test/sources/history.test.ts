import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { cleanUrl } from '../../src/sources/checkout.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { openPast } from '../../src/sources/past.ts'
import { openRevision } from '../../src/sources/revision.ts'
import type { History } from '../../src/sources/source.ts'
import { commit, git, temporary, write } from './support.ts'

const history = async (folder: string) => (await openDirectory(folder)).history as History

test('tags: lightweight, annotated and nested ones give their commit; a tag of a file is none', async (t) => {
  const folder = temporary(t)
  const first = commit(folder, { 'a.txt': '1' }, '2026-01-05T08:00:00+00:00')
  git(folder, ['tag', 'v1.0.0'])
  const second = commit(folder, { 'a.txt': '2' }, '2026-02-05T08:00:00-05:00')
  git(folder, ['tag', '-a', '-m', 'x', 'v2.0.0'], { GIT_COMMITTER_DATE: '2026-02-06T08:00:00+01:00' })
  git(folder, ['tag', '-a', '-m', 'x', 'again', 'v2.0.0'], { GIT_COMMITTER_DATE: '2026-02-07T08:00:00+01:00' })
  git(folder, ['tag', 'a-file', 'HEAD:a.txt'])
  assert.deepEqual(await (await history(folder)).tags(), [
    { name: 'again', commit: second, date: '2026-02-07T08:00:00+01:00' },
    { name: 'v1.0.0', commit: first, date: '2026-01-05T08:00:00Z' },
    { name: 'v2.0.0', commit: second, date: '2026-02-06T08:00:00+01:00' },
  ])
})

test('the last change of some paths', async (t) => {
  const folder = temporary(t)
  const first = commit(folder, { 'a.txt': '1', 'docs/b*.md': '1', 'docs/bc.md': '1' }, '2026-01-05T08:00:00+01:00')
  const second = commit(folder, { 'docs/bc.md': '2' }, '2026-02-05T08:00:00+01:00')
  const { lastChange } = await history(folder)
  const expected = { id: first, date: '2026-01-05T08:00:00+01:00', subject: 'a commit' }
  assert.deepEqual(await lastChange(['a.txt']), expected)
  assert.deepEqual(await lastChange(['docs/b*.md']), expected, 'a path is no pattern')
  assert.equal((await lastChange(['a.txt', 'docs']))?.id, second)
  assert.equal(await lastChange(['nowhere']), undefined)
  const many = Array.from({ length: 3000 }, (_, i) => `some/long/path/number-${i}.txt`)
  assert.equal((await lastChange([...many, 'a.txt']))?.id, first)
  assert.equal((await lastChange(['docs/bc.md', ...many, 'a.txt']))?.id, second)
  const revision = await openRevision(folder, first)
  assert.equal((await revision.history?.lastChange(['docs/bc.md']))?.id, first)
})

test('whether a commit is known', async (t) => {
  const folder = temporary(t)
  const head = commit(folder, { 'a.txt': '1' })
  git(folder, ['branch', 'abcdef0'])
  const { hasCommit } = await history(folder)
  assert.equal(await hasCommit(head), true)
  assert.equal(await hasCommit(head.slice(0, 7)), true)
  assert.equal(await hasCommit(head.slice(0, 7).toUpperCase()), true)
  assert.equal(await hasCommit('0'.repeat(40)), false)
  assert.equal(await hasCommit('0123456'), false)
  assert.equal(await hasCommit('abcdef0'), false, 'a branch of that name is no commit')
  assert.equal(await hasCommit(git(folder, ['rev-parse', 'HEAD:a.txt'])), false, 'a file is no commit')
  assert.equal(await hasCommit('HEAD'), false)
})

test('a shallow clone: what lies beyond is not at hand', async (t) => {
  const origin = temporary(t)
  commit(origin, { 'old.txt': '1' })
  git(origin, ['tag', 'v1.0.0'])
  commit(origin, { 'middle.txt': '1' })
  const tip = commit(origin, { 'new.txt': '1' })
  const folder = temporary(t)
  git(folder, ['clone', '-q', '--depth', '2', `file://${origin}`, '.'])
  const source = await openDirectory(folder)
  const { notices } = await source.list()
  assert.deepEqual(
    notices.map((notice) => notice.code),
    ['shallow'],
  )
  const known = source.history as History
  assert.equal(known.shallow, true)
  assert.equal(known.head, tip)
  assert.equal(known.defaultBranch, 'main')
  assert.equal(known.origin, undefined, 'a path of this machine is not named')
  assert.equal(known.originName, basename(origin), 'but what the repository is called')
  assert.equal(await known.tags(), undefined)
  assert.equal((await known.lastChange(['new.txt']))?.id, tip)
  assert.equal(await known.lastChange(['old.txt']), undefined)
  assert.equal(await known.hasCommit('0123456789'), undefined)
  // opened one after the other: who rejects while the other is awaited is rejected with nobody there to see it
  for (const opening of [() => openRevision(folder, 'v1.0.0'), () => openPast(folder, 'v1.0.0..HEAD')])
    await assert.rejects(opening, /the clone is shallow; run `git fetch --unshallow --tags`/)
  // the mend that is named does mend it
  git(folder, ['fetch', '-q', '--unshallow', '--tags'])
  const mended = await history(folder)
  assert.equal(mended.shallow, false)
  assert.equal((await mended.tags())?.length, 1)
})

test('a clone without tags does not know of any', async (t) => {
  const origin = temporary(t)
  commit(origin, { 'a.txt': '1' })
  git(origin, ['tag', 'v1.0.0'])
  const folder = temporary(t)
  git(folder, ['clone', '-q', '--no-tags', `file://${origin}`, '.'])
  assert.equal(await (await history(folder)).tags(), undefined)
})

test('what is ignored: by the repository, not by the user', async (t) => {
  const folder = temporary(t)
  commit(folder, { '.gitignore': '.env*\n!.env.example\nkeys/\n', 'sub/.gitignore': 'x y\n', 'sub/.env.prod': 'x' })
  git(folder, ['config', 'core.excludesFile', join(folder, 'own')])
  write(folder, { own: 'mine.txt\n' })
  symlinkSync('sub', join(folder, 'link'))
  const { isIgnored } = await history(folder)
  const asked = [
    '.env',
    '.env.example',
    'keys/a',
    'sub/x y',
    'sub/.env.prod',
    'mine.txt',
    'new\nline',
    '.env\n',
    ':(x).md',
    'link/x',
  ]
  assert.deepEqual([...(await isIgnored(asked))].sort(), ['.env', '.env\n', 'keys/a', 'sub/.env.prod', 'sub/x y'])
  assert.deepEqual(await isIgnored([]), new Set())
})

test('the URL of a remote is named without what is secret or of this machine', () => {
  const cases: Record<string, string | undefined> = {
    'https://github.com/a/b.git': 'https://github.com/a/b.git',
    'https://user:t0ken@github.com/a/b.git': 'https://github.com/a/b.git',
    'https://t0ken@github.com:8443/a/b?private_token=x#y': 'https://github.com:8443/a/b',
    'https://user:p@ss@github.com/a/b': 'https://github.com/a/b',
    'ssh://git@github.com/a/b': 'ssh://github.com/a/b',
    'git@github.com:a/b.git': 'git@github.com:a/b.git',
    'ada@example.org:a/b': 'example.org:a/b',
    '/home/ada/b': undefined,
    '../b': undefined,
    'C:\\work\\b': undefined,
    'file:///home/ada/b': undefined,
    'ext::sh -c x': undefined,
    '': undefined,
  }
  for (const [url, expected] of Object.entries(cases)) assert.equal(cleanUrl(url), expected, url)
})
