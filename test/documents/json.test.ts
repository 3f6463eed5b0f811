import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJson } from '../../src/documents/json.ts'
import { Text } from '../../src/documents/text.ts'

const read = (content: string) => parseJson(new Text('f.json', content))

test('comments and trailing commas are taken', async () => {
  const { document, notes } = await read('// c\n{ "a": [1, 2,], /* d */ "b": {"c": null}, }\n')
  assert.equal(document?.at('a', 1)?.value, 2)
  assert.equal(document?.at('b', 'c')?.value, null)
  assert.deepEqual(notes, [])
})

test('spans of keys and values, and offsets behind escapes', async () => {
  const content = '{ "name": "x\\ny\\u00e9z", "list": [ true, 1.50 ] }\r\n'
  const { document } = await read(content)
  const slice = ({ start, end }: { start: number; end: number }) => content.slice(start, end)
  assert.equal(slice(document!.entry('name')!.keySpan), '"name"')
  assert.equal(slice(document!.get('name')!.span), '"x\\ny\\u00e9z"')
  assert.equal(slice(document!.get('list')!.span), '[ true, 1.50 ]')
  assert.equal(document!.at('list', 1)?.text, '1.50')
  assert.equal(content[document!.get('name')!.offsetOf(4)], 'z')
})

test('of a key that stands twice the last one counts, with a note', async () => {
  const content = '{"a": 1, "b": 2, "a": 3}'
  const { document, notes } = await read(content)
  assert.deepEqual(
    document?.entries.map(({ key, value }) => [key, value.value]),
    [
      ['b', 2],
      ['a', 3],
    ],
  )
  assert.deepEqual(
    notes.map(({ span }) => span.start),
    [content.lastIndexOf('"a"')],
  )
})

test('what is no JSON is a problem with its place', async () => {
  const cases: readonly [string, number][] = [
    ['', 0],
    ['{"a" 1}', 5],
    ['{"a": }', 6],
    ['[1 2]', 3],
    ['{a: 1}', 1],
    ['{"a": 1', 7],
    ['{} {}', 3],
    ['["x', 1],
    ['{{ template }}', 1],
    ['[,]', 1],
  ]
  for (const [content, start] of cases) {
    const { document, problem } = await read(content)
    assert.equal(document, undefined, content)
    assert.equal(problem?.span.start, start, `${content}: ${problem?.message}`)
  }
})

test('deep nesting is said with its place; 400 levels are read', async () => {
  assert.match((await read('['.repeat(10_000))).problem?.message ?? '', /nested too deeply/)
  assert.equal((await read('{"a":'.repeat(10_000))).problem?.span.start, 2500)
  assert.equal((await read('['.repeat(400) + ']'.repeat(400))).problem, undefined)
})
