import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { columns } from '../../src/reporters/columns.ts'
import { excerptOf, locate } from '../../src/reporters/source-context.ts'
import { assessment, placeOf, result, terminalLines } from './support/assessment.ts'

/** The source line as the terminal shows it, and what stands above the carets. */
async function marked(content: string, piece: string, width = 80): Promise<{ line: string; above: string }> {
  const files = { 'a.yml': content }
  const place = placeOf(files, 'a.yml', piece)
  const lines = await terminalLines(assessment({ results: [result({ place })] }), files, { width })
  const at = lines.findIndex((line) => /^ +\| +\^+$/.test(line))
  assert.ok(at > 0, lines.join('\n'))
  const [line, carets] = [lines[at - 1] as string, lines[at] as string]
  const from = carets.indexOf('^')
  return { line, above: sliceColumns(line, from, carets.length) }
}

/** The characters of a line in a range of columns. */
function sliceColumns(line: string, from: number, to: number): string {
  let at = 0
  let found = ''
  for (const c of line) {
    if (at >= from && at < to) found += c
    at += columns(c)
  }
  return found
}

test('the carets stand under the place', async () => {
  const { line, above } = await marked('jobs:\n  deploy:\n    needs: build\n', 'deploy')
  assert.equal(line, '      2 |   deploy:')
  assert.equal(above, 'deploy')
})

test('tabs before and in the place take two columns', async () => {
  assert.equal((await marked('\t\trun: make\tall # x\n', 'make\tall')).above, 'make  all')
})

test('a line end of Windows is no part of the line', async () => {
  const { line, above } = await marked('a: 1\r\nb: two\r\nc: 3\r\n', 'two')
  assert.deepEqual([line, above], ['      2 | b: two', 'two'])
})

test('old line ends of the Macintosh count', async () => {
  assert.equal((await marked('a: 1\rb: two\rc: 3', 'two')).line, '      2 | b: two')
})

test('wide characters take two columns, combining marks none', async () => {
  assert.equal((await marked('name: 配備 # 本番\n', '本番')).above, '本番')
  assert.equal((await marked('name: café 🚀 go\n', 'go')).above, 'go')
  assert.equal((await marked('name: cafe\u0301 go\n', 'go')).above, 'go')
})

test('control characters are shown, and the carets still stand under the place', async () => {
  const { line, above } = await marked('a: \u001b[31mred\u202e here\n', 'here')
  assert.equal(line, '      1 | a: \\x1b[31mred\\u202e here')
  assert.equal(above, 'here')
})

test('a long line is cut after the place', async () => {
  const { line, above } = await marked(`run: deploy ${'x'.repeat(200)}\n`, 'deploy')
  assert.ok(columns(line) <= 80 && line.endsWith('…'), line)
  assert.equal(above, 'deploy')
})

test('a long line is cut before the place, with some of what leads to it', async () => {
  const { line, above } = await marked(`${'x'.repeat(200)} run: deploy\n`, 'deploy')
  assert.ok(columns(line) <= 80 && line.includes('| …') && line.endsWith('run: deploy'), line)
  assert.equal(above, 'deploy')
})

test('a long line is cut on both sides of a place in its middle', async () => {
  const { line, above } = await marked(`${'x'.repeat(200)} run: deploy ${'y'.repeat(200)}\n`, 'deploy')
  assert.ok(columns(line) <= 80 && line.includes('| …') && line.endsWith('…'), line)
  assert.equal(above, 'deploy')
})

test('a place longer than the screen is marked as far as it is shown', async () => {
  const { line, above } = await marked(`run: ${'x'.repeat(500)}\n`, 'x'.repeat(500))
  assert.ok(columns(line) <= 80 && line.endsWith('x…'), line)
  assert.match(above, /^x+$/)
})

test('wide characters are never cut in half', async () => {
  for (let lead = 0; lead < 4; lead++) {
    const { line } = await marked(`${'a'.repeat(lead)}本: ${'配'.repeat(200)} go\n`, 'go')
    assert.ok(columns(line) <= 80 && !line.includes('\ufffd'), line)
  }
})

test('of a place over many lines the first is shown', async () => {
  const { line, above } = await marked('jobs:\n  deploy:\n    needs: build\n', 'deploy:\n    needs')
  assert.equal(line, '      2 |   deploy:')
  assert.equal(above, 'deploy:')
})

test('blanks at the end of the place are not marked', async () => {
  assert.equal((await marked('a: b   # c\n', 'b   ')).above, 'b')
})

test('an empty stretch and one at the end of the line get one caret', async () => {
  const text = new Text('a.yml', 'ab\ncd\n')
  const at = (start: number) => excerptOf({ file: 'a.yml', start, end: start }, () => text, 40)
  assert.deepEqual(at(1), { number: 1, before: 'a', marked: '', after: 'b' })
  assert.deepEqual(at(2), { number: 1, before: 'ab', marked: '', after: '' })
  const lines = await terminalLines(assessment({ results: [result({ place: { file: 'a.yml', start: 2, end: 2 } })] }), {
    'a.yml': 'ab\n',
  })
  assert.ok(lines.includes('        |   ^'), lines.join('\n'))
})

test('nothing is drawn for a blank line, a whole file, a setting or a file without text', () => {
  const text = new Text('a.yml', 'a\n  \nb\n')
  const none = [{ file: 'a.yml', start: 3 }, { file: 'a.yml' }, { file: '', setting: 'tag v1' }].map((place) =>
    excerptOf(place, () => text, 40),
  )
  assert.deepEqual(none, [undefined, undefined, undefined])
  assert.equal(
    excerptOf({ file: 'b', start: 0 }, () => undefined, 40),
    undefined,
  )
})

test('a place is called file:line:column, its file, its setting, or the repository', () => {
  const text = new Text('a.yml', 'a\nbc\n')
  const call = (place: Parameters<typeof locate>[0]) => locate(place, (file) => (file === 'a.yml' ? text : undefined))
  assert.equal(call({ file: 'a.yml', start: 3 }), 'a.yml:2:2')
  assert.equal(call({ file: 'a.yml' }), 'a.yml')
  assert.equal(call({ file: 'b.yml', start: 3 }), 'b.yml')
  assert.equal(call({ file: '', setting: 'tag v1' }), 'tag v1')
  assert.equal(call({ file: '' }), 'the repository')
})
