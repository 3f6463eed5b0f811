import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RepositoryFile, Unread } from '../../../src/facts/repository.ts'
import { type Scanned, type Searcher, scanned } from '../../../src/facts/secret/scanned.ts'
import * as search from '../../../src/secrets/index.ts'

const fileOf = (path: string): RepositoryFile => ({
  path,
  size: 300,
  executable: false,
  link: false,
  tracked: true,
  area: 'main',
})
const value = ['Sum', 'mer', '2023', '!x'].join('')
const texts = new Map<string, string>()
for (let number = 0; number < 300; number++)
  texts.set(
    `f${number}.yaml`,
    `user: shop\npassword: ${number % 7 ? '${X}' : `${value}${number}`}\n${'# text\n'.repeat(1200)}`,
  )
const files = [...texts.keys()].map(fileOf)
const read = async (path: string): Promise<Uint8Array | Unread> =>
  path === 'f9.yaml' ? { reason: 'unreadable', why: 'gone' } : Buffer.from(texts.get(path) as string)

/** The search with so many workers, whatever the machine and the size; the crews that were opened, and ended, are counted. */
function searcher(size: number, scanFile: Searcher['scanFile'] = search.scanFile) {
  const count = { opened: 0, ended: 0 }
  class Counted extends search.Crew {
    constructor(members: number) {
      super(members)
      count.opened++
    }
    override async end() {
      await super.end()
      count.ended++
    }
  }
  return { ...search, scanFile, crewSize: () => size, Crew: Counted, count }
}

async function all(with_: Searcher): Promise<Scanned[]> {
  const found: Scanned[] = []
  for await (const one of scanned(files, { bytes: read }, with_)) found.push(one)
  return found
}

const alone = await all(searcher(0))

test('workers give what the main thread gives, in its order, and end', async () => {
  const crew = searcher(1)
  assert.deepEqual(await all(crew), alone)
  assert.ok(alone.some(([, scan]) => 'hits' in scan && scan.hits.length > 0))
  assert.deepEqual(crew.count, { opened: 1, ended: 1 })
})

test('who stops listening ends the workers', async () => {
  const crew = searcher(1)
  for await (const _ of scanned(files, { bytes: read }, crew)) break
  assert.deepEqual(crew.count, { opened: 1, ended: 1 })
})

test('a worker has its share before anything else that is collected takes the turn', async () => {
  const given: ('batch' | 'turn')[] = []
  class Told extends search.Crew {
    override scan(...of: Parameters<search.Crew['scan']>) {
      given.push('batch')
      return super.scan(...of)
    }
    override turn() {
      given.push('turn')
      return super.turn()
    }
  }
  const sized = files.map((file) => ({ ...file, size: (texts.get(file.path) as string).length }))
  const found: Scanned[] = []
  for await (const one of scanned(sized, { bytes: read }, { ...search, crewSize: () => 1, Crew: Told })) found.push(one)
  assert.deepEqual(
    found.map(([{ path }, scan]) => [path, scan]),
    alone.map(([{ path }, scan]) => [path, scan]),
  )
  // thirteen batches: the main thread does the other half
  assert.equal(given.indexOf('turn'), 7)
})

test('a worker that cannot go on leaves its files to the main thread', async () => {
  const crew = new search.Crew(1)
  const loads = files.slice(0, 20).map(({ path }) => ({ path, bytes: Buffer.from(texts.get(path) as string) }))
  const scans = crew.scan(loads, 1)
  await crew.end()
  assert.deepEqual(
    await scans,
    loads.map(({ path, bytes }) => search.scanFile(path, bytes)),
  )
})

test('what fails, fails with workers as it does without', async () => {
  const broken = new Error('broken')
  const failing = searcher(1, () => {
    throw broken
  })
  const large = { ...failing, isArchive: () => true }
  await assert.rejects(all(large), broken)
  assert.deepEqual(failing.count, { opened: 1, ended: 1 })
})

test('a worker is for what is worth it, and leaves a core to the main thread', () => {
  assert.deepEqual(
    [1e6, 2e6, 1e8].flatMap((bytes) => [1, 2, 64].map((cores) => search.crewSize(bytes, cores))),
    [0, 0, 0, 0, 1, 1, 0, 1, 3],
  )
})
