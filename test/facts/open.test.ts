import assert from 'node:assert/strict'
import { chmodSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../src/config/settings.ts'
import { openRepository } from '../../src/facts/open.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { openFixture } from '../../src/sources/fixture.ts'
import type { Skipped, Source } from '../../src/sources/source.ts'
import { UnreadableError } from '../../src/sources/source.ts'
import { commit, git, pointer, temporary, write } from '../sources/support.ts'

type Files = Readonly<Record<string, string | Buffer>>

/** A source in memory that counts how often it is read. */
function memory(files: Files) {
  const reads: string[] = []
  const source: Source = {
    kind: 'directory',
    list: async () => ({
      files: Object.keys(files)
        .sort()
        .map((path) => ({
          path,
          size: Buffer.byteLength(files[path] as string),
          executable: false,
          link: false,
          tracked: true,
        })),
      skipped: [],
      notices: [],
    }),
    read: async (path) => {
      reads.push(path)
      return Buffer.from(files[path] as string)
    },
  }
  return { source, reads }
}

const open = (files: Files, settings: Partial<Settings> = {}) =>
  openRepository(memory(files).source, { ...defaultSettings, ...settings })
const paths = (files: readonly { path: string }[]) => files.map((file) => file.path)

test('files are found by path, name, folder and ending', async () => {
  const names = ['Dockerfile', 'a-b/x.yml', 'a.yml', 'a/Dockerfile', 'a/b/c.yaml', 'a0/x.tf.json', 'docs/a/Dockerfile']
  const repository = await open(Object.fromEntries(names.map((name) => [name, ''])))
  assert.deepEqual(paths(repository.files), [...names].sort())
  assert.equal(repository.file('docs/a/Dockerfile')?.area, 'documentation')
  assert.deepEqual([repository.has('a.yml'), repository.has('b.yml'), repository.has('a')], [true, false, false])
  assert.deepEqual(paths(repository.named('Dockerfile')), ['Dockerfile', 'a/Dockerfile', 'docs/a/Dockerfile'])
  assert.deepEqual(paths(repository.named('x.yml', 'a.yml', 'x.yml')), ['a-b/x.yml', 'a.yml'])
  assert.deepEqual(paths(repository.under('a')), ['a/Dockerfile', 'a/b/c.yaml'])
  assert.deepEqual(paths(repository.under('./a/b/')), ['a/b/c.yaml'])
  assert.deepEqual(paths(repository.under('zzz')), [])
  assert.equal(repository.under('').length, names.length)
  assert.deepEqual(paths(repository.in('a')), ['a/Dockerfile'])
  assert.deepEqual(paths(repository.in('./a/b/')), ['a/b/c.yaml'])
  assert.deepEqual(paths(repository.in('docs')), [])
  assert.deepEqual(
    [paths(repository.in('')), paths(repository.in('.'))],
    [
      ['Dockerfile', 'a.yml'],
      ['Dockerfile', 'a.yml'],
    ],
  )
  assert.deepEqual(paths(repository.ending('.yml', '.yaml')), ['a-b/x.yml', 'a.yml', 'a/b/c.yaml'])
  assert.deepEqual(paths(repository.ending('.tf.json')), ['a0/x.tf.json'])
})

test('each format is read', async () => {
  const repository = await open({
    'a.yaml': 'a: 1\n---\nb: 2\n',
    'b.json': '{"a": [1, 2,], /* x */ "b": true}',
    'c.toml': '[a]\nb = "c"\n',
    'd.md': '# Title\n\ntext\n',
    Dockerfile: 'FROM node:20\nRUN x\n',
    'empty.yaml': '',
    'utf16.txt': Buffer.from('\uFEFFhello', 'utf16le'),
  })
  const documents = await repository.yaml('a.yaml')
  assert.deepEqual([documents?.length, documents?.[1]?.get('b')?.value], [2, 2])
  assert.equal((await repository.json('b.json'))?.get('b')?.value, true)
  assert.equal((await repository.toml('c.toml'))?.at('a', 'b')?.value, 'c')
  assert.equal((await repository.markdown('d.md'))?.headings[0]?.title, 'Title')
  assert.equal((await repository.dockerfile('Dockerfile'))?.stages[0]?.from, 'node:20')
  assert.equal((await repository.yaml('empty.yaml'))?.length, 0)
  assert.equal((await repository.text('utf16.txt'))?.content, 'hello')
  assert.equal(await repository.text('nowhere'), undefined)
  assert.deepEqual(repository.broken(), [])
})

test('a file is read and parsed once, however often it is asked for', async () => {
  const { source, reads } = memory({ 'a.yaml': 'a: 1\n' })
  const repository = await openRepository(source, defaultSettings)
  assert.deepEqual(reads, [])
  const [first, second] = await Promise.all([repository.yaml('a.yaml'), repository.yaml('a.yaml')])
  await repository.text('a.yaml')
  assert.deepEqual(reads, ['a.yaml'])
  assert.equal(first, second)
})

test('what cannot be parsed is broken, with place and message, and claimed where it is evidence', async () => {
  const repository = await open({
    'a.yaml': 'a: [1\n',
    'b.json': '{"a": }',
    'c.toml': 'a = = 1\n',
    Dockerfile: 'RUN what\nis this\n',
    'good.yaml': 'a: 1',
    'unread.yaml': 'a: [',
  })
  repository.claim('b.json')
  repository.claim('good.yaml')
  assert.equal(await repository.yaml('a.yaml'), undefined)
  assert.equal(await repository.json('b.json'), undefined)
  assert.equal(await repository.toml('c.toml'), undefined)
  assert.equal(await repository.dockerfile('Dockerfile'), undefined)
  await repository.yaml('good.yaml')
  const broken = repository.broken()
  assert.deepEqual(
    broken.map(({ file, claimed }) => [file, claimed]),
    [
      ['Dockerfile', false],
      ['a.yaml', false],
      ['b.json', true],
      ['c.toml', false],
    ],
  )
  for (const { id, file, message, place } of broken) {
    assert.equal(id, file)
    assert.equal(place.file, file)
    assert.ok(place.start !== undefined && message && !message.includes('\n'), `${file}: ${message}`)
  }
})

test('random bytes, deep nesting, alias bombs and large files end in a sentence', async () => {
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => 128 + ((i * 7919) % 128)))
  const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)]
  const repository = await open({
    'noise/Dockerfile': noise,
    'nul.yaml': Buffer.from('a: \0'),
    'deep.yaml': '['.repeat(10_000),
    'deep.json': '['.repeat(10_000) + ']'.repeat(10_000),
    'bomb.yaml': `${bomb.join('\n')}\n`,
    'large.yaml': `a: ${'x'.repeat(5 << 20)}`,
    'large.md': 'x'.repeat(5 << 20),
  })
  assert.equal(await repository.dockerfile('noise/Dockerfile'), undefined)
  assert.equal(await repository.yaml('nul.yaml'), undefined)
  assert.equal(await repository.yaml('deep.yaml'), undefined)
  assert.equal(await repository.json('deep.json'), undefined)
  await repository.yaml('bomb.yaml')
  assert.equal(await repository.yaml('large.yaml'), undefined)
  assert.equal(await repository.markdown('large.md'), undefined)
  const messages = new Map(repository.broken().map(({ file, message }) => [file, message]))
  assert.match(messages.get('noise/Dockerfile') ?? '', /binary data, not a Dockerfile/)
  assert.match(messages.get('nul.yaml') ?? '', /binary data, not YAML/)
  assert.match(messages.get('deep.yaml') ?? '', /deep/)
  assert.match(messages.get('deep.json') ?? '', /deep/)
  assert.match(messages.get('large.yaml') ?? '', /larger than 4 MiB/)
  assert.match(messages.get('large.md') ?? '', /larger than 4 MiB/)
})

test('a binary file is broken only where evidence was expected in it', async () => {
  const files = { 'logo.png': Buffer.from([0x89, 0x50, 0, 0, 1]), 'deploy.sh': Buffer.from([0x7f, 0x45, 0, 1]) }
  const repository = await open(files)
  assert.equal(await repository.text('logo.png'), undefined)
  assert.equal(await repository.text('deploy.sh'), undefined)
  repository.claim('deploy.sh')
  assert.deepEqual(
    repository.broken().map(({ file, claimed }) => [file, claimed]),
    [['deploy.sh', true]],
  )
})

test('a template is hidden and not broken, but for a pipeline; an expression of GitHub makes no template', async () => {
  const helm = 'kind: X\n{{- if .Values.a }}\nspec: {{ .Values.b }}\n{{- end }}\n'
  const files = { 'chart/a.yaml': helm, 'chart/b.yaml': helm, 'chart/c.yaml': helm, 'w.yml': 'a: ${{ x }}\nb: [\n' }
  const repository = await open(files)
  for (const path of Object.keys(files)) assert.equal(await repository.yaml(path), undefined, path)
  repository.claim('chart/b.yaml')
  repository.claim('chart/c.yaml', 'templateResources')
  assert.deepEqual(
    repository.broken().map(({ file, claimed, loses }) => [file, claimed, loses]),
    [
      ['chart/b.yaml', true, ['workflows']],
      ['chart/c.yaml', false, ['templateResources']],
      ['w.yml', false, []],
    ],
  )
  assert.deepEqual(repository.templates(), ['chart/a.yaml', 'chart/b.yaml', 'chart/c.yaml'])
  assert.deepEqual(
    repository.notices.map(({ message }) => message.split(':')[0]),
    ['2 files (chart/a.yaml and others) are templates'],
  )
})

test('what was read leniently is a notice with line and column', async () => {
  const repository = await open({ 'a.yaml': 'x: 1\na: 1\na: 2\n' })
  assert.equal((await repository.yaml('a.yaml'))?.length, 1)
  const [notice] = repository.notices
  assert.equal(notice?.code, 'lenient-yaml')
  assert.match(notice?.message ?? '', /^a\.yaml:\d+:1: /)
})

test('what assay.yaml excludes is in no list and named, but a pipeline that runs it still finds it', async () => {
  const repository = await open(
    { 'legacy/a/Dockerfile': 'FROM x', 'legacy/b.sh': 'kubectl apply', 'src/c.ts': '', 'src/d.bak': '' },
    { exclude: ['legacy', '**/*.bak'] },
  )
  assert.deepEqual(paths(repository.files), ['src/c.ts'])
  assert.deepEqual([paths(repository.named('Dockerfile')), paths(repository.under('legacy'))], [[], []])
  assert.deepEqual(repository.skipped, [
    { path: 'legacy/', reason: 'excluded', detail: '2 files: left out by assay.yaml (exclude: legacy)' },
    { path: 'src/d.bak', reason: 'excluded', detail: 'left out by assay.yaml (exclude: **/*.bak)' },
  ])
  assert.equal(repository.file('legacy/b.sh')?.area, 'excluded')
  assert.equal((await repository.text('legacy/b.sh'))?.content, 'kubectl apply')
})

test('include makes files main, but does not bring back what is excluded', async () => {
  const settings = { include: ['examples/shop', 'docs/api/**'], exclude: ['examples/shop/old'] }
  const repository = await open(
    { 'examples/shop/a.ts': '', 'examples/shop/old/b.ts': '', 'examples/x.ts': '', 'docs/api/openapi.yaml': '' },
    settings,
  )
  assert.deepEqual(
    repository.files.map(({ path, area }) => [path, area]),
    [
      ['docs/api/openapi.yaml', 'main'],
      ['examples/shop/a.ts', 'main'],
      ['examples/x.ts', 'example'],
    ],
  )
})

test('a file that is there but cannot be read is seen, and reading it makes it broken', async (t) => {
  const folder = temporary(t)
  write(folder, { 'api/Dockerfile': `FROM node:20\n${'#'.repeat(300)}\n`, 'web/x': '', 'lfs.yaml': pointer })
  symlinkSync('/etc/hosts', join(folder, 'web/Dockerfile'))
  commit(folder)
  const source = await openDirectory(folder, { maxFileSize: 250 })
  const repository = await openRepository(source, defaultSettings)
  const dockerfiles = repository.named('Dockerfile')
  assert.deepEqual(paths(dockerfiles), ['api/Dockerfile', 'web/Dockerfile'])
  assert.deepEqual(repository.broken(), [])
  for (const { path } of dockerfiles) {
    repository.claim(path)
    assert.equal(await repository.dockerfile(path), undefined)
  }
  assert.equal(await repository.yaml('lfs.yaml'), undefined)
  const broken = repository.broken()
  assert.deepEqual(
    broken.map(({ file, claimed }) => [file, claimed]),
    [
      ['api/Dockerfile', true],
      ['lfs.yaml', false],
      ['web/Dockerfile', true],
    ],
  )
  assert.match(
    broken.map(({ message }) => message).join('\n'),
    /over the limit[\s\S]*pointer of Git LFS[\s\S]*leads out/,
  )
  assert.deepEqual(
    repository.skipped.map(({ path, reason }) => [path, reason]),
    [
      ['api/Dockerfile', 'too-large'],
      ['web/Dockerfile', 'link-outside'],
    ],
  )
})

test('a deleted file is not there; a pipeline that names it has lost evidence', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'deploy.sh': 'x', 'a.txt': 'x' })
  rmSync(join(folder, 'deploy.sh'))
  const repository = await openRepository(await openDirectory(folder), defaultSettings)
  assert.equal(repository.has('deploy.sh'), false)
  assert.deepEqual(repository.broken(), [])
  repository.claim('deploy.sh')
  repository.claim('never-was.sh')
  assert.deepEqual(
    repository.broken().map(({ file, claimed }) => [file, claimed]),
    [['deploy.sh', true]],
  )
})

test('a sparse checkout: folders in one line each, workflows outside of it are not missing but unread', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a/x.txt': 'x', 'big/1.txt': '', 'big/deep/2.txt': '', '.github/workflows/ci.yml': 'on: push' })
  git(folder, ['sparse-checkout', 'set', '--cone', 'a'])
  const repository = await openRepository(await openDirectory(folder), defaultSettings)
  assert.deepEqual(
    repository.skipped.map(({ path, reason, detail }) => [path, reason, detail.slice(0, 7)]),
    [
      ['.github/workflows/ci.yml', 'sparse', 'not che'],
      ['big/', 'sparse', '2 files'],
    ],
  )
  assert.deepEqual(paths(repository.under('.github/workflows')), ['.github/workflows/ci.yml'])
  repository.claim('.github/workflows/ci.yml')
  assert.equal(await repository.yaml('.github/workflows/ci.yml'), undefined)
  assert.match(repository.broken()[0]?.message ?? '', /sparse-checkout disable/)
})

test('what nobody can claim, because nobody knows what it holds, is lost evidence where evidence may stand', async () => {
  const { source } = memory({ 'a.txt': '' })
  const skipped: Skipped[] = [
    { path: '.github/workflows/', reason: 'unreadable', detail: 'it could not be entered' },
    { path: 'data/', reason: 'unreadable', detail: 'it could not be entered' },
    { path: 'left-out/', reason: 'unreadable', detail: 'it could not be entered' },
    { path: 'vendor/', reason: 'unreadable', detail: 'it could not be entered' },
    { path: '.github/workflows/\\xe9.yml', reason: 'name-not-utf8', detail: 'its name is not UTF-8' },
    { path: 'caf\\xe9.jpg', reason: 'name-not-utf8', detail: 'its name is not UTF-8' },
    { path: 'caf\\xe9/Dockerfile', reason: 'name-not-utf8', detail: 'its name is not UTF-8' },
    { path: 'z', reason: 'too-many', detail: 'more files are beyond the limit' },
  ]
  const listing = { ...(await source.list()), skipped }
  const settings = { ...defaultSettings, exclude: ['left-out/**'] }
  const repository = await openRepository({ ...source, list: async () => listing }, settings)
  assert.deepEqual(
    repository.broken().map(({ file, claimed, loses }) => [file, claimed, loses.includes('images')]),
    [
      ['.github/workflows/', true, false],
      ['.github/workflows/\\xe9.yml', true, false],
      ['caf\\xe9/Dockerfile', true, true],
      ['data/', true, true],
      ['vendor/', false, false],
      ['z', true, true],
    ],
  )
})

test('a claim says what is lost with the file; without a word, what pipelines do', async () => {
  const repository = await open({ 'a.yaml': '[', 'b.yaml': '[' })
  repository.claim('a.yaml')
  repository.claim('b.yaml', 'releases', 'notes')
  repository.claim('b.yaml', 'images')
  for (const path of ['a.yaml', 'b.yaml']) await repository.yaml(path)
  assert.deepEqual(
    repository.broken().map(({ loses }) => loses),
    [['workflows'], ['images', 'notes', 'releases']],
  )
})

test('a source that fails at one file does not stop the others', async () => {
  const { source } = memory({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' })
  const failing: Source = {
    ...source,
    read: async (path) => {
      if (path === 'a.txt') throw new UnreadableError(path, 'unreadable', 'a.txt: permission to read it is denied')
      if (path === 'b.txt') throw new TypeError('something within')
      return source.read(path)
    },
  }
  const repository = await openRepository(failing, defaultSettings)
  for (const path of ['a.txt', 'b.txt']) assert.equal(await repository.text(path), undefined)
  assert.equal((await repository.text('c.txt'))?.content, 'c')
  assert.deepEqual(
    repository.broken().map(({ message }) => message),
    ['permission to read it is denied', 'it could not be read'],
  )
})

test('a fixture opens like any other source', async (t) => {
  const folder = temporary(t)
  write(folder, { 'a.yaml': 'a: 1\n', 'fixture.yaml': 'history: {tags: [{name: v1.0.0, date: 2026-01-01}]}\n' })
  chmodSync(join(folder, 'a.yaml'), 0o755)
  const repository = await openRepository(await openFixture(folder), defaultSettings)
  assert.deepEqual(
    repository.files.map(({ path, executable }) => [path, executable]),
    [['a.yaml', true]],
  )
  assert.equal((await repository.history?.tags())?.[0]?.name, 'v1.0.0')
})
