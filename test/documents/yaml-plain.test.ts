import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Text } from '../../src/documents/text.ts'
import type { DataNode } from '../../src/documents/tree.ts'
import { readPlain } from '../../src/documents/yaml/plain.ts'
import { parseAnyYaml } from '../../src/documents/yaml.ts'

/** All that a tree says, with where each unit of its texts stands. */
function told(node: DataNode): unknown {
  const { kind, span, value, tag, source, items, entries } = node
  const offsets = typeof value === 'string' ? Array.from({ length: value.length + 1 }, (_, i) => node.offsetOf(i)) : []
  const pairs = entries.map((entry) => [entry.key, entry.keySpan, told(entry.value)])
  return [kind, span, Object.is(value, -0) ? '-0' : value, tag, source, offsets.join(), items.map(told), pairs]
}

/** Whether the plain reader takes a text; what it makes of it must be what the library makes of it. */
async function isAlike(content: string): Promise<boolean> {
  const plain = readPlain('f.yaml', content)
  if (!plain) return false
  const { documents, notes, problem } = await parseAnyYaml(new Text('f.yaml', content))
  assert.deepEqual({ problem, notes }, { problem: undefined, notes: [] }, content)
  assert.deepEqual(JSON.stringify(plain.map(told)), JSON.stringify(documents.map(told)), content)
  return true
}

const taken = [
  '',
  '# nothing\n',
  'a: b',
  'on: push\nyes: no\nn: 1.10\nm: 017\nf: -1.5e3\nempty:\nnull: ~\nt: True\n1.10: x\nminus: -0\n',
  'a:\n- b\n-   - c\n    - d: 1\n      e : 2\n-\n  f:\n   g: h\n',
  "\"a\": 'it''s' # c\n'b': \"x # y\"\nc: http://d:1/#e\nd: -x\n",
  'a: [b, "c", [1, 2], {d: e f}, {}] # c\nb: {c: [], "d" : -1}\n',
  'run: |\n  one\n\n   two\n  three\n\n# end\nnext: |-\n    x\nlast: >-\n  a\n  b\n\n   c\n  d\n\n\n  e',
  '---\na: 1\n---\n---\n# c\nb: >\n  x\n  y \n---\n',
  'a: |\n\n\n  b\n  #c\nb: | # d\n \ttab\n',
]

test('what most files are written in is read without the library, and alike', async () => {
  for (const content of taken) assert.ok(await isAlike(content), content)
})

const left = [
  'a: &x b',
  'a: *x',
  'a: !t b',
  'a: "b\\n"',
  'a: b\n  c',
  '<<: {a: b}',
  'a: 1\na: 2',
  'a: b: c',
  'a:\tb',
  'a: [b,\n  c]',
  'a: {{ b }}',
  '- ',
  'a\n',
  '? a\n: b',
  'a: b\n c: d',
  'a: |2\n  b',
  'a: |\n   \n b',
  'a: 0x1f',
  'a: [b: c]',
  'a: b\r\n',
  '%YAML 1.2\n---\na: b',
  'a: b\n...\n',
  `${'- '.repeat(100)}a`,
]

test('everything else is left to the library', () => {
  for (const content of left) assert.equal(readPlain('f.yaml', content), undefined, content)
})

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = ['fixtures', 'rules', '.github']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  )
  .filter((content) => content.length < 20_000)

test('the fixtures are read alike both ways, and most of them plainly', async () => {
  let plain = 0
  for (const content of files) if (await isAlike(content)) plain++
  assert.ok(plain > files.length * 0.9, `${plain} of ${files.length}`)
})

const bits = [
  ...'\n\n\n    \t-:#[]{}"\'|>&*!%?@,~.0a\\',
  ...['\n\n', '- ', '-\n', ': ', ' #', '|\n', '>-\n', "''", '<<: ', '---\n', '...', '\n  ', '0x1', '{a: b}', '[a, b]'],
]

test('pieces of the fixtures with slips in them are read alike, or left to the library', async () => {
  let state = 20_261_128
  const pick = (below: number) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  let plain = 0
  for (let i = 0; i < 4000; i++) {
    const lines = (files[pick(files.length)] as string).split('\n')
    const from = pick(lines.length)
    let content = lines.slice(from, from + 12).join('\n')
    for (let slips = 1 + pick(3); slips > 0; slips--) {
      const at = pick(content.length + 1)
      content = content.slice(0, at) + bits[pick(bits.length)] + content.slice(at + pick(3))
    }
    if (await isAlike(content)) plain++
  }
  assert.ok(plain > 400, `${plain} were read plainly`)
})
