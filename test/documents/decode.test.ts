import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode } from '../../src/documents/decode.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))))

test('UTF-8 with and without a byte-order mark', () => {
  assert.deepEqual(decode(bytes('é\r\n')), {
    content: 'é\r\n',
    encoding: 'utf-8',
    bom: false,
    binary: false,
    replaced: false,
  })
  assert.deepEqual(decode(bytes([0xef, 0xbb, 0xbf], 'a: 1\r\n')), {
    content: 'a: 1\r\n',
    encoding: 'utf-8',
    bom: true,
    binary: false,
    replaced: false,
  })
})

test('UTF-16 by its byte-order mark, both ways round', () => {
  const little = Buffer.from('a: é🚀', 'utf16le')
  const big = Buffer.from(little).swap16()
  for (const [start, body, encoding] of [
    [[0xff, 0xfe], little, 'utf-16le'],
    [[0xfe, 0xff], big, 'utf-16be'],
  ] as const) {
    const decoded = decode(Buffer.concat([Buffer.from(start), body]))
    assert.deepEqual(decoded, { content: 'a: é🚀', encoding, bom: true, binary: false, replaced: false })
  }
})

test('a NUL near the start makes a file binary', () => {
  assert.equal(decode(bytes('MZ', [0, 1, 2])).binary, true)
  assert.equal(decode(bytes([0xff, 0xfe, 0, 0, 65, 0, 0, 0])).binary, true, 'UTF-32')
  assert.equal(decode(bytes('a'.repeat(9000), [0])).binary, false, 'far behind')
  assert.equal(decode(bytes('')).binary, false, 'an empty file is text')
})

test('what is no UTF-8 is replaced, and said', () => {
  const decoded = decode(bytes('caf', [0xe9], ' x'))
  assert.deepEqual([decoded.content, decoded.replaced], ['caf\uFFFD x', true])
})

test('half a unit or half a pair of UTF-16 is replaced, and said', () => {
  assert.equal(decode(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62])).replaced, true)
  assert.equal(decode(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00])).replaced, true)
})

test('a view into a larger buffer is read alone', () => {
  assert.equal(decode(Buffer.from('xxabcxx').subarray(2, 5)).content, 'abc')
})
