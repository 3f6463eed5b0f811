import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { parseToml } from '../../src/documents/toml.ts'
import type { DataNode } from '../../src/documents/tree.ts'

const read = (content: string) => parseToml(new Text('f.toml', content))

function plain(node: DataNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
}

test('tables, dotted keys and arrays of tables make one tree', async () => {
  const content = `title = "x"
[tool.poetry]
name = "app"
scripts.run = "make"
[tool.poetry.dependencies]
python = { version = "3.12", extras = ["a", 'b'] }
[[target]]
n = 1
[target.env]
a = true
[[target]]
n = 2
day = 2024-01-01
v = 1.10
`
  const { document } = await read(content)
  assert.deepEqual(plain(document!), {
    title: 'x',
    tool: {
      poetry: {
        name: 'app',
        scripts: { run: 'make' },
        dependencies: { python: { version: '3.12', extras: ['a', 'b'] } },
      },
    },
    target: [
      { n: 1, env: { a: true } },
      { n: 2, day: '2024-01-01', v: 1.1 },
    ],
  })
  assert.equal(document!.at('target', 1, 'v')?.text, '1.10')
  const { keySpan } = document!.at('target', 1)!.entry('n')!
  assert.equal(keySpan.start, content.lastIndexOf('n = 2'))
  const { start, end } = document!.at('target', 1)!.span
  assert.equal(content.slice(start, end), '[[target]]\nn = 2\nday = 2024-01-01\nv = 1.10')
  const table = document!.get('tool')!.entry('poetry')!
  assert.equal(content.slice(table.keySpan.start, table.keySpan.end), 'poetry')
})

test('offsets into strings of each kind', async () => {
  const content = 'a = "x\\ty"\nb = \'it\'\nc = """\none \\\n   two\nthree"""\nd = \'\'\'\r\nl1\r\nl2\'\'\'\n'
  const { document } = await read(content)
  for (const [key, unit] of [
    ['a', 'y'],
    ['b', 'it'],
    ['c', 'two'],
    ['c', 'three'],
    ['d', 'l1'],
    ['d', 'l2'],
  ] as const) {
    const node = document!.get(key)!
    const start = node.offsetOf((node.value as string).indexOf(unit))
    assert.equal(content.slice(start, start + unit.length), unit, `${key}: ${unit}`)
  }
})

test('what is no TOML is a problem with its place', async () => {
  for (const [content, start] of [
    ['a = 1\na = 2\n', 6],
    ['a = \n', 4],
    ['[a\n', 2],
    ['just text\n', 5],
  ] as const) {
    const { document, problem } = await read(content)
    assert.equal(document, undefined, content)
    assert.match(problem?.message ?? '', /^not valid TOML: /)
    assert.ok(Math.abs(problem!.span.start - start) <= 1, `${content}: ${problem!.span.start}`)
  }
  assert.deepEqual(plain((await read('')).document!), {})
})

test('deep nesting is a problem, in arrays and in keys', async () => {
  for (const content of [
    `a = ${'['.repeat(5000)}${']'.repeat(5000)}`,
    `a = ${'['.repeat(600)}${']'.repeat(600)}`,
    `${'a.'.repeat(600)}b = 1`,
  ])
    assert.match((await read(content)).problem?.message ?? '', /nested too deeply/)
})
