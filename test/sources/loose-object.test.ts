import assert from 'node:assert/strict'
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { looseBlob } from '../../src/sources/loose-object.ts'
import { commit, git, temporary, write } from './support.ts'

test('what was just staged is read without git, byte for byte', (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'one\n' })
  const bytes = Buffer.from([0, 1, 255, 0, 10])
  write(folder, { 'b.bin': bytes, 'empty.txt': '' })
  git(folder, ['add', '-A'])
  const idOf = (path: string) => git(folder, ['rev-parse', `:${path}`]).trim()
  assert.deepEqual(looseBlob(folder, idOf('b.bin')), bytes)
  assert.equal(looseBlob(folder, idOf('empty.txt'))?.length, 0)
  assert.equal(looseBlob(folder, idOf('a.txt'))?.toString(), 'one\n')
})

test('whatever is not plain is left to git', (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'one\n', 'b.txt': 'two\n', 'c.txt': 'three\n', 'd.txt': 'four\n', 'e.txt': 'five\n' })
  const idOf = (path: string) => git(folder, ['rev-parse', `HEAD:${path}`]).trim()
  const fileOf = (id: string) => join(folder, '.git/objects', id.slice(0, 2), id.slice(2))
  const [missing, linked, damaged, cut, huge] = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt'].map(idOf) as [
    string,
    string,
    string,
    string,
    string,
  ]
  rmSync(fileOf(missing))
  renameSync(fileOf(linked), `${fileOf(linked)}x`)
  symlinkSync(`${fileOf(linked)}x`, fileOf(linked))
  const overwrite = (id: string, content: Buffer) => {
    rmSync(fileOf(id))
    writeFileSync(fileOf(id), content)
  }
  overwrite(damaged, Buffer.from('no object'))
  overwrite(cut, deflateSync('blob 9\0four\n'))
  overwrite(huge, deflateSync(Buffer.concat([Buffer.from(`blob ${2 << 20}\0`), Buffer.alloc(2 << 20)])))
  for (const id of [missing, linked, damaged, cut, huge]) assert.equal(looseBlob(folder, id), undefined)
  for (const tree of [git(folder, ['rev-parse', 'HEAD^{tree}']).trim(), git(folder, ['rev-parse', 'HEAD']).trim()])
    assert.equal(looseBlob(folder, tree), undefined, 'no blob')
  for (const id of ['', '../../config', 'a'.repeat(39)]) assert.equal(looseBlob(folder, id), undefined)
})
