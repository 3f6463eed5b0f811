import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { type DataNode, walk } from '../../src/documents/tree.ts'
import { parseYaml } from '../../src/documents/yaml.ts'

const read = (content: string) => parseYaml(new Text('f.yaml', content))

async function root(content: string): Promise<DataNode> {
  const { documents, problem } = await read(content)
  assert.equal(problem, undefined)
  return documents[0] as DataNode
}

function plain(node: DataNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
}

const value = async (content: string) => plain(await root(content))

test('keys and values by YAML 1.2: on, yes and dates are text, numbers keep how they are written', async () => {
  const node = await root(
    'on: push\nyes: no\nversion: 1.10\nmode: 0o17\nday: 2024-01-01\nempty:\nnone: ~\nt: true\n1.10: x\n',
  )
  assert.deepEqual(plain(node), {
    on: 'push',
    yes: 'no',
    version: 1.1,
    mode: 15,
    day: '2024-01-01',
    empty: null,
    none: null,
    t: true,
    '1.10': 'x',
  })
  assert.equal(node.get('version')?.text, '1.10')
  assert.equal(node.get('mode')?.text, '0o17')
  assert.equal(node.get('empty')?.text, undefined)
})

test('spans: the slice of the file is what is meant', async () => {
  const content = [
    'name:  CI # comment',
    'quoted: "a b"   # c',
    'map:',
    '  inner: 1',
    '  list: # here',
    '    - x',
    '    - y   # last',
    '',
    '# trailing',
    'flow: {a: [1, 2], b: c} # f',
    'block: |',
    '  one',
    '  two',
    '',
    'tagged: !vault  &v x',
    'alias: [*v]',
    'nothing:',
    'end:',
    '- *v',
    '',
  ].join('\n')
  for (const text of [content, content.replaceAll('\n', '\r\n')]) {
    const crlf = text !== content
    const node = await root(text)
    const at = (...path: (string | number)[]) => {
      const { start, end } = node.at(...path)!.span
      return text.slice(start, end).replaceAll('\r', '')
    }
    assert.equal(at('name'), 'CI')
    assert.equal(at('quoted'), '"a b"')
    assert.equal(at('map'), 'inner: 1\n  list: # here\n    - x\n    - y')
    assert.equal(at('map', 'list'), '- x\n    - y')
    assert.equal(at('map', 'list', 1), 'y')
    assert.equal(at('flow'), '{a: [1, 2], b: c}')
    assert.equal(at('flow', 'a'), '[1, 2]')
    assert.equal(at('block'), '|\n  one\n  two')
    assert.equal(at('tagged'), 'x')
    assert.equal(at('end'), '- *v')
    const { keySpan, value: nothing } = node.entry('nothing')!
    assert.equal(text.slice(keySpan.start, keySpan.end), 'nothing')
    assert.deepEqual(nothing.span, { start: keySpan.end, end: keySpan.end })
    assert.equal(node.get('alias')?.items[0], node.get('tagged'), 'an alias shares the node')
    assert.equal(node.get('tagged')?.tag, '!vault')
    assert.equal(node.span.end, text.lastIndexOf('*v') + 2, `the root ends with its last value (crlf: ${crlf})`)
  }
})

test('several documents; empty ones are left out', async () => {
  const { documents } = await read('---\na: 1\n---\n# nothing\n---\nb: 2\n...\n')
  assert.deepEqual(documents.map(plain), [{ a: 1 }, { b: 2 }])
  assert.deepEqual((await read('')).documents, [])
  assert.deepEqual((await read('# only a comment\n')).documents, [])
})

test('tags are kept and nothing fails on them', async () => {
  const node = await root(
    'a: !reference [job, script]\nb: !vault |\n  secret\nc: !Ref Name\nd: !!str 5\ne: !Sub\n  x: y\n',
  )
  assert.deepEqual(plain(node), { a: ['job', 'script'], b: 'secret\n', c: 'Name', d: '5', e: { x: 'y' } })
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((key) => node.get(key)?.tag),
    ['!reference', '!vault', '!Ref', '', '!Sub'],
  )
})

test('merge keys: own keys win, then the map that is named first; entries keep their places', async () => {
  const content =
    'one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nall:\n  <<: [*one, *two]\n  a: own\nsingle:\n  <<: *two\n'
  const node = await root(content)
  assert.deepEqual(plain(node.get('all')!), { a: 'own', b: 1, c: 2 })
  assert.deepEqual(plain(node.get('single')!), { b: 2, c: 2 })
  const merged = node.get('all')!.entry('c')!
  assert.equal(merged.keySpan.start, content.indexOf('c: 2'))
  assert.deepEqual(await value('"<<": {a: 1}\n'), { '<<': { a: 1 } }, 'a quoted one is a key like others')
})

test('a merge key that names no map stays, with a note', async () => {
  const { documents, notes } = await read('a:\n  <<: text\n  b: 1\n')
  assert.deepEqual(documents.map(plain), [{ a: { b: 1, '<<': 'text' } }])
  assert.equal(notes.length, 1)
})

test('what production systems take is read, with a note at its place', async () => {
  const cases: readonly [string, unknown, string][] = [
    ['a: 1\nb: 2\na: 3\n', { b: 2, a: 3 }, 'a'],
    ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }, '2'],
    ['a:\n  b: "x\ny"\n  c: 1\n', { a: { b: 'x y', c: 1 } }, '"x\ny"'],
    ["a:\n  b: 'it''s\n\nhere'\n  c: 1\n", { a: { b: "it's\nhere", c: 1 } }, "'it''s\n\nhere'"],
    ['a:\n  b: [\n1, {\n"c": d}\n]\n  e: 1\n', { a: { b: [1, { c: 'd' }], e: 1 } }, '[\n1, {\n"c": d}\n]'],
    ['a: {\n\t"b": 1\n}\nc: 2\n', { a: { b: 1 }, c: 2 }, '{\n\t"b": 1\n}'],
    ['a:\n  -\tb: 1\n', { a: [{ b: 1 }] }, '\t'],
    ['a: "x"#c\n', { a: 'x' }, '#c'],
    ['image: {{ name }}\n', { image: '{{ name }}' }, '{{ name }}'],
  ]
  for (const [content, expected, place] of cases) {
    const { documents, notes, problem } = await read(content)
    assert.equal(problem, undefined, content)
    assert.deepEqual(documents.map(plain), [expected], content)
    assert.deepEqual(
      notes.map(({ span }) => content.slice(span.start, span.end)),
      [place],
      content,
    )
  }
})

test('repaired indentation leaves the places of the file', async () => {
  const content = 'a:\n  b: "x\ny"\n  c: [\nz ]\n  d: word\n'
  const node = await root(content)
  for (const [path, text] of [
    [['a', 'b'], '"x\ny"'],
    [['a', 'c', 0], 'z'],
    [['a', 'd'], 'word'],
  ] as const) {
    const { start, end } = node.at(...path)!.span
    assert.equal(content.slice(start, end), text)
  }
  const b = node.at('a', 'b')!
  assert.equal(content[b.offsetOf((b.value as string).indexOf('y'))], 'y')
})

test('what no system takes is a problem with its place', async () => {
  const cases: readonly [string, number][] = [
    ['a: b: c\n', 3],
    ['a:\n\tb: 1\n', 3],
    ['a: *x\n', 3],
    ['{{- if .Values.x }}\na: 1\n{{- end }}\n', 2],
    ['a: "never closed\n', 17],
    ['a: &a [*a]\n', 7],
    ['a: &a\n  <<: *a\n', 12],
    ['a:\n    b: 1\n  c: 2\n', 12],
  ]
  for (const [content, start] of cases) {
    const { documents, problem } = await read(content)
    assert.deepEqual(documents, [], content)
    assert.equal(problem?.span.start, start, `${content}: ${problem?.message}`)
    assert.doesNotMatch(problem?.message ?? '', /\n/)
  }
})

test('offsets of block scalars: indentation, chomping, folding, CRLF', async () => {
  const cases = [
    'run: |\n  one\n    two\n\n  three\nnext: 1\n',
    'run: |-\n    one\n    two\n',
    'run: |+\n  one\n\n\nnext: 1\n',
    'run: |2\n    one\n  two\n',
    'run: >\n  one\n  two\n\n  three\n    more\n  four\n',
    'run: >-\n  a\n\n\n  b\n',
    'run: |\n\n\n  late\n',
    'run: | # comment\n  one\n',
    'run: |\n  no end',
    '- - run: |\n      deep\n       er\n',
    'run: !tag &x |\n  one\n',
  ]
  for (const unix of cases)
    for (const content of [unix, unix.replaceAll('\n', '\r\n')]) {
      const node = findText(await root(content))
      const text = node.value as string
      for (let i = 0; i < text.length; i++) {
        const found = content[node.offsetOf(i)] ?? '\n'
        assert.ok(found === text[i] || (/\s/.test(found) && /\s/.test(text[i]!)), `${JSON.stringify(content)} at ${i}`)
        if (i) assert.ok(node.offsetOf(i) >= node.offsetOf(i - 1), `${JSON.stringify(content)} runs back at ${i}`)
      }
    }
})

test('offsets of quoted and plain scalars: escapes, doubled quotes, folded lines', async () => {
  const cases: readonly [string, string, string][] = [
    ['a: "x\\ty z"\n', 'z', 'z'],
    ['a: "\\u00e9\\U0001F680b"\n', 'b', 'b'],
    ["a: 'it''s so'\n", 'so', 'so'],
    ['a: "one\n  two\\\n  three"\n', 'three', 'three'],
    ["a: 'one\n\n\n  two'\n", 'two', 'two'],
    ['a: one\n  two\n\n  three\n', 'three', 'three'],
    ['a: word\n', 'rd', 'rd'],
  ]
  for (const [content, unit, text] of cases) {
    const node = findText(await root(content))
    const start = node.offsetOf((node.value as string).lastIndexOf(unit))
    assert.equal(content.slice(start, start + text.length), text, content)
  }
})

function findText(node: DataNode): DataNode {
  for (const child of walk(node)) if (typeof child.value === 'string') return child
  throw new Error('no text')
}

test('an alias bomb costs nothing', async () => {
  await read('warm: up')
  const levels = Array.from(
    { length: 30 },
    (_, i) =>
      `a${i}: &a${i} [${
        i
          ? Array(9)
              .fill(`*a${i - 1}`)
              .join(', ')
          : 'lol'
      }]`,
  )
  const node = await root(`${levels.join('\n')}\n`)
  assert.equal([...walk(node)].length, 1 + 30 + 1)
})

test('a bomb of merge keys is a problem, not a flood', async () => {
  const keys = Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(', ')
  const maps = Array.from({ length: 500 }, () => '- <<: *a').join('\n')
  assert.match((await read(`- &a {${keys}}\n${maps}\n`)).problem?.message ?? '', /merge keys expand/)
  const many = Array(5000).fill('*a').join(', ')
  const lists = Array.from({ length: 500 }, () => '- <<: *l').join('\n')
  assert.match((await read(`- &a {x: 1}\n- &l [${many}]\n${lists}\n`)).problem?.message ?? '', /merge keys expand/)
})

test('deep nesting is said with its place', async () => {
  for (const content of [
    '['.repeat(10_000),
    '- '.repeat(10_000),
    '{a: '.repeat(10_000),
    `${'['.repeat(600)}${']'.repeat(600)}`,
  ]) {
    const { problem } = await read(content)
    assert.match(problem?.message ?? '', /nested too deeply/, content.slice(0, 4))
  }
  assert.equal((await read(`${'['.repeat(400)}${']'.repeat(400)}`)).problem, undefined)
})

test('a map of many keys takes no time of its own', async () => {
  const content = Array.from({ length: 20_000 }, (_, i) => `key${i}: 1\n`).join('')
  assert.equal((await root(content)).entries.length, 20_000)
})

test('the marks of a merge are named, with their line', async () => {
  const content = 'profile: silver\n<<<<<<< HEAD\nexclude: []\n=======\nexclude: [a]\n>>>>>>> other\n'
  const { problem } = await parseYaml(new Text('assay.yaml', content))
  assert.match(String(problem?.message), /^a merge left its conflict here/)
  assert.equal(problem?.span.start, content.indexOf('<<<<'))
  const { problem: none } = await parseYaml(new Text('a.yaml', 'text: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> b\n'))
  assert.equal(none, undefined)
})
