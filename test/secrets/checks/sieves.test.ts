import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checks, completions, proves } from '../../../src/secrets/checks/index.ts'
import { isMadeUp } from '../../../src/secrets/checks/placeholder.ts'
import { scanText } from '../../../src/secrets/index.ts'
import { written } from '../../../src/secrets/pattern/abbreviations.ts'

test('a checksum proves, a form that anybody can write does not', () => {
  for (const name of ['github', 'npm', 'grafana', 'pypi']) assert.ok(proves(name), name)
  for (const name of ['password', 'jwt', 'pem', 'aws-key-id', 'base64-of-32', undefined]) assert.ok(!proves(name), name)
  // keys that everybody makes at home: the checksum is there for slips of the pen
  for (const name of ['crc16', 'base58check', 'bech32', 'wireguard']) assert.ok(!proves(name), name)
})

test('what an author made up is none: a run of one character, of the alphabet, of digits', () => {
  for (const token of [
    'ab_XXXXXXXXXXXX',
    'sk_0123456789abcdef',
    'token_abcdefghijkl',
    'EXAMPLEKEY',
    'your-api-key-here',
    'deadbeefdeadbeef',
  ])
    assert.ok(isMadeUp(token), token)
  assert.ok(!isMadeUp('Zq8vW2mXr7TgK4'))
})

test('a row of A is the form of tokens of X and Dropbox, and what is random has to be random', () => {
  const random = 'Zq8vW2mXr7TgK4hB9nLcYd3FsJp6RtUe1MaQwEx5GzVb'
  assert.ok(checks['x-bearer']!(`${'A'.repeat(21)}${random}%3D${random}`))
  assert.ok(!checks['x-bearer']!('A'.repeat(110)))
  assert.ok(checks['dropbox-old']!(`Zq8vW2mXr7T${'A'.repeat(10)}${random.slice(0, 43)}`))
  assert.ok(!checks['dropbox-old']!('A'.repeat(64)))
})

test('a pair in base 64 is none where it says user and password', () => {
  assert.ok(checks['base64-pair']!(Buffer.from('ci:kX9vQ2mW').toString('base64')))
  for (const pair of ['username:password', 'user:pass', 'no colon'])
    assert.ok(!checks['base64-pair']!(Buffer.from(pair).toString('base64')), pair)
})

test('of two kinds of one value the one that knows more tells', () => {
  const of = (text: string) => scanText('src/settings.txt', text).map(({ detector }) => detector)
  assert.deepEqual(of(`token: ${completions['kubernetes-jwt']!('')}`), ['kubernetes-token'])
  assert.deepEqual(of(`token: ${completions.jwt!('')}`), ['json-web-token'])
})

test('a name gives a value in any language of configuration', () => {
  const pattern = new RegExp(`^${written('key{variant}{gives}(?<secret>[a-z]{5})')}`)
  for (const text of [
    'key=value',
    'key: "value"',
    "'key' => 'value'".slice(1),
    'key := `value`',
    'key value',
    'key_prod=value',
    'key2: value',
    'key", "value"',
    'key\n    value: value',
    'key", "value": "value"',
    'key("value")',
  ])
    assert.equal(pattern.exec(text)?.groups?.secret, 'value', text)
})
