import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainFact } from '../../src/cli/facts/plain.ts'
import { factTables } from '../../src/cli/facts/table.ts'
import { Text } from '../../src/documents/text.ts'
import { Hidden } from '../../src/facts/hidden.ts'

const text = new Text('a.yml', 'one\ntwo\n  three\n')
const textOf = (file: string) => (file === 'a.yml' ? text : undefined)
const reviewers = new Hidden('the reviewers of production', { kind: 'permission', text: 'allow it' }, 'forge')

test('a fact says first where it stands, in lines and columns', () => {
  const plain = plainFact({ id: 'x', place: { file: 'a.yml', start: 10, end: 15 } }, textOf)
  assert.deepEqual(Object.keys(plain).slice(0, 3), ['file', 'line', 'column'])
  assert.deepEqual(plain, {
    file: 'a.yml',
    line: 3,
    column: 3,
    id: 'x',
    place: { file: 'a.yml', line: 3, column: 3, endLine: 3, endColumn: 8 },
  })
})

test('a whole file stands at its first line; a setting has no line', () => {
  assert.deepEqual(plainFact({ place: { file: 'b.md' } }, textOf), {
    file: 'b.md',
    line: 1,
    column: 1,
    place: { file: 'b.md' },
  })
  assert.deepEqual(plainFact({ id: 'v1', place: { file: '', setting: 'tag v1' } }, textOf), {
    id: 'v1',
    place: { setting: 'tag v1' },
  })
})

test('a hidden value is printed as its word, with what is hidden and what would settle it', () => {
  const fact = { approval: reviewers, guarded: { build: true, sign: reviewers }, list: ['a', reviewers] }
  assert.deepEqual(plainFact(fact, textOf), {
    approval: 'forge',
    guarded: { build: true, sign: 'forge' },
    list: ['a', 'forge'],
    hidden: {
      approval: { what: 'the reviewers of production', settle: 'allow it' },
      'guarded.sign': { what: 'the reviewers of production', settle: 'allow it' },
      'list[1]': { what: 'the reviewers of production', settle: 'allow it' },
    },
  })
})

test('paths carry lines; empty ones inside of a fact are left out, empty lists of the fact itself stay', () => {
  const stop = { place: { file: 'a.yml', start: 4, end: 7 }, text: 'job' }
  assert.deepEqual(plainFact({ path: [stop], gaps: { build: [], sign: [stop] }, guardedBy: [] }, textOf), {
    path: [{ file: 'a.yml', line: 2, column: 1, endLine: 2, endColumn: 4, text: 'job' }],
    gaps: { sign: [{ file: 'a.yml', line: 2, column: 1, endLine: 2, endColumn: 4, text: 'job' }] },
    guardedBy: [],
  })
})

test('tables name their columns, align, and say in one line what is not there', () => {
  const deployments = [
    { file: 'a.yml', line: 3, job: 'ship', environment: 'production', approval: 'forge', guardedBy: ['build', 'sign'] },
    { file: 'a.yml', line: 30, job: 'x', environment: 'unknown', approval: 'none', guardedBy: [] },
  ]
  assert.equal(
    factTables({ pipelines: [], deployments, images: [] }),
    [
      'deployments (2)',
      '  where     job   environment  approval  guarded by  followed by',
      '  a.yml:3   ship  production   forge     build sign',
      '  a.yml:30  x     unknown      none',
      '',
      'nothing is seen here of: pipelines, images',
      '',
    ].join('\n'),
  )
})

test('what a file says cannot write to the terminal', () => {
  const table = factTables({ capabilities: [{ file: 'a\n\u001b[2J', line: 1, name: 'x', sign: '\u009b31m' }] })
  assert.doesNotMatch(table, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})
