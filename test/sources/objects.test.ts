import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openObjects } from '../../src/sources/objects.ts'
import { folderOf } from '../cli/support/assay.ts'
import { commit, git, temporary } from './support.ts'

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

test('an object that a partial clone left out takes no other with it', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'one\n', 'b.txt': 'two\n', 'c.txt': 'three\n' })
  git(folder, ['config', 'uploadpack.allowFilter', 'true'])
  const clone = temporary(t)
  git(clone, ['clone', '-q', '--filter=blob:none', '--no-checkout', `file://${folder}`, '.'])
  const [a, b, c] = ['a', 'b', 'c'].map((name) => git(clone, ['rev-parse', `HEAD:${name}.txt`]).trim())
  git(clone, ['cat-file', '-p', `${b}`])
  const objects = openObjects(clone)
  const asked = await Promise.all([a, b, c].map((id) => objects.read(id as string).catch(() => undefined)))
  assert.deepEqual(
    asked.map((one) => one?.content?.toString()),
    [undefined, 'two\n', undefined],
  )
  objects.end()
})
