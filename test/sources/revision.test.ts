import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openRevision } from '../../src/sources/revision.ts'
import { SourceError, type UnreadableError } from '../../src/sources/source.ts'
import { commit, git, pointer, temporary, write } from './support.ts'

const paths = (files: readonly { path: string }[]) => files.map((file) => file.path)
const reasons = (skipped: readonly { path: string; reason: string }[]) =>
  Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('a revision gives the files as they were, whatever lies on disk', async (t) => {
  const folder = temporary(t)
  const first = commit(folder, { 'a.txt': 'one', 'run.sh': '#!/bin/sh\n', 'new\nline': 'n', empty: '' })
  git(folder, ['tag', '-a', '-m', 'x', 'v1.0.0'])
  commit(folder, { 'a.txt': 'two', 'b.txt': 'x' })
  write(folder, { 'a.txt': 'three', 'untracked.txt': 'x' })
  for (const revision of ['v1.0.0', 'HEAD~1', first.slice(0, 10)]) {
    const source = await openRevision(folder, revision)
    const { files, skipped, notices } = await source.list()
    assert.deepEqual(files, [
      { path: 'a.txt', size: 3, executable: false, link: false, tracked: true },
      { path: 'empty', size: 0, executable: false, link: false, tracked: true },
      { path: 'new\nline', size: 1, executable: false, link: false, tracked: true },
      { path: 'run.sh', size: 10, executable: true, link: false, tracked: true },
    ])
    assert.deepEqual([skipped, notices, source.history?.head], [[], [], first])
    assert.equal(text(await source.read('a.txt')), 'one')
    assert.equal(text(await source.read('empty')), '')
    await assert.rejects(source.read('b.txt'), /b\.txt is not a file of/)
  }
})

test('many reads at once are answered each with its own content, large ones too', async (t) => {
  const folder = temporary(t)
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`f${i}.txt`, i % 50 ? `content ${i}\n` : `${i}`.repeat(400_000)]),
  )
  commit(folder, files)
  const source = await openRevision(folder, 'HEAD')
  const names = Object.keys(files)
  const found = await Promise.all(names.map((name) => source.read(name)))
  assert.deepEqual(
    found.map((bytes) => bytes.length),
    names.map((name) => files[name]?.length),
  )
  names.forEach((name, i) => {
    assert.ok(text(found[i] as Uint8Array) === files[name], name)
  })
})

test('links inside the tree are read, all others named', async (t) => {
  const folder = temporary(t)
  write(folder, { 'real/file.txt': 'content', 'a/b/c.txt': 'c' })
  const links = {
    inside: 'real/./file.txt',
    'a/up': '../real/file.txt',
    'through-folder': 'folder/file.txt',
    folder: 'real',
    chain: 'inside',
    outside: '../secret',
    absolute: '/etc/passwd',
    loop: 'loop2',
    loop2: 'loop',
    broken: 'nowhere',
    'a/b/root': '../../../a',
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name))
  commit(folder)
  const source = await openRevision(folder, 'HEAD')
  const { files, skipped } = await source.list()
  assert.deepEqual(
    files.map(({ path, link }) => [path, link]),
    [
      ['a/b/c.txt', false],
      ['a/up', true],
      ['chain', true],
      ['inside', true],
      ['real/file.txt', false],
      ['through-folder', true],
    ],
  )
  for (const path of ['a/up', 'chain', 'inside', 'through-folder']) {
    assert.equal(text(await source.read(path)), 'content', path)
  }
  assert.deepEqual(reasons(skipped), {
    'a/b/root': 'link-outside',
    absolute: 'link-outside',
    broken: 'link-broken',
    loop: 'link-loop',
    loop2: 'link-loop',
    outside: 'link-outside',
  })
})

test('submodules are named; from a subfolder only that is seen', async (t) => {
  const library = temporary(t)
  commit(library, { 'lib.txt': 'x' })
  const folder = temporary(t)
  commit(folder, { 'top.txt': 'x', 'service/a.txt': 'a' })
  git(folder, ['submodule', '--quiet', 'add', library, 'service/lib'])
  commit(folder)
  const source = await openRevision(join(folder, 'service'), 'HEAD')
  const { files, skipped, notices } = await source.list()
  assert.deepEqual(paths(files), ['a.txt'])
  assert.deepEqual(reasons(skipped), { 'lib/': 'submodule' })
  assert.match(notices[0]?.message ?? '', /only the folder service/)
  assert.equal(text(await source.read('a.txt')), 'a')
  assert.equal(await source.history?.tags(), undefined)
  const before = await openRevision(join(folder, 'service'), 'HEAD')
  assert.equal((await before.history?.lastChange(['a.txt']))?.subject, 'a commit')
})

test('a folder that the revision does not have is said so', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  commit(folder, { 'later/b.txt': 'x' })
  const source = await openRevision(join(folder, 'later'), 'HEAD~1')
  await assert.rejects(source.list(), /there is no folder later\/ in the commit/)
})

test('a bare repository is read', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x', '.gitignore': '*.log\n!keep.log\n' })
  const bare = temporary(t)
  git(bare, ['clone', '-q', '--bare', folder, '.'])
  const source = await openRevision(bare, 'main')
  assert.deepEqual(paths((await source.list()).files), ['.gitignore', 'a.txt'])
  assert.equal(text(await source.read('a.txt')), 'x')
  assert.deepEqual(await source.history?.isIgnored(['x.log', 'keep.log', 'a.txt']), new Set(['x.log']))
})

test('whether a path is ignored is answered by the .gitignore of the revision', async (t) => {
  const folder = temporary(t)
  commit(folder, { '.gitignore': '*.log\n', 'service/.gitignore': 'secret.env\n', 'service/a.txt': 'x' })
  commit(folder, { '.gitignore': '', 'service/.gitignore': '' })
  const source = await openRevision(join(folder, 'service'), 'HEAD~1')
  assert.deepEqual(await source.history?.isIgnored(['x.log', 'secret.env', 'a.txt']), new Set(['x.log', 'secret.env']))
  const now = await openRevision(folder, 'HEAD')
  assert.deepEqual(await now.history?.isIgnored(['x.log']), new Set())
})

test('what names no commit ends in one sentence', async (t) => {
  const folder = temporary(t)
  const fails = (path: string, revision: string, pattern: RegExp) =>
    assert.rejects(openRevision(path, revision), (error) => error instanceof SourceError && pattern.test(error.message))
  await fails(folder, 'HEAD', /is no git repository.*leave out --rev/)
  git(folder, ['init', '-q'])
  await fails(folder, 'HEAD', /there is no commit yet/)
  commit(folder, { 'a.txt': 'x' })
  await fails(folder, 'v9.9.9', /v9\.9\.9 names no commit.*: is it spelt right, and fetched/)
  await fails(folder, '', /names no commit/)
  await fails(folder, '--all', /names no commit/)
  await fails(folder, 'HEAD:a.txt', /names no commit/)
  await fails(join(folder, 'nowhere'), 'HEAD', /no such file or folder/)
})

test('what a partial clone left out is named, and nothing is fetched for it', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'old.txt': 'an old file', 'kept.txt': 'kept' })
  git(folder, ['config', 'uploadpack.allowFilter', 'true'])
  const clone = temporary(t)
  git(clone, ['clone', '-q', '--filter=blob:none', '--no-checkout', `file://${folder}`, '.'])
  git(clone, ['cat-file', '-p', 'HEAD:kept.txt'])
  const source = await openRevision(clone, 'HEAD')
  const { files, skipped, notices } = await source.list()
  assert.deepEqual(
    files.map(({ path, size }) => [path, size]),
    [['kept.txt', 4]],
  )
  assert.deepEqual(reasons(skipped), { 'old.txt': 'unreadable' })
  assert.match(skipped[0]?.detail ?? '', /not in this clone.*--refetch/)
  assert.deepEqual(
    notices.map((notice) => notice.code),
    ['partial-clone'],
  )
  assert.match(git(clone, ['rev-list', '--objects', '--missing=print', '--no-walk', 'HEAD']), /^\?/m)
  // the mend that is named does mend it
  git(clone, ['fetch', '-q', '--refetch', '--no-filter'])
  assert.deepEqual(paths((await (await openRevision(clone, 'HEAD')).list()).files), ['kept.txt', 'old.txt'])
})

test('limits and pointers of Git LFS', async (t) => {
  const folder = temporary(t)
  commit(folder, { '.gitattributes': '*.bin filter=lfs\n', 'big.txt': 'x'.repeat(300), 'a.txt': '', 'b.txt': '' })
  git(folder, ['config', 'filter.lfs.clean', 'cat'])
  commit(folder, { 'x.bin': pointer })
  const source = await openRevision(folder, 'HEAD', { maxFileSize: 250, maxFiles: 3 })
  const { files, skipped } = await source.list()
  assert.deepEqual(paths(files), ['.gitattributes', 'a.txt', 'b.txt'])
  assert.deepEqual(reasons(skipped), { 'big.txt': 'too-large', 'x.bin': 'too-many' })
  const whole = await openRevision(folder, 'HEAD')
  assert.match((await whole.list()).notices[0]?.message ?? '', /^x\.bin is only a pointer of Git LFS.*git lfs pull/)
  await assert.rejects(whole.read('x.bin'), (error: UnreadableError) => error.reason === 'lfs')
})

test('the process that reads objects does not keep Node from ending', (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'the content' })
  const module = fileURLToPath(new URL('../../src/sources/revision.ts', import.meta.url))
  const script = `
    import { openRevision } from ${JSON.stringify(module)}
    const source = await openRevision(${JSON.stringify(folder)}, 'HEAD')
    console.log(Buffer.from(await source.read('a.txt')).toString())`
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const done = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  assert.deepEqual([done.stdout, done.status, done.signal], ['the content\n', 0, null], done.stderr)
})
