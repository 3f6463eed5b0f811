import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MarkdownDocument, parseMarkdown } from '../../src/documents/markdown.ts'
import { Text } from '../../src/documents/text.ts'

const read = (content: string) => parseMarkdown(new Text('f.md', content))
const kinds = ({ blocks }: MarkdownDocument) => blocks.map(({ kind, text }) => [kind, text])

test('headings: with hashes, underlined, in HTML; titles are plain text', async () => {
  const { headings } = await read(
    '# The *big* [link](http://x) `code` ##\n\nUnder\n---\n\n<h3 align="center">In <b>HTML</b></h3>\n\n## [1.2.0] - 2024\n\n## 🚀 A &amp; B\n\n[1.2.0]: http://x\n',
  )
  assert.deepEqual(
    headings.map(({ level, title }) => [level, title]),
    [
      [1, 'The big link code'],
      [2, 'Under'],
      [3, 'In HTML'],
      [2, '1.2.0 - 2024'],
      [2, '🚀 A & B'],
    ],
  )
})

test('what stands under a heading, and its sections', async () => {
  const document = await read('# A\n\none\n\n## B\n\ntwo\n\n### C\n\nthree\n\n## D\n\n# E\n\nfour\n')
  const [a, b] = document.headings
  assert.deepEqual(
    document.under(b!).map(({ text }) => text),
    ['two', 'C', 'three'],
  )
  assert.deepEqual(
    document
      .under(a!)
      .filter(({ kind }) => kind === 'paragraph')
      .map(({ text }) => text),
    ['one', 'two', 'three'],
  )
  assert.deepEqual(
    document.sections(a!).map(({ title }) => title),
    ['B', 'C', 'D'],
  )
  assert.equal(document.blocks[b!.index]?.text, 'B')
})

test('lists: each item one block, nested ones and code inside too', async () => {
  const content =
    '1. First `make a`\n   ```bash title="x"\n   make deploy\n   ```\n2. Second\n   goes on\n   - nested\n\n   more\n* [x] done\n'
  const document = await read(content)
  assert.deepEqual(
    document.blocks.map(({ kind, text, ordered, language }) => [kind, text, ordered, language]),
    [
      ['item', 'First make a', true, ''],
      ['code', 'make deploy', false, 'bash'],
      ['item', 'Second\ngoes on', true, ''],
      ['item', 'nested', false, ''],
      ['paragraph', 'more', false, ''],
      ['item', '[x] done', false, ''],
    ],
  )
  const [first] = document.blocks
  assert.equal(content.slice(first!.span.start, first!.span.end), '1. First `make a`')
  assert.deepEqual(
    first!.code.map(({ text, place }) => [text, content.slice(place.start, place.end)]),
    [['make a', '`make a`']],
  )
})

test('tables: each row a block, with its own code spans', async () => {
  const content =
    'Above\n| A | B |\n|---|:-:|\n| `x` | **y** |\n| z |\n\na | b\n--|--\nc | d\n\nno | table\nhere | either\n'
  const document = await read(content)
  assert.deepEqual(kinds(document), [
    ['paragraph', 'Above'],
    ['table', 'A | B'],
    ['table', 'x | y'],
    ['table', 'z'],
    ['table', 'a | b'],
    ['table', 'c | d'],
    ['paragraph', 'no | table\nhere | either'],
  ])
  const row = document.blocks[2]!
  assert.equal(content.slice(row.span.start, row.span.end), '| `x` | **y** |')
  assert.deepEqual(
    row.code.map(({ text }) => text),
    ['x'],
  )
})

test('front matter is no heading; comments say nothing; quotes are read', async () => {
  for (const ending of ['\n', '\r\n']) {
    const document = await read(
      ['---', 'title: x', '# no heading', '---', '# Real', '', '<!-- ## Hidden -->', '', '> said', ''].join(ending),
    )
    assert.deepEqual(kinds(document).slice(1), [
      ['heading', 'Real'],
      ['html', ''],
      ['paragraph', 'said'],
    ])
    assert.equal(document.blocks[0]?.kind, 'other')
  }
  assert.deepEqual(kinds(await read('---\n\nA rule\n')), [
    ['other', ''],
    ['paragraph', 'A rule'],
  ])
})

test('a long file is read in parts as if it were whole', async () => {
  const release = (i: number) =>
    `## [1.${i}.0]\n\n- item ${i}\n\n${i % 7 ? '' : '```sh\n\n# in a fence\n```\n\n<!--\n\n# in a comment\n-->\n\n'}`
  const content = `${Array.from({ length: 3000 }, (_, i) => release(i)).join('')}[1.7.0]: http://x\n`
  const document = await read(content)
  assert.equal(document.headings.length, 3000)
  assert.equal(document.headings[7]?.title, '1.7.0')
  assert.equal(document.headings[8]?.title, '[1.8.0]')
  for (const { place, title } of document.headings.slice(8))
    assert.equal(content.slice(place.start, place.end), `## ${title}`)
  assert.equal(document.blocks.filter(({ kind, text }) => kind === 'code' && text === '\n# in a fence').length, 429)
})

test('an open fence runs to the end, however long', async () => {
  const document = await read(`# A\n\n\`\`\`\n${'\n# no heading\n'.repeat(5000)}`)
  assert.deepEqual(
    document.headings.map(({ title }) => title),
    ['A'],
  )
})

test('hostile text ends soon, and what is not read is said', async () => {
  for (const content of [
    '**a_ '.repeat(20_000),
    '> '.repeat(10_000),
    '['.repeat(50_000),
    '[a]('.repeat(10_000),
    '`'.repeat(3000).replace(/`/g, '` ``  '),
  ])
    assert.equal((await read(content)).headings.length, 0)
  const { problem, blocks } = await read(`${'> '.repeat(10_000)}word`)
  assert.match(problem?.message ?? '', /nested too deeply/)
  assert.equal(blocks.length, 1)
  for (const nested of ['> ', '- ']) {
    assert.equal((await read(`${nested.repeat(90)}word`)).blocks.at(-1)?.text, 'word')
    for (let depth = 95; depth < 205; depth++) {
      const deep = await read(`${nested.repeat(depth)}word`)
      assert.ok(deep.problem || deep.blocks.at(-1)?.text === 'word', `${nested} ${depth} times`)
    }
  }
  const long = await read('word\n\n'.repeat(100_000))
  assert.deepEqual([long.problem, long.blocks.length], [undefined, 100_000])
})

test('places hold in any nesting, with tabs, either ending of lines, NUL and front matter', async () => {
  for (const ending of ['\n', '\r\n', '\r'])
    for (const before of ['', '---\na: b\n---\n']) {
      const content = `${before}> 1. - one \`a\` \\\` \`\` b\` \`\`  \n>\t     two [\`c\`](x) \n\n-\t## \`d\` # #\n\n- - - *\n\n Under \`e\0\n f\`\n  ===\n\n* * *\n\n- * * *\n\n\t\`\`\`\n`
      const file = content.replaceAll('\n', ending)
      const { blocks } = await read(file)
      const seen = (span: { start?: number; end?: number }) =>
        file.slice(span.start, span.end).replaceAll(ending, '\n').replaceAll('\0', '0')
      assert.deepEqual(
        blocks.filter(({ span }) => span.start >= before.length).map(({ kind, span }) => [kind, seen(span)]),
        [
          ['item', '1'],
          ['item', '- one `a` \\` `` b` ``  \n>\t     two [`c`](x)'],
          ['item', '-'],
          ['heading', '## `d` # #'],
          ['item', '-'],
          ['item', '-'],
          ['item', '-'],
          ['item', '*'],
          ['heading', 'Under `e0\n f`\n  ==='],
          ['other', '* * *'],
          ['item', '-'],
          ['other', '* * *'],
          ['code', '```'],
        ],
      )
      assert.deepEqual(
        blocks.flatMap(({ code }) => code.map(({ place }) => seen(place))),
        ['`a`', '`` b` ``', '`c`', '`d`', '`e0\n f`'],
      )
    }
})

test('the lines of a block of code are found in the file, through fences, lists and quotes', async () => {
  const content =
    '1. Do this:\n\n   ```sh\n   git pull\n\n   make deploy\n   ```\n\n> ```\n> kubectl get pods\n> ```\n\n    indented one\n'
  const document = await read(content)
  const shown = document.blocks
    .filter(({ kind }) => kind === 'code')
    .map(({ lines }) => lines?.map(({ start, end }) => content.slice(start, end)))
  assert.deepEqual(shown, [['git pull', '', 'make deploy'], ['kubectl get pods'], ['indented one']])
})

test('what is struck out is not said, neither its words nor its commands', async () => {
  const { blocks } = await read('1. ~~Run `make deploy`.~~ Start the pipeline with `go`.\n2. ~~Wait.~~\n\nA ~ b ~ c\n')
  assert.deepEqual(
    blocks.map(({ text, code }) => [text, code.map((one) => one.text)]),
    [
      ['Start the pipeline with go.', ['go']],
      ['', []],
      ['A ~ b ~ c', []],
    ],
  )
})
