import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countIds } from '../../../src/facts/database/liquibase.ts'
import { beforeRecent } from '../../../src/facts/database/recent.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Repository } from '../../../src/facts/repository.ts'
import type { Observations } from '../../../src/facts/table.ts'

/** Since when migrations are judged, in a repository with these tags (name → date) whose newest commit is of 2026-07-01. */
async function since(
  tags: Readonly<Record<string, string>> | undefined,
  paths: readonly string[] = [],
): Promise<string> {
  const asked: string[] = []
  const history = {
    tags: async () => tags && Object.entries(tags).map(([name, date]) => ({ name, date: `${date}T12:00:00Z` })),
    lastChange: async () => ({ date: '2026-07-01T12:00:00Z' }),
    before: async (date: string) => {
      asked.push(date.slice(0, 10))
      return { list: async () => ({ files: [] }) }
    },
  }
  const versionTags = Object.keys(tags ?? {}).map((name) => ({
    name,
    version: name.replace(/^([a-z]+[-/])?v?/, ''),
    semver: /^([a-z]+-)?v?\d+\.\d+\.\d+$/.test(name),
  }))
  const found = await beforeRecent(
    { history, files: paths.map((path) => ({ path, area: 'main' })) } as unknown as Repository,
    { versionTags } as unknown as Pick<Observations, 'versionTags'>,
  )
  if (isHidden(found)) return `not seen: ${found.what}`
  return `${found.since}, ${asked[0]}`
}

test('migrations are judged since the last version', async () => {
  assert.equal(await since({ 'v1.0.0': '2024-01-01', 'v1.1.0': '2026-02-01' }), 'the release v1.1.0, 2026-02-01')
})

test('a version of two numbers names a release too, though it is no semantic one', async () => {
  assert.equal(
    await since({ 'v1.0.0': '2024-01-01', 'release/2026.4': '2026-04-01' }),
    'the release release/2026.4, 2026-04-01',
  )
})

test('where releases are numbered otherwise by now, a version of years ago is no bound: those of twelve months are', async () => {
  const months = 'the twelve months before the newest commit, 2025-07-01'
  assert.equal(await since({ 'v0.2.1': '2020-05-01', '1646': '2026-06-01', '1647': '2026-06-30' }), months)
  assert.equal(await since({ '2026-03-01': '2026-03-01' }), months)
})

test('the release of a library beside the service ships none of its migrations', async () => {
  const tags = { 'v1.0.0': '2026-01-01', 'sdk-v0.3.0': '2026-06-01' }
  const files = ['libs/sdk/pyproject.toml', 'app/pyproject.toml', 'app/migrations/0001_orders.sql']
  assert.equal(await since(tags, files), 'the release v1.0.0, 2026-01-01')
  assert.equal(
    await since({ 'sdk-v0.3.0': '2026-06-01' }, files),
    'the twelve months before the newest commit, 2025-07-01',
  )
  const release = 'the release sdk-v0.3.0, 2026-06-01'
  assert.equal(await since(tags, [...files, 'libs/sdk/migrations/0001_orders.sql']), release)
  assert.equal(await since(tags, [...files, 'libs/sdk/Dockerfile']), release)
  assert.equal(await since({ 'api-v0.3.0': '2026-06-01' }, ['apps/api/package.json']), release.replace('sdk', 'api'))
})

test('where tags are not at hand, a release may be among them, and nothing is judged by the months', async () => {
  assert.equal(await since(undefined), 'not seen: which migrations are recent')
})

test('which change sets were there is told by their ids alone, and not by other numbers of the text', () => {
  const xml =
    '<changeSet author="mira" id="1"><addColumn type="varchar(12)"/></changeSet><changeSet id=\'1\'></changeSet>'
  assert.deepEqual([...countIds('log.xml', xml)], [['1', 2]])
  const yaml =
    'databaseChangeLog:\n- changeSet:\n    id: 1 # the first\n    author: mira 2\n- changeSet: {id: "1.2-a", author: m}\n'
  assert.deepEqual(
    [...countIds('log.yaml', yaml)],
    [
      ['1', 1],
      ['1.2-a', 1],
    ],
  )
  const json =
    '{"databaseChangeLog": [{"changeSet": {"id": "7", "changes": [{"addColumn": {"name": "id", "type": "varchar(8)"}}]}}]}'
  assert.deepEqual([...countIds('log.json', json)], [['7', 1]])
})
