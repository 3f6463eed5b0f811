import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFixture } from '../../src/sources/fixture.ts'
import { SourceError } from '../../src/sources/source.ts'
import { git, temporary, write } from './support.ts'

test('a fixture is its plain files, without git and without fixture.yaml', async (t) => {
  const folder = temporary(t)
  git(folder, ['init', '-q'])
  write(folder, { '.gitignore': '*\n', 'a.txt': 'x', 'node_modules/b.js': 'x', 'sub/fixture.yaml': '' })
  write(folder, { 'fixture.yaml': '# nothing made up\n' })
  const source = await openFixture(folder)
  const { files, skipped, notices } = await source.list()
  assert.deepEqual(
    files.map((file) => file.path),
    ['.gitignore', 'a.txt', 'node_modules/b.js', 'sub/fixture.yaml'],
  )
  assert.deepEqual([skipped, notices, source.history], [[], [], undefined])
  assert.equal(Buffer.from(await source.read('a.txt')).toString(), 'x')
})

test('fixture.yaml makes up a history', async (t) => {
  const folder = temporary(t)
  write(folder, {
    'fixture.yaml': `history:
  head: 1234567890123456789012345678901234567890
  defaultBranch: main
  origin: https://github.com/a/b
  tags:
    - {name: v2.0.0, date: 2026-02-01}
    - {name: v1.0.0, date: '2026-01-01T09:00:00Z', commit: abcdef1}
  lastChange: {docs: 2026-03-01, docs/old.md: '2025-01-01T00:00:00Z'}
  ignored: [.env]
`,
  })
  const { history } = await openFixture(folder)
  assert.equal(history?.head, '1234567890123456789012345678901234567890')
  assert.deepEqual(
    [history?.defaultBranch, history?.shallow, history?.origin],
    ['main', false, 'https://github.com/a/b'],
  )
  assert.deepEqual(await history?.tags(), [
    { name: 'v1.0.0', commit: 'abcdef1', date: '2026-01-01T09:00:00Z' },
    { name: 'v2.0.0', commit: '1234567890123456789012345678901234567890', date: '2026-02-01T00:00:00Z' },
  ])
  assert.equal((await history?.lastChange(['docs/new.md']))?.date, '2026-03-01T00:00:00Z')
  assert.equal((await history?.lastChange(['docs/old.md', 'x']))?.date, '2026-03-01T00:00:00Z')
  assert.equal(await history?.lastChange(['src/a.ts']), undefined)
  assert.equal(await history?.hasCommit('1234567'), true)
  assert.equal(await history?.hasCommit('7654321'), false)
  assert.deepEqual(await history?.isIgnored(['.env', 'a']), new Set(['.env']))
})

test('tags: null are not at hand, without the key there are none', async (t) => {
  const folder = temporary(t)
  write(folder, { 'fixture.yaml': 'history: {tags: null, shallow: true}\n' })
  const { history } = await openFixture(folder)
  assert.equal(await history?.tags(), undefined)
  assert.equal(await history?.hasCommit('7654321'), undefined)
  write(folder, { 'fixture.yaml': 'history: {}\n' })
  assert.deepEqual(await (await openFixture(folder)).history?.tags(), [])
})

test('a mistake in fixture.yaml is said', async (t) => {
  const folder = temporary(t)
  for (const [content, pattern] of [
    ['history: [', /fixture\.yaml: /],
    ['- a', /is not a map/],
    ['histroy: {}', /"histroy" is not known/],
    ['history: {tag: []}', /history\.tag is not known/],
    ['history: {tags: {}}', /history\.tags is not a list/],
    ['history: {tags: [{date: 2026-01-01}]}', /has a name/],
    ['history: {ignored: x}', /not a list of paths/],
  ] as const) {
    write(folder, { 'fixture.yaml': content })
    await assert.rejects(openFixture(folder), (error) => error instanceof SourceError && pattern.test(error.message))
  }
})
