import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts, type Registered } from '../../src/facts/collect.ts'
import type { Collector } from '../../src/facts/collector.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { collections, singletons } from '../../src/facts/schema/index.ts'
import { repositoryOf } from '../support/repository.ts'

const repository = repositoryOf({})
const place = (start: number) => ({ file: 'a', start, end: start })

const one = (name: string, collector: Omit<Collector, 'reads'>): Registered => ({
  name,
  collector: { reads: '', ...collector },
})
const collect = (collectors: readonly Registered[], wanted?: string[]) =>
  collectFacts(repository, defaultSettings, wanted, collectors)

const later = one('derived/later', {
  yields: ['deployments'],
  needs: ['steps'],
  collect: ({ observed }) => ({
    deployments: observed.steps.map(({ id }) => ({ id: `of ${id}`, place: place(0) })) as never,
  }),
})
const first = one('observed/first', {
  yields: ['steps'],
  collect: () => ({ steps: [{ id: 'b', place: place(5) }] as never }),
})
const second = one('observed/second', {
  yields: ['steps'],
  collect: async () => ({ steps: [{ id: 'a', place: place(2) }] as never }),
})
const broken = one('observed/broken', {
  yields: ['steps'],
  collect: () => {
    throw new Error('oops')
  },
})

describe('collectFacts', () => {
  it('runs a collector after those that it needs, and joins and sorts what several yield', async () => {
    const { facts, failed } = await collect([later, first, second])
    assert.deepEqual(
      facts.steps.map(({ id }) => id),
      ['a', 'b'],
    )
    assert.deepEqual(
      facts.deployments.map(({ id }) => id),
      ['of a', 'of b'],
    )
    assert.equal(failed.size, 0)
  })

  it('runs only what is wanted', async () => {
    const ran: string[] = []
    const watched = [later, first].map((each) =>
      one(each.name, {
        ...each.collector,
        collect: (context) => {
          ran.push(each.name)
          return each.collector.collect(context)
        },
      }),
    )
    await collect(watched, ['images'])
    assert.deepEqual(ran, [])
    await collect(watched, ['steps'])
    assert.deepEqual(ran, ['observed/first'])
    await collect(watched, ['deployments'])
    assert.deepEqual(ran, ['observed/first', 'observed/first', 'derived/later'])
  })

  it('says what is incomplete for files that could not be read, and what is derived from that', async () => {
    const file = { id: 'x.yml', file: 'x.yml', message: 'broken', claimed: true, loses: ['steps'], place: place(0) }
    const note = { ...file, id: 'note', file: 'note', claimed: false, loses: [] }
    const account = { ...repository, broken: () => [file, note] }
    const summary = one('derived/summary', { yields: ['repository'], needs: ['deployments'], collect: () => ({}) })
    const again = one('derived/again', {
      yields: ['brokenFiles'],
      collect: () => ({
        brokenFiles: [
          { ...file, message: 'twice' },
          { ...file, file: 'y.yml', loses: ['images'] },
        ],
      }),
    })
    const { facts, lost } = await collectFacts(account, defaultSettings, undefined, [first, later, summary, again])
    assert.deepEqual(
      [...lost],
      [
        ['deployments', ['x.yml']],
        ['images', ['y.yml']],
        ['steps', ['x.yml']],
      ],
    )
    assert.deepEqual(facts.brokenFiles.map(({ file, message }) => `${file} ${message}`).sort(), [
      'note broken',
      'x.yml broken',
      'y.yml broken',
    ])
  })

  it('shows a collector nothing that it does not need', async () => {
    const nosy = one('derived/nosy', {
      yields: ['pins'],
      collect: ({ observed }) => ({ pins: observed.steps as never }),
    })
    assert.deepEqual((await collect([first, nosy])).facts.pins, [])
  })

  it('names what is incomplete where a collector fails, and what is derived from it; the others go on', async () => {
    const { facts, failed } = await collect([later, first, broken])
    assert.deepEqual(
      [...failed],
      [
        ['deployments', 'observed/broken failed: oops'],
        ['steps', 'observed/broken failed: oops'],
      ],
    )
    assert.deepEqual(
      facts.steps.map(({ id }) => id),
      ['b'],
    )
  })

  it('says of a repository that nobody looked at that it cannot be seen', async () => {
    const { facts } = await collect([])
    assert.ok(isHidden(facts.repository.deploys))
  })
})

describe('facts', () => {
  it('are the collections of the schema, no more and no fewer: what collectors alone read is none', async () => {
    const { facts } = await collect([])
    assert.deepEqual(Object.keys(facts).sort(), [...Object.keys(collections), ...Object.keys(singletons)].sort())
  })
})
