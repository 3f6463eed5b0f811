import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columns, pad, shorten, takeEnd, takeStart, wrap } from '../../src/reporters/columns.ts'

test('columns: one for letters, two for wide characters and emoji, none for marks', () => {
  assert.deepEqual(
    ['abc', 'é', 'e\u0301', '配備', '🚀', 'ｆｕｌｌ', '한글', '…·└', '©→✓'].map(columns),
    [3, 1, 1, 4, 2, 8, 4, 3, 3],
  )
})

test('a text is taken from either end by columns, no character in half', () => {
  assert.equal(takeStart('a配b', 2), 'a')
  assert.equal(takeStart('a配b', 3), 'a配')
  assert.equal(takeEnd('a配b', 2), 'b')
  assert.equal(takeEnd('a配b', 3), '配b')
  assert.equal(takeStart('🚀🚀', 3), '🚀')
  assert.equal(takeEnd('xe\u0301', 1), 'e\u0301')
})

test('a mark is never torn from its letter', () => {
  assert.equal(takeStart('e\u0301x', 1), 'e\u0301')
  assert.equal(takeEnd('ae\u0301', 0), '')
})

test('a text is shortened with an ellipsis, and only where it must be', () => {
  assert.equal(shorten('abcdef', 6), 'abcdef')
  assert.equal(shorten('abcdefg', 6), 'abcde…')
  assert.equal(shorten('abcd efg', 6), 'abcd…')
})

test('sentences break at spaces; a longer word stands alone', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three'])
  assert.deepEqual(wrap('a considerably b', 5), ['a', 'considerably', 'b'])
  assert.deepEqual(wrap('配備 配備 配備', 9), ['配備 配備', '配備'])
  assert.deepEqual(wrap('', 9), [])
})

test('padding counts columns', () => {
  assert.equal(pad('配', 4), '配  ')
  assert.equal(pad('abcde', 4), 'abcde')
})
