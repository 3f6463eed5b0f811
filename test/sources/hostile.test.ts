import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openDirectory } from '../../src/sources/directory.ts'
import { openRevision } from '../../src/sources/revision.ts'
import type { Source } from '../../src/sources/source.ts'
import { commit, git, pointer, temporary, write } from './support.ts'

/** A repository whose own configuration runs a program wherever git lets it. The program leaves a file behind. */
function trap(t: TestContext) {
  const folder = temporary(t)
  const place = temporary(t)
  const sprung = () => readdirSync(place).filter((name) => name !== 'run')
  const run = (name: string) => `${join(place, 'run')} ${name}`
  write(place, { run: `#!/bin/sh\ntouch '${place}/sprung-by-'"$1"\n[ "$1" != clean ] || exec cat\nexit 1\n` })
  commit(folder, {
    '.gitattributes': '* filter=evil diff=evil merge=evil\n*.bin filter=lfs\n',
    '.gitignore': '*.log\n',
    'a.txt': 'a',
    'b/c.txt': 'c',
    'gone.txt': 'a blob that will be missing',
    'x.bin': pointer,
  })
  git(folder, ['tag', '-a', '-m', 'first', 'v1.0.0'])
  const gone = git(folder, ['rev-parse', 'HEAD:gone.txt'])
  unlinkSync(join(folder, '.git/objects', gone.slice(0, 2), gone.slice(2)))
  const hooks = ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'post-checkout', 'fsmonitor-watchman']
  const script = `#!/bin/sh\nexec ${run('hook')}\n`
  for (const hook of hooks) write(folder, { [`.git/hooks/${hook}`]: script, [`.git/other-hooks/${hook}`]: script })
  const settings: Record<string, string> = {
    'core.fsmonitor': run('fsmonitor'),
    'core.hooksPath': join(folder, '.git/other-hooks'),
    'core.untrackedCache': 'true',
    'core.sshCommand': run('ssh'),
    'core.gitProxy': run('proxy'),
    'core.pager': run('pager'),
    'core.alternateRefsCommand': run('alternates'),
    'pager.log': run('pager-log'),
    'pager.ls-files': run('pager-ls'),
    'filter.evil.clean': run('clean'),
    'filter.evil.smudge': run('smudge'),
    'filter.evil.required': 'true',
    'diff.evil.textconv': run('textconv'),
    'diff.evil.command': run('diff'),
    'diff.external': run('external'),
    'gpg.program': run('gpg'),
    'log.showSignature': 'true',
    'credential.helper': `!${run('credential')}`,
    'alias.ls-files': `!${run('alias')}`,
    'alias.rev-parse': `!${run('alias')}`,
    'core.repositoryFormatVersion': '1',
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'remote.origin.url': `ext::${run('transport')}`,
    'remote.origin.uploadpack': run('uploadpack'),
    'protocol.allow': 'always',
    'protocol.ext.allow': 'always',
    'submodule.recurse': 'true',
    'trace2.eventTarget': join(place, 'trace'),
  }
  for (const [name, value] of Object.entries(settings)) git(folder, ['config', name, value])
  write(folder, { 'a.txt': 'changed', 'new.txt': 'new' })
  for (const left of sprung()) rmSync(join(place, left))
  return { folder, place, sprung }
}

/** Everything that a run may ask of a source. */
async function useAll(source: Source) {
  const { files } = await source.list()
  for (const { path } of files) await source.read(path).catch(() => {})
  await source.history?.tags()
  await source.history?.lastChange(['a.txt', 'gone.txt'])
  await source.history?.hasCommit('0123456')
  await source.history?.hasCommit('0123456789abcdef0123456789abcdef01234567')
  await source.history?.isIgnored(['a.log', 'a.txt'])
  return files.map((file) => file.path)
}

test('the trap works: plain git springs it', (t) => {
  const { folder, sprung } = trap(t)
  git(folder, ['-c', 'core.pager=cat', 'status'])
  assert.ok(sprung().includes('sprung-by-fsmonitor'), sprung().join())
  assert.throws(() => git(folder, ['-c', 'protocol.ext.allow=always', 'cat-file', '-p', 'HEAD:gone.txt']))
  assert.ok(sprung().includes('sprung-by-transport'), sprung().join())
})

test('a hostile checkout runs nothing when its files are read', async (t) => {
  const { folder, sprung } = trap(t)
  const files = await useAll(await openDirectory(folder))
  assert.deepEqual(files, ['.gitattributes', '.gitignore', 'a.txt', 'b/c.txt', 'gone.txt', 'new.txt', 'x.bin'])
  assert.deepEqual(sprung(), [])
})

test('a hostile repository runs nothing when a revision is read', async (t) => {
  const { folder, sprung } = trap(t)
  for (const revision of ['HEAD', 'v1.0.0', 'main']) {
    const files = await useAll(await openRevision(folder, revision))
    assert.deepEqual(files, ['.gitattributes', '.gitignore', 'a.txt', 'b/c.txt', 'x.bin'])
  }
  assert.deepEqual(sprung(), [])
})

test('reading changes nothing in the repository', async (t) => {
  const { folder } = trap(t)
  const index = () => git(folder, ['hash-object', '--no-filters', join(folder, '.git/index')])
  const before = index()
  await useAll(await openDirectory(folder))
  await useAll(await openRevision(folder, 'HEAD'))
  assert.equal(index(), before)
  assert.ok(!existsSync(join(folder, '.git/index.lock')))
})

test('a crafted index that names files outside is not followed', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x', 'xx/outside.txt': 'y' })
  const { readFileSync, writeFileSync } = await import('node:fs')
  const { createHash } = await import('node:crypto')
  const path = join(folder, '.git/index')
  const bytes = readFileSync(path)
  bytes.write('../', bytes.indexOf('xx/outside.txt'))
  createHash('sha1')
    .update(bytes.subarray(0, -20))
    .digest()
    .copy(bytes, bytes.length - 20)
  writeFileSync(path, bytes)
  const source = await openDirectory(folder)
  const { files } = await source.list()
  assert.ok(files.every((file) => !file.path.includes('..')))
})
