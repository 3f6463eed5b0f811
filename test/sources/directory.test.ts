import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDirectory } from '../../src/sources/directory.ts'
import { SourceError, UnreadableError } from '../../src/sources/source.ts'
import { commit, git, pointer, temporary, write } from './support.ts'

const list = async (folder: string, limits = {}) => (await openDirectory(folder, limits)).list()
const reasons = (skipped: readonly { path: string; reason: string }[]) =>
  Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))
const paths = (files: readonly { path: string }[]) => files.map((file) => file.path)

test('tracked files and untracked ones that are not ignored are listed, in the order of code units', async (t) => {
  const folder = temporary(t)
  commit(folder, {
    'b.txt': 'bb',
    'a/deploy.sh': '#!/bin/sh\n',
    'Z.txt': 'z',
    'a-b': '',
    '.gitignore': 'out/\n*.log\n',
  })
  write(folder, { 'new.txt': 'new', 'out/x.txt': 'x', 'run.log': 'x' })
  const { files, skipped, notices } = await list(folder)
  assert.deepEqual(files, [
    { path: '.gitignore', size: 11, executable: false, link: false, tracked: true },
    { path: 'Z.txt', size: 1, executable: false, link: false, tracked: true },
    { path: 'a-b', size: 0, executable: false, link: false, tracked: true },
    { path: 'a/deploy.sh', size: 10, executable: true, link: false, tracked: true },
    { path: 'b.txt', size: 2, executable: false, link: false, tracked: true },
    { path: 'new.txt', size: 3, executable: false, link: false, tracked: false },
  ])
  assert.deepEqual([skipped, notices], [[], []])
})

test('names with line ends, tabs, quotes, blanks and letters of all the world', async (t) => {
  const folder = temporary(t)
  const names = ['a\nb.txt', ' lead', 'q"uote\\', 'tab\tname', '日本/ü.txt', '? question']
  commit(folder, Object.fromEntries(names.map((name) => [name, name])))
  write(folder, { 'new\nline': 'x' })
  const source = await openDirectory(folder)
  const { files } = await source.list()
  assert.deepEqual(paths(files), [...names, 'new\nline'].sort())
  for (const name of names) assert.equal(Buffer.from(await source.read(name)).toString(), name)
})

test('a name that is not UTF-8 is named in printable form', { skip: process.platform !== 'linux' }, async (t) => {
  for (const withGit of [true, false]) {
    const folder = temporary(t)
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), 'x')
    if (withGit) commit(folder, { 'ü.txt': '' })
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/new`), Buffer.from([0xff])]), 'x')
    const { files, skipped } = await list(folder)
    assert.deepEqual(paths(files), withGit ? ['ü.txt'] : [])
    assert.deepEqual(reasons(skipped), { 'caf\\xe9': 'name-not-utf8', 'new\\xff': 'name-not-utf8' })
  }
})

test('links are read only where they stay inside, and never followed into folders', async (t) => {
  for (const withGit of [true, false]) {
    const outside = temporary(t)
    write(outside, { secret: 's3cret' })
    const folder = temporary(t)
    write(folder, { 'real/file.txt': 'content' })
    const links = {
      inside: 'real/file.txt',
      outside: join(outside, 'secret'),
      loop: 'loop2',
      loop2: 'loop',
      broken: 'nowhere',
      'folder-link': 'real',
      'self-link': '.',
      'out-folder': outside,
    }
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name))
    if (withGit) {
      commit(folder)
      symlinkSync('.git/config', join(folder, 'config'))
      symlinkSync('.git', join(folder, 'gitdir'))
    }
    const source = await openDirectory(folder)
    const { files, skipped } = await source.list()
    assert.deepEqual(
      files.map(({ path, size, link }) => [path, size, link]),
      [
        ['inside', 0, true],
        ['real/file.txt', 7, false],
      ],
    )
    assert.equal(Buffer.from(await source.read('inside')).toString(), 'content')
    assert.deepEqual(reasons(skipped), {
      broken: 'link-broken',
      loop: 'link-loop',
      loop2: 'link-loop',
      'out-folder': 'link-outside',
      outside: 'link-outside',
      ...(withGit ? { config: 'link-outside', gitdir: 'link-outside' } : {}),
    })
    await assert.rejects(source.read('outside'), (error: UnreadableError) => error.reason === 'link-outside')
  }
})

test('a link to a folder of which nothing is listed is named', async (t) => {
  const folder = temporary(t)
  commit(folder, { '.gitignore': 'private/\n', 'private/x': 'x' })
  symlinkSync('private', join(folder, 'public'))
  const { skipped } = await list(folder)
  assert.deepEqual(reasons(skipped), { public: 'special' })
})

test('a tracked folder that became a link to the outside gives nothing away', async (t) => {
  const outside = temporary(t)
  write(outside, { 'file.txt': 'not yours' })
  const folder = temporary(t)
  commit(folder, { 'config/file.txt': 'mine' })
  rmSync(join(folder, 'config'), { recursive: true })
  symlinkSync(outside, join(folder, 'config'))
  const source = await openDirectory(folder)
  await source.list()
  await assert.rejects(source.read('config/file.txt'), UnreadableError)
  await assert.rejects(source.read('../etc/passwd'), UnreadableError)
})

test('submodules and nested repositories are named and not entered', async (t) => {
  const library = temporary(t)
  commit(library, { 'lib.txt': 'x' })
  const folder = temporary(t)
  commit(folder, { 'main.txt': 'x' })
  git(folder, ['submodule', '--quiet', 'add', library, 'lib'])
  commit(folder)
  mkdirSync(join(folder, 'nested'))
  commit(join(folder, 'nested'), { 'n.txt': 'x' })
  const { files, skipped } = await list(folder)
  assert.deepEqual(paths(files), ['.gitmodules', 'main.txt'])
  assert.deepEqual(reasons(skipped), { 'lib/': 'submodule', 'nested/': 'nested-repository' })
})

test('without git: all but node_modules, nested repositories named, one notice', async (t) => {
  const folder = temporary(t)
  write(folder, {
    'b/c.txt': 'x',
    'b-a': '#!x',
    'node_modules/x/y.js': '',
    'a/node_modules/z.js': '',
    'r/.git/HEAD': '',
  })
  const source = await openDirectory(folder)
  const { files, skipped, notices } = await source.list()
  assert.deepEqual(
    files.map(({ path, executable, tracked }) => [path, executable, tracked]),
    [
      ['b-a', true, true],
      ['b/c.txt', false, true],
    ],
  )
  assert.deepEqual(reasons(skipped), {
    'a/node_modules/': 'excluded',
    'node_modules/': 'excluded',
    'r/': 'nested-repository',
  })
  assert.deepEqual([notices.map((notice) => notice.code), source.history], [['no-git'], undefined])
})

test('an empty folder and a repository without a commit have no files', async (t) => {
  const folder = temporary(t)
  assert.deepEqual((await list(folder)).files, [])
  git(folder, ['init', '-q'])
  const source = await openDirectory(folder)
  assert.deepEqual(await source.list(), { files: [], skipped: [], notices: [] })
  assert.equal(source.history?.head, undefined)
  assert.deepEqual(await source.history?.tags(), [])
  assert.equal(await source.history?.lastChange(['x']), undefined)
})

test('folders and files without permission are named', { skip: process.getuid?.() === 0 }, async (t) => {
  for (const withGit of [true, false]) {
    const folder = temporary(t)
    write(folder, { 'open.txt': 'x', 'closed/x.txt': 'x', 'tracked/x.txt': 'x', 'secret.txt': 'x' })
    if (withGit) {
      git(folder, ['init', '-q'])
      git(folder, ['add', 'open.txt', 'tracked', 'secret.txt'])
    }
    for (const name of ['closed', 'tracked', 'secret.txt']) chmodSync(join(folder, name), 0)
    try {
      const source = await openDirectory(folder)
      const { files, skipped } = await source.list()
      assert.deepEqual(paths(files), ['open.txt', 'secret.txt'])
      const found = reasons(skipped)
      assert.equal(found['closed/'], 'unreadable')
      assert.equal(found['tracked/x.txt'] ?? found['tracked/'], 'unreadable')
      await assert.rejects(source.read('secret.txt'), (error: UnreadableError) => /permission/.test(error.message))
    } finally {
      for (const name of ['closed', 'tracked']) chmodSync(join(folder, name), 0o700)
    }
  }
})

test('what is no folder of files ends in one sentence', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  const bare = join(folder, 'bare.git')
  git(folder, ['clone', '-q', '--bare', folder, bare])
  const sentence = (path: string, pattern: RegExp) =>
    assert.rejects(
      openDirectory(path),
      (error) => error instanceof SourceError && pattern.test(error.message) && !error.message.includes('\n'),
    )
  await sentence(join(folder, 'nowhere'), /no such file or folder/)
  await sentence(join(folder, 'a.txt'), /is a file/)
  await sentence(join(folder, 'a.txt/b'), /a part of the path is a file/)
  await sentence(bare, /bare repository.*--rev/)
  await sentence(join(folder, '.git'), /inside of a git repository/)
  const loose = temporary(t)
  renameSync(bare, join(loose, 'loose.git'))
  await sentence(join(loose, 'loose.git'), /bare repository.*--rev/)
})

test('a folder inside a larger repository: its own files, no tags', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'top.txt': 'x', 'services/a b/x.txt': 'x', 'services/a b/sub/y.txt': 'y', 'services/c.txt': 'x' })
  git(folder, ['tag', 'v1.0.0'])
  symlinkSync('../c.txt', join(folder, 'services/a b/up'))
  const source = await openDirectory(join(folder, 'services/a b'))
  const { files, skipped, notices } = await source.list()
  assert.deepEqual(paths(files), ['sub/y.txt', 'x.txt'])
  assert.deepEqual(reasons(skipped), { up: 'link-outside' })
  assert.match(notices[0]?.message ?? '', /only the folder services\/a b of a larger repository/)
  assert.equal(await source.history?.tags(), undefined)
  assert.equal((await source.history?.lastChange(['x.txt']))?.subject, 'a commit')
})

test('files over the limits are named', async (t) => {
  for (const withGit of [true, false]) {
    const folder = temporary(t)
    const files = { 'big.bin': 'x'.repeat(200), 'a.txt': '', 'b.txt': '', 'c.txt': '', 'd/e.txt': '' }
    if (withGit) commit(folder, files)
    else write(folder, files)
    const { files: found, skipped, notices } = await list(folder, { maxFileSize: 100, maxFiles: 3 })
    assert.deepEqual(paths(found), ['a.txt', 'b.txt', 'c.txt'])
    assert.deepEqual(reasons(skipped), { 'big.bin': 'too-large', 'd/e.txt': 'too-many' })
    assert.match(notices.at(-1)?.message ?? '', /^from d\/e\.txt on, 1 more file.*limit of 3/)
    assert.match(skipped[0]?.detail ?? '', /200 bytes.*limit of 100 bytes/)
  }
})

test('pointers of Git LFS are one notice, and cannot be read', async (t) => {
  const folder = temporary(t)
  const attributes = '*.bin filter=lfs diff=lfs merge=lfs -text\n'
  commit(folder, { 'a.bin': pointer, 'b.bin': pointer, 'c.bin': 'the real thing', 'd.txt': 'x'.repeat(130) })
  assert.deepEqual((await list(folder)).notices, [])
  write(folder, { '.gitattributes': attributes })
  const source = await openDirectory(folder)
  const { notices } = await source.list()
  assert.deepEqual(
    notices.map(({ code, message }) => [code, message]),
    [['lfs', '2 files (a.bin and others) are only a pointer of Git LFS here, without content; run `git lfs pull`']],
  )
  await assert.rejects(source.read('a.bin'), (error: UnreadableError) => error.reason === 'lfs')
  assert.equal((await source.read('c.bin')).length, 14)
})

test('what git tracks but is not on disk: deleted, or left out of a sparse checkout', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a/x.txt': 'x', 'b/y.txt': 'y', 'c.txt': 'c', 'd.txt': 'd' })
  git(folder, ['sparse-checkout', 'set', '--cone', 'a'])
  rmSync(join(folder, 'c.txt'))
  const { files, skipped, notices } = await list(folder)
  assert.deepEqual(paths(files), ['a/x.txt', 'd.txt'])
  assert.deepEqual(reasons(skipped), { 'b/y.txt': 'sparse', 'c.txt': 'deleted' })
  assert.match(notices.map((notice) => notice.message).join(), /1 tracked file is not on disk.*sparse-checkout disable/)
})

test('a file in conflict is listed once', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'base' })
  git(folder, ['checkout', '-q', '-b', 'other'])
  commit(folder, { 'a.txt': 'theirs' })
  git(folder, ['checkout', '-q', 'main'])
  commit(folder, { 'a.txt': 'ours' })
  assert.throws(() => git(folder, ['merge', 'other']))
  assert.deepEqual(paths((await list(folder)).files), ['a.txt'])
})

test('a repository that git cannot read is read without it, and that is said', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  writeFileSync(join(folder, '.git/config'), '[core\n')
  const source = await openDirectory(folder)
  const { files, notices } = await source.list()
  assert.deepEqual(paths(files), ['a.txt'])
  assert.match(notices[0]?.message ?? '', /git cannot read this repository \(bad config.*mend it/)
  assert.ok(!notices[0]?.message.includes(folder))
})

test('a work tree that is said to be elsewhere is not gone to', async (t) => {
  const outside = temporary(t)
  write(outside, { 'outside.txt': 'x' })
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  git(folder, ['config', 'core.worktree', outside])
  const { files, notices } = await list(folder)
  assert.deepEqual(paths(files), ['a.txt'])
  assert.match(notices[0]?.message ?? '', /core\.worktree names another folder/)
})

test('a named pipe does not make anything wait', { skip: process.platform === 'win32' }, async (t) => {
  const folder = temporary(t)
  write(folder, { 'a.txt': 'x' })
  const { execFileSync } = await import('node:child_process')
  execFileSync('mkfifo', [join(folder, 'Dockerfile')])
  const source = await openDirectory(folder)
  assert.deepEqual(reasons((await source.list()).skipped), { Dockerfile: 'special' })
  await assert.rejects(source.read('Dockerfile'), UnreadableError)
})

test('files of all sizes are read whole, also those that are reached by a link to a folder', async (t) => {
  const folder = temporary(t)
  const sizes = [0, 1, 65_535, 65_536, 65_537, 200_000]
  const content = (size: number) => Buffer.alloc(size, 'assay')
  write(folder, Object.fromEntries(sizes.map((size) => [`real/${size}.txt`, content(size)])))
  symlinkSync('real', join(folder, 'linked'))
  symlinkSync('0.txt', join(folder, 'real/link.txt'))
  const source = await openDirectory(folder)
  await source.list()
  for (const size of sizes)
    for (const path of [`real/${size}.txt`, `linked/${size}.txt`])
      assert.ok(content(size).equals(Buffer.from(await source.read(path))), path)
  assert.equal((await source.read('real/link.txt')).length, 0)
  await assert.rejects(source.read('real/none.txt'), (error: UnreadableError) => error.reason === 'unreadable')
  await assert.rejects(source.read('real'), UnreadableError)
})

test('what is inside of .git is never read, whatever leads there', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  symlinkSync('.git', join(folder, 'open'))
  const source = await openDirectory(folder)
  for (const path of ['.git/config', 'open/config', 'open', '.git', 'a/../.git/config'])
    await assert.rejects(source.read(path), UnreadableError, path)
})
