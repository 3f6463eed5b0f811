import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from '../../../src/assessment/acceptance/baseline/entry.ts'
import { type Baseline, BaselineError, format, parse } from '../../../src/assessment/acceptance/baseline/format.ts'
import { Text } from '../../../src/documents/text.ts'

const entry = (change: Partial<Entry> = {}): Entry => ({
  requirement: 'pipeline.build',
  file: '.github/workflows/ci.yml',
  print: '0123456789abcdef0123',
  words: 'nothing builds',
  ...change,
})
const baseline = (...entries: Entry[]): Baseline => ({
  version: '0.1.0',
  rules: 'a'.repeat(12),
  date: '2026-11-28',
  entries,
})
const read = (content: string) => parse(new Text('b.txt', content))

test('what is written is read again, whatever the names and messages hold', () => {
  const strange = [
    entry(),
    entry({ file: 'a\tb\nc\\d.yml' }),
    entry({ file: '', words: 'the default branch\tis open' }),
    entry({ file: '-', words: '' }),
  ]
  const again = read(format(baseline(...strange))).entries
  const sorted = (list: readonly Entry[]) => list.map((one) => JSON.stringify(one)).sort()
  assert.deepEqual(sorted(again), sorted(strange))
})

test('lines are sorted, so that the order of findings changes no byte', () => {
  const [a, b] = [entry(), entry({ requirement: 'approvals.production' })]
  assert.equal(format(baseline(a, b)), format(baseline(b, a)))
  assert.match(format(baseline(a, b)), /\napprovals[^\n]*\npipeline[^\n]*\n$/)
})

test('line ends of Windows, blank lines and comments are no entries', () => {
  const text = `${format(baseline(entry()))}\n# moved in May\n\n`
  assert.deepEqual(read(text.replaceAll('\n', '\r\n')).entries, [entry()])
})

const broken: readonly (readonly [string, string, number, RegExp])[] = [
  ['nothing', '', 1, /no baseline of Assay; name another file, or delete this one and run `assay baseline write`/],
  ['another file', '{"results": []}\n', 1, /no baseline of Assay/],
  ['one from the future', format(baseline()).replace('baseline 1', 'baseline 2'), 1, /later version \(Assay 0\.1\.0\)/],
  ['a merge conflict', `${format(baseline(entry()))}<<<<<<< HEAD\n`, 4, /a merge left its conflict/],
  ['a line that lost its tabs', `${format(baseline(entry()))}pipeline.build ci.yml\n`, 4, /no line of a baseline/],
  ['a fingerprint that was cut', format(baseline(entry({ print: '0123' }))), 3, /20 digits/],
]
for (const [name, content, line, message] of broken) {
  test(`${name} is refused with its line and what to do`, () => {
    assert.throws(
      () => read(content),
      (error) => error instanceof BaselineError && error.line === line && message.test(error.message),
    )
  })
}
