import assert from 'node:assert/strict'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { searchDisk } from '../../../src/secrets/crew/disk.ts'
import { divided, Portions } from '../../../src/secrets/crew/portions.ts'
import { makeReady, takeWorker } from '../../../src/secrets/crew/ready.ts'
import { scanFile } from '../../../src/secrets/scan.ts'
import { defaultLimits } from '../../../src/sources/paths.ts'
import { zipOf } from '../archives/pack.ts'

const value = ['Sum', 'mer', '2023', '!x'].join('')
const leaky = Buffer.from(`user: shop\npassword: ${value}\n`)

/** A folder with 200 files of 4 KB, of which every seventh holds a secret, an archive, a large file and one that is gone. */
function folder(t: TestContext) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'assay-crew-')))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const contents = new Map<string, Buffer>()
  for (let number = 0; number < 200; number++)
    contents.set(
      `f${number}.yaml`,
      Buffer.concat([number % 7 ? Buffer.from('a: b\n') : leaky, Buffer.alloc(4000, '# text\n')]),
    )
  contents.set('packed.zip', zipOf({ 'settings.yaml': leaky }))
  contents.set('large.yaml', Buffer.concat([leaky, Buffer.alloc(3 << 20, '# text\n')]))
  for (const [name, bytes] of contents) writeFileSync(join(root, name), bytes)
  const files = [...contents].map(([path, bytes]) => ({ path, size: bytes.length }))
  return { root, contents, files: [...files, { path: 'gone.yaml', size: 10 }] }
}

test('with workers and without: what there is to tell of files on disk, by their numbers', async (t) => {
  const { root, contents, files } = folder(t)
  const alone = await searchDisk(root, defaultLimits, files, 0)
  const expected = [...contents.keys()].flatMap((path, number) =>
    /^f\d+/.test(path) && number % 7 ? [] : [[number, scanFile(path, contents.get(path) as Buffer)] as const],
  )
  const gone = { reason: 'unreadable', message: 'gone.yaml: there is no such file or folder' }
  const sorted = (all: ReadonlyMap<number, unknown>) => [...all].sort(([a], [b]) => a - b)
  assert.deepEqual(sorted(alone), [...expected, [202, gone]])
  assert.equal(alone.size, 32)
  for (const workers of [1, 3])
    assert.deepEqual(sorted(await searchDisk(root, defaultLimits, files, workers)), sorted(alone))
})

test('no files are none to search', async (t) => {
  assert.equal((await searchDisk(folder(t).root, defaultLimits, [], 1)).size, 0)
})

test('each portion is for one thread, and a worker leaves archives and large files to the main thread', (t) => {
  const { root, files } = folder(t)
  const work = divided(root, defaultLimits, files)
  const [one, other] = [new Portions(work, true), new Portions(work, false)]
  const taken: (number | undefined)[] = []
  do taken.push(one.take(), other.take())
  while (taken.at(-1) !== undefined)
  assert.deepEqual(
    taken.filter((number) => number !== undefined),
    [...work.ends.keys()],
  )
  assert.ok(work.ends.length > 5)
  assert.deepEqual(
    files.flatMap(({ path }, number) => (other.one(number) === 'left' ? [path] : [])),
    ['packed.zip', 'large.yaml'],
  )
})

test('a worker that was started ahead is taken once, and one that ended before is not', async () => {
  makeReady()
  const ready = takeWorker()
  const other = takeWorker()
  assert.notEqual(ready, other)
  await Promise.all([ready.terminate(), other.terminate()])
  makeReady()
  const gone = takeWorker()
  await gone.terminate()
  makeReady()
  const next = takeWorker()
  assert.notEqual(next, gone)
  await next.terminate()
})
