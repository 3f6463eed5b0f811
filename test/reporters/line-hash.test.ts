import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { lineHashes } from '../../src/reporters/sarif/line-hash.ts'

const MASK = (1n << 64n) - 1n

/**
 * The hash as codeql-action describes it (src/fingerprints.ts), slowly: for each line that begins in the text, over the
 * 100 units from its first one that is neither space nor tab; CR and CRLF are LF; the end is 0xFFFF, then zeros.
 */
function reference(content: string): string[] {
  const units: bigint[] = []
  const starts: number[] = []
  let lineStart = true
  let afterCr = false
  const add = (code: number) => {
    if (lineStart) starts.push(units.length)
    lineStart = code === 10
    units.push(BigInt(code))
  }
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    const skipped = code === 32 || code === 9 || (afterCr && code === 10)
    afterCr = code === 13
    if (!skipped) add(code === 13 ? 10 : code)
  }
  add(0xffff)
  const seen = new Map<string, number>()
  return starts.map((start) => {
    let hash = 0n
    for (let i = start; i < start + 100; i++) hash = (hash * 37n + (units[i] ?? 0n)) & MASK
    const hex = hash.toString(16)
    seen.set(hex, (seen.get(hex) ?? 0) + 1)
    return `${hex}:${seen.get(hex)}`
  })
}

const hashes = (content: string) => lineHashes(new Text('a', content))

const cases: Record<string, string> = {
  'an empty file': '',
  'one line end': '\n',
  'no last line end': 'a\nb',
  'a last line end': 'a\nb\n',
  'short lines': 'a\n\nb\nc\n\n\nd',
  'blanks only': ' \t \n\t\n',
  'CR line ends': 'a\rb\r\rc',
  'CRLF line ends': 'a\r\nb\r\n\r\nc\r\n',
  'CR, blank, LF': 'a\r \nb',
  'a line longer than the window': `${'x'.repeat(300)}\ny`,
  'exactly the window': `${'x'.repeat(99)}\n${'y'.repeat(100)}\nz`,
  'characters beyond ASCII': 'é\n配備\n🚀🚀\n\uffff\u0000\n',
}

for (const [name, content] of Object.entries(cases)) {
  test(`line hash of ${name}`, () => assert.deepEqual(hashes(content), reference(content)))
}

test('line hashes of random texts', () => {
  let state = 42
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const alphabet = ['a', 'b', 'Z', '0', ' ', '\t', '\n', '\n', '\r', '\r\n', 'é', '配', '\ud83d', '\uffff']
  for (let round = 0; round < 200; round++) {
    const length = random(600)
    const content = Array.from({ length }, () => alphabet[random(alphabet.length)]).join('')
    assert.deepEqual(hashes(content), reference(content), JSON.stringify(content))
  }
})

test('equal lines are numbered where what follows is equal too', () => {
  const twice = `${'same line\n'.repeat(40)}`
  assert.deepEqual(hashes(twice), reference(twice))
  assert.match(hashes(twice)[1] as string, /:2$/)
})

test('a hash does not change by indenting, nor by lines inserted above', () => {
  const after = `run: deploy\n${'z\n'.repeat(100)}`
  const [hash] = hashes(after)
  assert.equal(hashes(`  \trun:  deploy\n${'z\n'.repeat(100)}`)[0], hash)
  assert.equal(hashes(`${Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join('')}${after}`)[50], hash)
})

test('there is a hash for every line', () => {
  for (const content of Object.values(cases)) {
    const { lineCount } = new Text('a', content)
    assert.ok(hashes(content).length >= lineCount, JSON.stringify(content))
  }
})

test('the numbers that codeql-action publishes in its own tests', () => {
  // tests/fingerprints.test.ts of github/codeql-action
  assert.deepEqual(hashes(''), ['c129715d7a2bc9a3:1'])
  const letters = ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']
  for (const end of ['\n', '\r', '\r\n']) {
    assert.deepEqual(hashes([' a', 'b', '  \t\tc', ' d'].join(end)), letters, JSON.stringify(end))
  }
})
