import assert from 'node:assert/strict'
import { test } from 'node:test'
import { format, parse } from '../../src/assessment/acceptance/baseline/format.ts'
import { explainError, UsageError } from '../../src/cli/errors.ts'
import { alignTable } from '../../src/cli/table.ts'
import { harmless } from '../../src/cli/tell.ts'
import { Text } from '../../src/documents/text.ts'

test('a name or a quotation in an error cannot write to the terminal', () => {
  assert.equal(harmless('a\u001b[2J\rb\u009b\tc\nd'), 'a\\x1b[2J\\x0db\\x9b\\x09c\nd')
  assert.equal(
    explainError(new UsageError('no \u001b[31mkey\nno other'), false),
    'assay: no \\x1b[31mkey\nassay: no other\n',
  )
  assert.ok(!explainError(new Error('\u001b[31m'), false).includes('\u001b'))
})

test('what turns a line round, or is not seen, is shown in errors and tables, and a baseline keeps it so', () => {
  const name = 'a\u202egpj\u2066\u200e\u061c\u200b.yml'
  const seen = 'a\\u202egpj\\u2066\\u200e\\u061c\\u200b.yml'
  assert.equal(explainError(new UsageError(`${name}: broken`), false), `assay: ${seen}: broken\n`)
  assert.equal(alignTable([[name, name]], { indent: 0, widest: 80 }), `${seen}  ${seen}`)
  const entry = { requirement: 'a.b', file: name, print: '0'.repeat(20), words: `${name} \u2028\u{e0041}\u009bx` }
  const written = format({ version: '1.0.0', rules: '0'.repeat(12), date: '2026-11-29', entries: [entry] })
  assert.doesNotMatch(written, /[\u061c\u200b\u200e\u2028\u202e\u2066]/)
  assert.deepEqual(parse(new Text('baseline.txt', written)).entries, [entry])
})
