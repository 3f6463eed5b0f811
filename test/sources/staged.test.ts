import assert from 'node:assert/strict'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { namedIndex } from '../../src/sources/index-file.ts'
import { SourceError } from '../../src/sources/source.ts'
import { openStaged } from '../../src/sources/staged.ts'
import { commit, git, pointer, temporary, write } from './support.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** What was touched, as `A a`, `D b`, `R old new`, `M c`. */
async function touched(folder: string): Promise<readonly string[]> {
  const { touches } = await openStaged(folder)
  return touches.map(({ path, before, deleted, then }) => {
    if (before !== undefined) return `R ${before} ${path}`
    return `${deleted ? 'D' : /^0+$/.test(then.id) ? 'A' : 'M'} ${path}`
  })
}

async function files(folder: string): Promise<readonly string[]> {
  const { source } = await openStaged(folder)
  return (await source.list()).files.map(({ path }) => path)
}

test('the index is read, whatever lies on disk', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'committed', 'gone.txt': 'x', 'kept.txt': 'kept' })
  write(folder, { 'a.txt': 'staged', 'new.txt': 'new' })
  git(folder, ['add', '-A'])
  git(folder, ['rm', '-q', '--cached', 'gone.txt'])
  write(folder, { 'a.txt': 'on disk', 'untracked.txt': 'x' })
  rmSync(join(folder, 'kept.txt'))
  const { source } = await openStaged(folder)
  assert.deepEqual(await files(folder), ['a.txt', 'kept.txt', 'new.txt'])
  assert.equal(text(await source.read('a.txt')), 'staged')
  assert.equal(text(await source.read('kept.txt')), 'kept')
  assert.deepEqual(await touched(folder), ['M a.txt', 'D gone.txt', 'A new.txt'])
  assert.equal(source.kind, 'index')
})

test('an unborn branch: everything staged is new', async (t) => {
  const folder = temporary(t)
  git(folder, ['init', '-q'])
  write(folder, { 'a.txt': 'a' })
  git(folder, ['add', '-A'])
  assert.deepEqual(await touched(folder), ['A a.txt'])
})

test('a rename is one, with where it was; a copy of a path with spaces and lines too', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'old name.txt': 'content\n'.repeat(20) })
  git(folder, ['mv', 'old name.txt', 'new\nname.txt'])
  assert.deepEqual(await touched(folder), ['R old name.txt new\nname.txt'])
})

test('nothing staged is nothing touched', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a' })
  write(folder, { 'a.txt': 'b' })
  assert.deepEqual(await touched(folder), [])
})

test('an unfinished merge is named, and nothing is judged', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'one' })
  git(folder, ['checkout', '-q', '-b', 'other'])
  commit(folder, { 'a.txt': 'other' })
  git(folder, ['checkout', '-q', 'main'])
  commit(folder, { 'a.txt': 'main' })
  assert.throws(() => git(folder, ['merge', '-q', 'other']))
  await assert.rejects(openStaged(folder), (error: Error) => {
    assert.ok(error instanceof SourceError)
    assert.match(error.message, /a merge is not finished: a\.txt is in conflict/)
    return true
  })
})

test('what is only meant to be added is no file of the commit; an empty file is one', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a', '.gitkeep': '' })
  write(folder, { Dockerfile: 'FROM node\n', 'empty.txt': '' })
  git(folder, ['add', 'empty.txt'])
  git(folder, ['add', '--intent-to-add', 'Dockerfile'])
  assert.deepEqual(await files(folder), ['.gitkeep', 'a.txt', 'empty.txt'])
  assert.deepEqual(await touched(folder), ['A empty.txt'])
})

test('links, submodules and pointers are as in a commit', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'real.txt': 'content', 'large.bin': pointer })
  symlinkSync('real.txt', join(folder, 'link'))
  symlinkSync('/etc/passwd', join(folder, 'outside'))
  const head = git(folder, ['rev-parse', 'HEAD'])
  git(folder, ['add', '-A'])
  git(folder, ['update-index', '--add', '--cacheinfo', `160000,${head},sub`])
  const { source, touches } = await openStaged(folder)
  const { files: listed, skipped } = await source.list()
  assert.deepEqual(
    listed.map(({ path }) => path),
    ['large.bin', 'link', 'real.txt'],
  )
  assert.deepEqual(
    skipped.map(({ path, reason }) => [path, reason]),
    [
      ['outside', 'link-outside'],
      ['sub/', 'submodule'],
    ],
  )
  assert.equal(text(await source.read('link')), 'content')
  await assert.rejects(source.read('large.bin'), /pointer of Git LFS/)
  assert.deepEqual(
    touches.map(({ path }) => path),
    ['link', 'outside'],
  )
})

test('a linked worktree has an index of its own; a folder inside sees its part', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a', 'sub/b.txt': 'b' })
  const other = join(folder, 'with spaces')
  git(folder, ['worktree', 'add', '-q', '-b', 'other', other])
  write(other, { 'sub/b.txt': 'changed', 'c.txt': 'c' })
  git(other, ['add', '-A'])
  assert.deepEqual(await touched(other), ['A c.txt', 'M sub/b.txt'])
  assert.deepEqual(await touched(folder), [])
  assert.deepEqual(await touched(join(other, 'sub')), ['M b.txt'])
  assert.deepEqual(await files(join(other, 'sub')), ['b.txt'])
})

test('a sparse index comes whole', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a/a.txt': 'a', 'b/b.txt': 'b', 'c.txt': 'c' })
  git(folder, ['sparse-checkout', 'set', '--cone', '--sparse-index', 'a'])
  assert.deepEqual(await files(folder), ['a/a.txt', 'b/b.txt', 'c.txt'])
  assert.deepEqual(await touched(folder), [])
})

test('in a sparse and partial clone what was staged is read, and the rest is not in this clone', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a/one.txt': 'one\n', 'b/two.txt': 'two\n' })
  git(folder, ['config', 'uploadpack.allowFilter', 'true'])
  const clone = temporary(t)
  git(clone, ['clone', '-q', '--filter=blob:none', '--sparse', `file://${folder}`, '.'])
  git(clone, ['sparse-checkout', 'set', 'b'])
  write(clone, { 'b/two.txt': 'two and more\n' })
  git(clone, ['add', '-A'])
  const { source } = await openStaged(clone)
  const { files, skipped } = await source.list()
  assert.deepEqual(
    files.map(({ path }) => path),
    ['b/two.txt'],
  )
  assert.match(skipped.map(({ path, detail }) => `${path}: ${detail}`).join(), /^a\/one\.txt: .* not in this clone/)
  assert.equal(Buffer.from(await source.read('b/two.txt')).toString(), 'two and more\n')
})

test('a file that is too large is passed over when it is read, and the next one is read', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'large.txt': 'x'.repeat(300_000), 'small.txt': 'small' })
  const { source } = await openStaged(folder, { maxFileSize: 1000 })
  const [large, small] = await Promise.allSettled([source.read('large.txt'), source.read('small.txt')])
  assert.match(String(large.status === 'rejected' && large.reason), /larger than what is read/)
  assert.equal(small.status === 'fulfilled' && text(small.value), 'small')
})

test('neither filters nor drivers of the repository are run', async (t) => {
  const folder = temporary(t)
  const trap = join(folder, 'trap')
  commit(folder, { 'a.txt': 'one', '.gitattributes': '*.txt filter=bad diff=bad\n' })
  write(folder, { 'a.txt': 'two' })
  git(folder, ['add', '-A'])
  for (const key of [
    'filter.bad.clean',
    'filter.bad.smudge',
    'diff.bad.command',
    'diff.bad.textconv',
    'diff.external',
  ]) {
    git(folder, ['config', key, `touch ${trap}`])
  }
  git(folder, ['config', 'core.fsmonitor', `touch ${trap}`])
  assert.deepEqual(await touched(folder), ['M a.txt'])
  await files(folder)
  const { existsSync } = await import('node:fs')
  assert.equal(existsSync(trap), false)
})

test('what is no repository, or has no work tree, is said', async (t) => {
  const folder = temporary(t)
  await assert.rejects(openStaged(folder), /is no git repository, so nothing is staged there/)
  git(folder, ['init', '-q', '--bare', 'bare.git'])
  await assert.rejects(openStaged(join(folder, 'bare.git')), /is a bare repository, so nothing is staged there/)
})

test('GIT_INDEX_FILE counts for the repository that one stands in alone', (t) => {
  const folder = temporary(t)
  for (const name of ['one', 'two']) {
    mkdirSync(join(folder, name, '.git'), { recursive: true })
    mkdirSync(join(folder, name, 'sub'))
  }
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  const lock = join(one, '.git/index.lock')
  const cases: [top: string, named: string | undefined, standing: string, expected: string | undefined][] = [
    [one, '.git/index.lock', one, lock],
    [one, '.git/index.lock', join(one, 'sub'), lock],
    [one, lock, one, lock],
    [one, undefined, one, undefined],
    [one, '', one, undefined],
    [two, '.git/index.lock', one, undefined],
    [two, lock, one, undefined],
    [one, lock, folder, undefined],
    [one, lock, join(folder, 'gone'), undefined],
  ]
  for (const [top, named, standing, expected] of cases) assert.equal(namedIndex(top, named, standing), expected)
})

test('the index that a hook names is the one that is judged', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'a' })
  const index = join(folder, '.git/next-index-1.lock')
  write(folder, { 'b.txt': 'b' })
  git(folder, ['add', 'b.txt'], { GIT_INDEX_FILE: index })
  const [before, directory] = [process.env.GIT_INDEX_FILE, process.cwd()]
  t.after(() => {
    process.chdir(directory)
    if (before === undefined) delete process.env.GIT_INDEX_FILE
    else process.env.GIT_INDEX_FILE = before
  })
  process.chdir(folder)
  assert.deepEqual(await touched(folder), [])
  for (const named of [index, '.git/next-index-1.lock']) {
    process.env.GIT_INDEX_FILE = named
    assert.deepEqual(await touched(folder), ['D a.txt', 'A b.txt'], named)
  }
  process.env.GIT_INDEX_FILE = '.git/none'
  await assert.rejects(openStaged(folder), /there is no such index/)
  writeFileSync(join(folder, 'no-index'), 'DIRC?')
  process.env.GIT_INDEX_FILE = join(folder, 'no-index')
  await assert.rejects(openStaged(folder), /git cannot read the index/)
})
