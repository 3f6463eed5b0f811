import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openObjects } from '../../src/sources/objects.ts'
import { folderOf } from '../cli/support/assay.ts'
import { commit, git } from './support.ts'

test('a reader answers what is here and what is not, and does not keep Node alive', async () => {
  const folder = folderOf({})
  commit(folder, { 'a.txt': 'one\n' })
  const id = git(folder, ['rev-parse', 'HEAD:a.txt']).trim()
  const missing = '1'.repeat(id.length)
  // nobody ends the second: the test would never be over
  const [ended, left] = [openObjects(folder), openObjects(folder)]
  for (const objects of [ended, left]) {
    assert.equal((await objects.read(id)).content?.toString(), 'one\n')
    assert.deepEqual(await objects.read(missing), { content: undefined })
  }
  ended.end()
})
