import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'

test('positions count lines over LF, CRLF and a lone CR', () => {
  const text = new Text('f', 'a\nbc\r\nd\re')
  const cases: readonly [number, number, number][] = [
    [0, 1, 1],
    [1, 1, 2],
    [2, 2, 1],
    [4, 2, 3],
    [5, 2, 4],
    [6, 3, 1],
    [8, 4, 1],
    [9, 4, 2],
  ]
  for (const [offset, line, column] of cases)
    assert.deepEqual(text.position(offset), { line, column }, `offset ${offset}`)
})

test('an offset outside the text gives its nearer end', () => {
  const text = new Text('f', 'ab\nc')
  assert.deepEqual(text.position(-5), { line: 1, column: 1 })
  assert.deepEqual(text.position(99), { line: 2, column: 2 })
})

test('line gives the characters without the line end', () => {
  const text = new Text('f', 'one\r\ntwo\rthree\n\nfive')
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 0].map((number) => text.line(number)),
    ['one', 'two', 'three', '', 'five', '', ''],
  )
})

test('a last line end starts no line of its own', () => {
  const count = (content: string) => new Text('f', content).lineCount
  assert.deepEqual(['', 'a', 'a\n', 'a\nb', 'a\r\n', '\n'].map(count), [1, 1, 1, 2, 1, 1])
})

test('a character beyond the basic plane counts as two columns, as in SARIF', () => {
  assert.deepEqual(new Text('f', '🚀x').position(2), { line: 1, column: 3 })
})

test('a location is what editors open: the file, the line and the column', () => {
  assert.equal(new Text('a/b.yml', 'one\n  two\n').location(6), 'a/b.yml:2:3')
})
