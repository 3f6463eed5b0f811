import assert from 'node:assert/strict'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { Crew } from '../../../src/secrets/crew/crew.ts'
import { searchDisk } from '../../../src/secrets/crew/disk.ts'
import { divided, early, Portions, stopped } from '../../../src/secrets/crew/portions.ts'
import { isUnderWay, makeReady, searchEarly, takeWorker } from '../../../src/secrets/crew/ready.ts'
import { Account } from '../../../src/secrets/crew/reports.ts'
import { cores } from '../../../src/secrets/crew/threads.ts'
import { scanFile } from '../../../src/secrets/scan.ts'
import { defaultLimits } from '../../../src/sources/paths.ts'
import { zipOf } from '../archives/pack.ts'

/** Where there is one core, no worker is started ahead. */
const skip = cores() < 2

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

test('with workers and without: what there is to tell of files on disk, by their paths', async (t) => {
  const { root, contents, files } = folder(t)
  const alone = await searchDisk(root, defaultLimits, files, 0)
  const expected = [...contents.keys()].flatMap((path, number) =>
    /^f\d+/.test(path) && number % 7 ? [] : [[path, scanFile(path, contents.get(path) as Buffer)] as const],
  )
  const gone = { reason: 'unreadable', message: 'gone.yaml: there is no such file or folder' }
  assert.deepEqual(alone, new Map<string, unknown>([...expected, ['gone.yaml', gone]]))
  assert.equal(alone.size, 32)
  for (const workers of [1, 3]) assert.deepEqual(await searchDisk(root, defaultLimits, files, workers), alone)
})

test('what a worker searched before it was asked is told as all else, and only of files that are asked for', {
  skip,
}, async (t) => {
  const { root, files } = folder(t)
  const alone = await searchDisk(root, defaultLimits, files, 0)
  const paths = files.map(({ path }) => path)
  const asked = files.filter(({ path }) => path !== 'f0.yaml' && path !== 'f150.yaml')
  const expected = new Map([...alone].filter(([path]) => path !== 'f0.yaml'))
  for (const listed of [paths, paths.toReversed(), paths.slice(0, 70), ['neither.yaml', ...paths]]) {
    makeReady()
    const work = searchEarly(root, listed)
    assert.ok(work && isUnderWay())
    // once before the worker is there, else when it has taken some
    while (listed !== paths && Atomics.load(work.next, 0) < 2) {
      assert.ok(isUnderWay(), 'the worker ended by itself')
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.deepEqual(await searchDisk(root, defaultLimits, asked, 0), expected)
    assert.ok(!isUnderWay())
  }
})

test('what was searched of another folder, or by other limits, counts for nothing', { skip }, async (t) => {
  const { root, files } = folder(t)
  const elsewhere = folder(t)
  const alone = await searchDisk(root, defaultLimits, files, 0)
  makeReady()
  searchEarly(
    elsewhere.root,
    files.map(({ path }) => path),
  )
  rmSync(elsewhere.root, { recursive: true })
  assert.deepEqual(await searchDisk(root, defaultLimits, files, 1), alone)
  makeReady()
  searchEarly(
    root,
    files.map(({ path }) => path),
  )
  const found = await searchDisk(root, { ...defaultLimits, maxFileSize: 3000 }, files, 1)
  const reasons = files.map(({ path }) => (found.get(path) as { reason?: string } | undefined)?.reason)
  assert.deepEqual([...new Set(reasons.slice(0, 200))], ['too-large'])
})

test('what a worker took and never answered is searched by the main thread', (t) => {
  const { root, files } = folder(t)
  const work = divided(root, defaultLimits, files)
  const whole = new Account(work).finish(new Portions(work, true))
  assert.equal(whole.size, 32)
  const account = new Account(work)
  account.hear({ of: 'listed', portion: 0, told: new Portions(work, false).search(0) })
  // of another work
  account.hear({ of: 'early', portion: 1, told: [] })
  account.hear({ of: 'listed', done: true })
  assert.deepEqual(account.finish(new Portions(work, true)), whole)
})

/** The workers that are given something from now on, in that order. */
function given(t: TestContext): Worker[] {
  const workers: Worker[] = []
  const { postMessage } = Worker.prototype
  t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, ...message: Parameters<typeof postMessage>) {
    workers.push(this)
    return postMessage.apply(this, message)
  })
  return workers
}

test('a worker that is killed in the middle of a search takes nothing with it: what it was at is searched by the main thread', {
  skip,
}, async (t) => {
  const { root, files } = folder(t)
  // what takes a worker a second: nothing but words to look at
  for (let number = 0; number < 32; number++)
    writeFileSync(join(root, `f${number}.yaml`), Buffer.concat([leaky, Buffer.alloc(60 << 10, 'token password ')]))
  const sized = files.map(({ path, size }) => ({ path, size: /^f[12]?\d\.|^f3[01]\./.test(path) ? 62_000 : size }))
  const alone = await searchDisk(root, defaultLimits, sized, 0)
  const workers = given(t)
  makeReady()
  const work = searchEarly(
    root,
    sized.map(({ path }) => path),
  )
  assert.ok(work)
  while (Atomics.load(work.next, 0) < 1) await new Promise((resolve) => setImmediate(resolve))
  const worker = workers[0] as Worker
  const found = searchDisk(root, defaultLimits, sized, 0)
  const exit = worker.terminate()
  assert.deepEqual(await found, alone)
  assert.equal(await exit, 1)
})

test('a worker that is killed between two of its answers takes nothing with it', { skip }, async (t) => {
  const { root, files } = folder(t)
  const alone = await searchDisk(root, defaultLimits, files, 0)
  const workers = given(t)
  const found = searchDisk(root, defaultLimits, files, 1)
  workers[0]?.once('message', () => workers[0]?.terminate())
  assert.deepEqual(await found, alone)
  assert.equal(workers.length, 1)
})

test('a worker that is killed with a batch before it leaves it to the main thread, and is given no more', {
  skip,
}, async (t) => {
  const workers = given(t)
  const crew = new Crew(1)
  const loads = [{ path: 'a.yaml', bytes: leaky }]
  const expected = [scanFile('a.yaml', leaky)]
  const answer = crew.scan(loads, 9)
  await workers[0]?.terminate()
  assert.deepEqual(await answer, expected)
  assert.equal(crew.isFree(9), false)
  assert.deepEqual(await crew.scan(loads, 9), expected)
  await crew.end()
})

test('a work that is stopped gives no more portions, and tells how many it gave', () => {
  const work = early(
    '/nowhere',
    defaultLimits,
    Array.from({ length: 70 }, (_, at) => `f${at}`),
  )
  assert.deepEqual([...work.ends], [32, 64, 70])
  const portions = new Portions(work, false)
  assert.equal(portions.take(), 0)
  assert.equal(stopped(work), 1)
  assert.equal(portions.take(), undefined)
  assert.equal(stopped(early('/nowhere', defaultLimits, [])), 0)
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
  const { worker: ready } = takeWorker()
  const { worker: other } = takeWorker()
  assert.notEqual(ready, other)
  await Promise.all([ready.terminate(), other.terminate()])
  makeReady()
  const { worker: gone } = takeWorker()
  await gone.terminate()
  makeReady()
  const { worker: next } = takeWorker()
  assert.notEqual(next, gone)
  await next.terminate()
})
