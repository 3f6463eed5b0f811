import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOwners } from '../../../src/facts/owners/codeowners.ts'
import { repositoryOf } from '../../support/repository.ts'

/** Lines of CODEOWNERS, a path, and who owns it. */
const cases: readonly (readonly [string, string, string])[] = [
  ['* @all', 'a/b.sql', '@all'],
  ['/db/ @data', 'db/fixes/a.sql', '@data'],
  ['db/ @data', 'x/db/a.sql', '@data'],
  ['/db/ @data', 'x/db/a.sql', ''],
  ['/db/* @data', 'db/a.sql', '@data'],
  ['/db/* @data', 'db/deep/a.sql', ''],
  ['*.sql @data', 'x/y/a.sql', '@data'],
  ['**/fixes/** @data', 'x/fixes/y/a.sql', '@data'],
  ['/scripts @data', 'scripts/a/b.sh', '@data'],
  ['* @all\n/db/ @data', 'db/a.sql', '@data'],
  ['/db/ @data\n* @all', 'db/a.sql', '@all'],
  ['* @all\n/db/', 'db/a.sql', ''],
  ['# /db/ @data', 'db/a.sql', ''],
  ['/db/ @data # because', 'db/a.sql', '@data'],
  ['[Data] @data\n/db/\n[Web]\n/web/ @web', 'db/a.sql', '@data'],
  ['[A]\n* @a\n[B]\n/db/ @b', 'db/a.sql', '@a @b'],
  ['/my\\ db/ @data', 'my db/a.sql', '@data'],
  ['/a.b/ @data', 'axb/c.sql', ''],
]

for (const [lines, path, expected] of cases) {
  test(`owners of ${path} by ${JSON.stringify(lines)}`, async () => {
    const ownersOf = await readOwners(repositoryOf({ CODEOWNERS: lines }))
    assert.equal(ownersOf(path)?.join(' '), expected)
  })
}

test('OWNERS of the nearest folder above', async () => {
  const ownersOf = await readOwners(
    repositoryOf({ OWNERS: 'approvers:\n  - alice\n', 'db/OWNERS': 'approvers:\n  - "bob"\n' }),
  )
  assert.deepEqual(ownersOf('db/x/a.sql'), ['bob'])
  assert.deepEqual(ownersOf('web/a.ts'), ['alice'])
})

test('no file of owners at all', async () => {
  const ownersOf = await readOwners(repositoryOf({ 'a.sql': '' }))
  assert.equal(ownersOf('a.sql'), undefined)
})
