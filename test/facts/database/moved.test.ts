import assert from 'node:assert/strict'
import { test } from 'node:test'
import { movedFrom } from '../../../src/facts/database/moved.ts'
import { repositoryOf } from '../../support/repository.ts'

/** Which of the files now have only been moved, of these then. */
async function moved(now: Readonly<Record<string, string>>, then: Readonly<Record<string, string>>) {
  const repository = repositoryOf(now)
  const before = {
    since: 'the twelve months before the newest commit',
    isRelease: false,
    has: (path: string) => path in then,
    called: (name: string) => Object.keys(then).filter((path) => path.endsWith(`/${name}`)),
    text: async (path: string) => then[path] ?? '',
  }
  return Object.fromEntries(await movedFrom(repository.files, before, repository))
}

const drop = 'ALTER TABLE orders DROP COLUMN note;\n'
const add = 'ALTER TABLE orders ADD COLUMN note text;\n'

test('a migration that has only been moved was there before', async () => {
  assert.deepEqual(await moved({ 'api/db/V2__note.sql': drop }, { 'db/V2__note.sql': drop.replace('\n', '\r\n') }), {
    'api/db/V2__note.sql': 'db/V2__note.sql',
  })
})

test('no other text, no copy, and no other name is a move', async () => {
  assert.deepEqual(await moved({ 'api/db/V2__note.sql': drop }, { 'db/V2__note.sql': add }), {})
  assert.deepEqual(
    await moved({ 'db/V2__note.sql': drop, 'api/db/V2__note.sql': drop }, { 'db/V2__note.sql': drop }),
    {},
  )
  assert.deepEqual(await moved({ 'db/V3__note.sql': drop }, { 'db/V2__note.sql': drop }), {})
})
