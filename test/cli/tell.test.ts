import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainError, UsageError } from '../../src/cli/errors.ts'
import { harmless } from '../../src/cli/tell.ts'

test('a name or a quotation in an error cannot write to the terminal', () => {
  assert.equal(harmless('a\u001b[2J\rb\u009b\tc\nd'), 'a\\x1b[2J\\x0db\\x9b\\x09c\nd')
  assert.equal(
    explainError(new UsageError('no \u001b[31mkey\nno other'), false),
    'assay: no \\x1b[31mkey\nassay: no other\n',
  )
  assert.ok(!explainError(new Error('\u001b[31m'), false).includes('\u001b'))
})
