import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { parseXml } from '../../src/documents/xml.ts'

const read = (content: string) => parseXml(new Text('pom.xml', content))

test('elements with attributes, text and spans', async () => {
  const content =
    '<?xml version="1.0"?>\r\n<project a="1">\r\n  <!-- c -->\r\n  <version> 1.2 </version>\r\n  <n:x><![CDATA[<é🚀>]]></n:x>\r\n</project>'
  const { document } = await read(content)
  assert.deepEqual({ ...document?.attributes }, { a: '1' })
  assert.equal(document?.text, '')
  assert.deepEqual(
    document?.children.map(({ name, text }) => [name, text]),
    [
      ['version', '1.2'],
      ['n:x', '<é🚀>'],
    ],
  )
  const [version, x] = document!.children
  assert.equal(content.slice(version!.span.start, version!.span.end), '<version> 1.2 </version>')
  assert.equal(content.slice(x!.place.start, x!.place.end), 'n:x')
  assert.equal(document!.span.end, content.length)
})

test('entities of a DTD expand to nothing', async () => {
  const lol = Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')
  const { document } = await read(
    `<!DOCTYPE l [<!ENTITY a0 "lol">${lol}<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&a20;&f;&amp;</l>`,
  )
  assert.equal(document?.text, '&a20;&f;&')
})

test('what is no XML is a problem with its place', async () => {
  assert.deepEqual((await read('<a><b></a>')).problem, {
    message: 'not valid XML: missing end tag for element b',
    span: { start: 6, end: 6 },
  })
  for (const content of ['', 'text', '<a>', '<%= erb %>', '<a>&</a>']) {
    const { document, problem } = await read(content)
    assert.equal(document, undefined, content)
    assert.match(problem?.message ?? '', /^not valid XML: [^\n]+$/)
  }
  for (const depth of [600, 10_000])
    assert.match((await read('<a>'.repeat(depth) + '</a>'.repeat(depth))).problem?.message ?? '', /nested too deeply/)
})
