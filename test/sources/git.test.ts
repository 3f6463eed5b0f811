import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { complaint, git } from '../../src/sources/git.ts'

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

test('an answer that came while this process was busy is taken whole, however long it was busy', async () => {
  const patience = 50
  const asked = git(process.cwd(), ['--version'], { patience })
  const begun = performance.now()
  // keeps the event loop from hearing of git's end, as hard work on a slow machine does
  while (performance.now() - begun < 3 * patience) execFileSync('git', ['--version'])
  const { code, stdout } = await asked
  assert.equal(code, 0)
  assert.match(stdout.toString(), /^git version/)
})

test('git that does not end is ended, and what it said until then is no answer', async () => {
  const hanging = git(process.cwd(), ['hang'], { patience: 100, config: ['alias.hang=!exec tail -f /dev/null'] })
  await assert.rejects(hanging, /^SourceError: git gave no answer within 0 s \(git hang\): check again/)
})
