import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from '../../../src/assessment/acceptance/baseline/entry.ts'
import { type Sight, standingOf } from '../../../src/assessment/acceptance/baseline/standing.ts'
import type { Result } from '../../../src/assessment/assessment.ts'
import { Text } from '../../../src/documents/text.ts'
import { result } from '../acceptance/support.ts'

const requirement = 'pipeline.build'
const entry = (file: string, of = requirement): Entry => ({
  requirement: of,
  file,
  print: '0123456789abcdef0123',
  words: 'nothing builds it',
})
const one = (verdict: Result['verdict'], file: string, rest: Partial<Result> = {}) =>
  result({ requirement, verdict, place: { file }, ...rest })
const sight: Sight = {
  textOf: () => undefined,
  exists: () => true,
  judges: () => true,
  isOfRecent: () => false,
  reads: () => true,
}

/** What became of one entry that is found no more. */
function becameOf(accepted: Entry, results: readonly Result[], other: Partial<Sight> = {}): string {
  const { fixed, unjudged } = standingOf(results, [accepted], { ...sight, ...other })
  assert.equal(fixed.length + unjudged.length, 1)
  return unjudged[0]?.why ?? 'fixed'
}

test('what passes now, or is nowhere to be seen, is fixed', () => {
  assert.equal(becameOf(entry('a.yml'), [one('pass', 'a.yml')]), 'fixed')
  assert.equal(becameOf(entry('a.yml'), [one('not-applicable', '')]), 'fixed')
  assert.equal(becameOf(entry('a.yml'), []), 'fixed')
})

test('what is unknown now is not fixed, whatever would settle it', () => {
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'a.yml')]), 'unknown')
  assert.equal(becameOf(entry('a.yml'), [one('unknown', '')]), 'unknown')
  assert.equal(becameOf(entry(''), [one('unknown', 'a.yml')]), 'unknown')
  const hidden = (kind: 'permission' | 'clone' | 'file') => ({ what: 'the reviewers', settle: { kind, text: 'look' } })
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'a.yml', { hidden: hidden('permission') })]), 'run')
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'a.yml', { hidden: hidden('clone') })]), 'run')
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'a.yml', { hidden: hidden('file') })]), 'unknown')
})

test('an unknown in another file does not stand in the way of what passes in this one', () => {
  assert.equal(becameOf(entry('a.yml'), [one('pass', 'a.yml'), one('unknown', 'b.yml')]), 'fixed')
  assert.equal(becameOf(entry('a.yml'), [one('pass', 'a.yml'), one('unknown', 'a.yml')]), 'unknown')
})

test('but where nothing of this file is judged any more, it may have moved there', () => {
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'b.yml')]), 'unknown')
  assert.equal(becameOf(entry('a.yml'), [one('unknown', 'b.yml')], { exists: () => false }), 'unknown')
})

test('a fail elsewhere decides the requirement: what is gone from this file is fixed', () => {
  assert.equal(becameOf(entry('a.yml'), [one('fail', 'b.yml'), one('unknown', 'c.yml')]), 'fixed')
  assert.equal(becameOf(entry('a.yml'), [one('fail', 'b.yml'), one('unknown', 'a.yml')]), 'unknown')
})

test('an unknown that decides nothing says nothing', () => {
  assert.equal(becameOf(entry('a.yml'), [one('pass', 'a.yml'), one('unknown', 'a.yml', { counts: false })]), 'fixed')
})

test('what is left out is not fixed: by assay.yaml, with its file, or with its rule', () => {
  assert.equal(becameOf(entry('a.yml'), [], { judges: () => false }), 'left-out')
  assert.equal(becameOf(entry('a.yml'), [one('not-applicable', '')], { reads: (file) => file !== 'a.yml' }), 'left-out')
})

test('what only grew old is not fixed: its file is here, and nothing in it is judged any more', () => {
  const recent = { isOfRecent: () => true }
  assert.equal(becameOf(entry('a.sql'), [one('pass', 'b.sql')], recent), 'past')
  assert.equal(becameOf(entry('a.sql'), [one('not-applicable', '')], recent), 'past')
  assert.equal(becameOf(entry('a.sql'), [one('pass', 'a.sql')], recent), 'fixed')
  assert.equal(becameOf(entry('a.sql'), [one('pass', 'b.sql')], { ...recent, exists: () => false }), 'fixed')
})

test('what is found and decides nothing any more is neither fixed nor known', () => {
  const older = one('fail', 'a.yml', { counts: false })
  const { print } = [...standingOf([{ ...older, counts: true }], [], sight).found.values()][0]!
  assert.equal(becameOf({ ...entry('a.yml'), print }, [older]), 'noted')
  assert.equal(becameOf(entry('a.yml'), [older]), 'fixed')
})

test('of a change log some change sets grow old: only what is judged still, on whatever line, can be fixed', () => {
  const file = 'log.xml'
  const text = new Text(file, '<changeSet id="1">\n  <dropTable a/>\n<changeSet id="2">\n  <dropTable b/>\n')
  const at = (piece: string) => ({ file, start: text.content.indexOf(piece), end: text.content.length })
  const set = (id: string, rest: Partial<Result>) =>
    result({
      requirement,
      subject: { kind: 'migration', id: `${file}#${id}`, component: '', environment: '' },
      ...rest,
    })
  const fails = ['1', '2'].map((id) => set(id, { verdict: 'fail', place: at(`<dropTable ${id === '1' ? 'a' : 'b'}`) }))
  const seen = { ...sight, textOf: () => text, isOfRecent: () => true }
  const entries = [...standingOf(fails, [], seen).found.values()]
  const now = [set('2', { verdict: 'pass', place: at('<changeSet id="2"') })]
  const { fixed, unjudged } = standingOf(now, entries, seen)
  assert.deepEqual(
    [fixed, unjudged.map(({ entry, why }) => (why === 'past' ? entry : why))],
    [[entries[1]], [entries[0]]],
  )
})
