import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completions } from '../../src/secrets/checks/index.ts'
import type { PackedDetector } from '../../src/secrets/detector.ts'
import { scanBytes, scanFile, scanText } from '../../src/secrets/scan.ts'
import { characters, random } from './support/fill.ts'

const next = random('scan')
const start = `ghp_${characters('base62', 30, next)}`
const token = start + completions.github?.(start)

const detector = (over: Partial<PackedDetector>): PackedDetector => ({
  id: 'made-up',
  title: 'made up',
  vendor: 'none',
  keywords: ['acme'],
  pattern: 'acme_[a-z]{4}',
  severity: 'error',
  revoke: '',
  longest: 9,
  ...over,
})

test('offsets count the units of the decoded text, whatever the bytes are', () => {
  const content = `# Zürich 🦊 naïve\r\nkey: ${token} # ok\n`
  const utf16 = Buffer.from(`\ufeff${content}`, 'utf16le')
  const files: Record<string, Buffer> = {
    'utf-8': Buffer.from(content),
    'utf-8 with its mark': Buffer.from(`\ufeff${content}`),
    'utf-16le': utf16,
    'utf-16be': Buffer.from(utf16).swap16(),
  }
  for (const [name, bytes] of Object.entries(files)) {
    const [hit, ...others] = scanBytes('settings.txt', bytes)
    assert.equal(others.length, 0, name)
    assert.equal(content.slice(hit?.start, hit?.end), token, name)
  }
  const broken = Buffer.concat([Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(content)])
  const [hit] = scanBytes('settings.txt', broken)
  assert.equal(broken.toString('utf8').slice(hit?.start, hit?.end), token, 'broken utf-8')
})

test('a hit tells no more of the value than 16 bits and its length', () => {
  const [hit] = scanText('a.env', `TOKEN=${token}`)
  assert.match(hit?.print ?? '', /^[0-9a-f]{4}$/)
  assert.equal(hit?.length, 40)
  assert.ok(!JSON.stringify(hit).includes(token.slice(8, 16)))
})

test('a binary is searched for what has a form of its own', () => {
  const binary = Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(token), Buffer.from([0, 7])])
  const { hits, class: kind } = scanFile('app.bin', binary)
  assert.equal(kind, 'binary')
  assert.deepEqual(
    hits.map((hit) => [hit.detector, hit.start]),
    [['github-personal-token', 4]],
  )
})

test('a pattern without a beginning of its own is found around its keyword, each value once', () => {
  const detectors = [detector({ pattern: '[0-9]{4}', longest: 4 })]
  const at = (text: string) => scanText('a.txt', text, { detectors }).map((hit) => hit.start)
  assert.deepEqual(at('acme: 1234'), [6])
  assert.deepEqual(at('1234 acme acme 5678 acme'), [15])
  assert.deepEqual(at(`acme${' '.repeat(80)}1234`), [84])
  assert.deepEqual(at(`acme${' '.repeat(81)}1234`), [])
})

test('a stretch that every match has is looked for before the text is: what it stands beside changes nothing', () => {
  const hex = '7f3a9c01e5b24d68'
  const detectors = [detector({ pattern: '[0-9a-f]{16}', longest: 16, stretch: { of: 'narrow', length: 16 } })]
  const at = (text: string) => scanText('a.txt', text, { detectors }).map((hit) => hit.start)
  assert.deepEqual(at(`acme: ${hex}`), [6])
  assert.deepEqual(at(`acme${' '.repeat(80)}${hex}`), [84])
  // three bytes for each unit of the text
  assert.deepEqual(at(`acme${'€'.repeat(80)}${hex}`), [84])
  assert.deepEqual(at(`${hex} acme acme ${hex}.acme`), [27])
  assert.deepEqual(at(`acme: ${hex.slice(1)}.${hex.slice(1)}`), [])
  const wide = [detector({ pattern: '[0-9a-f/]{16}', longest: 16, stretch: { of: 'wide', length: 16 } })]
  assert.deepEqual(scanText('a.txt', 'acme 7f3a9c01/5b24d68', { detectors: wide }).length, 1)
})

test('a boundary, a class, entropy and lookalikes keep a value from being one', () => {
  const finds = (over: Partial<PackedDetector>, text: string) =>
    scanText('a.txt', text, { detectors: [detector({ anchors: { acme: [0] }, ...over })] }).length
  assert.equal(finds({}, 'x = acme_abcd'), 1)
  assert.equal(finds({}, 'xacme_abcd'), 0)
  assert.equal(finds({}, 'acme_abcde'), 0)
  assert.equal(finds({}, 'x-acme_abcd'), 1)
  assert.equal(finds({ boundary: 'token' }, 'x-acme_abcd'), 0)
  assert.equal(finds({ boundary: 'none' }, 'xacme_abcde'), 1)
  assert.equal(finds({ holds: ['digit'] }, 'acme_abcd'), 0)
  assert.equal(finds({ entropy: 3 }, 'acme_aaaa'), 0)
  assert.equal(finds({ allow: ['abcd$'] }, 'acme_abcd'), 0)
  assert.equal(finds({ files: ['*.env'] }, 'acme_abcd'), 0)
  assert.equal(finds({ pattern: 'acme_(?<secret>[a-z]{4})' }, 'acme_abcd'), 0, '_ stands before the secret')
  assert.equal(finds({ pattern: 'acme:(?<secret>[a-z]{4})' }, 'acme:abcd'), 1)
})
