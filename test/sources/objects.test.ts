import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openObjects } from '../../src/sources/objects.ts'
import { folderOf } from '../cli/support/assay.ts'
import { commit, git } from './support.ts'

test('a reader that is started before anything is asked answers as one that is not, and does not keep Node alive', async () => {
  const folder = folderOf({})
  commit(folder, { 'a.txt': 'one\n' })
  const id = git(folder, ['rev-parse', 'HEAD:a.txt']).trim()
  const missing = '1'.repeat(id.length)
  const started = openObjects(folder)
  started.start()
  for (const objects of [started, openObjects(folder)]) {
    assert.equal((await objects.read(id)).content?.toString(), 'one\n')
    assert.deepEqual(await objects.read(missing), { content: undefined })
    objects.end()
  }
  // nobody ends this one: the test would never be over
  openObjects(folder).start()
})
