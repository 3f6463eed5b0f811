import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from '../../../src/assessment/acceptance/baseline/entry.ts'
import { match } from '../../../src/assessment/acceptance/baseline/match.ts'

const entry = (file: string, print: string, requirement = 'pipeline.build'): Entry => ({
  requirement,
  file,
  print,
  words: '',
})
const found = (...entries: Entry[]) => new Map(entries.map((one, i) => [i, one]))
const all = () => true

test('the same finding is known, another value or another file is new', () => {
  const { known, fixed } = match(
    found(entry('a.yml', '1'), entry('a.yml', '2'), entry('b.yml', '1'), entry('a.yml', '1', 'pipeline.unit-tests')),
    [entry('a.yml', '1')],
    all,
  )
  assert.deepEqual([...known], [0])
  assert.deepEqual(fixed, [])
})

test('an entry accepts one finding: a second of the same kind is new', () => {
  assert.equal(match(found(entry('a.yml', '1'), entry('a.yml', '1')), [entry('a.yml', '1')], all).known.size, 1)
  const twice = [entry('a.yml', '1'), entry('a.yml', '1')]
  assert.equal(match(found(...twice), twice, all).known.size, 2)
  assert.equal(match(found(entry('a.yml', '1')), twice, all).fixed.length, 1)
})

test('a finding is known in the file that a file was renamed to', () => {
  const gone = (file: string) => file !== 'old.yml'
  const renamed = match(found(entry('new.yml', '1'), entry('new.yml', '9')), [entry('old.yml', '1')], gone)
  assert.deepEqual([[...renamed.known], renamed.fixed], [[0], []])
})

test('but not in a copy, nor in a file that the baseline knows already', () => {
  const copied = match(found(entry('old.yml', '1'), entry('new.yml', '1')), [entry('old.yml', '1')], all)
  assert.deepEqual([...copied.known], [0])
  const accepted = [entry('old.yml', '1'), entry('there.yml', '5')]
  const there = match(found(entry('there.yml', '5'), entry('there.yml', '1')), accepted, (file) => file !== 'old.yml')
  assert.deepEqual([[...there.known], there.fixed.map(({ file }) => file)], [[0], ['old.yml']])
})
