import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complaint } from '../../src/sources/git.ts'

const said = (stderr: string) => complaint({ code: 128, stdout: Buffer.alloc(0), stderr } as never, '/home/ada/shop')

test('what git complains of is part of a sentence, and names no path of the machine', () => {
  assert.equal(said('warning: x\nfatal: bad revision /home/ada/shop/a\n'), 'bad revision a')
  assert.equal(said('fatal: not a git repository (or any of the parent directories): .git\n'), 'not a git repository')
  assert.equal(
    said('fatal: not a git repository (or any parent up to mount point /home)\nStopping at filesystem boundary\n'),
    'not a git repository',
  )
  assert.equal(said(''), '')
})
