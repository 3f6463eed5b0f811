import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtinRules } from '../../src/rules/rule-set.ts'

test('the rules that ask only of what is recent, and no others, say so: a baseline goes by it', async () => {
  for (const { rule } of await builtinRules()) {
    assert.equal(rule.recent === true, JSON.stringify(rule).includes('it.recent'), rule.id)
  }
})
