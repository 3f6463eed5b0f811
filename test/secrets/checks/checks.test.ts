import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checks, completions } from '../../../src/secrets/checks/index.ts'

const begun: Readonly<Record<string, string>> = {
  github: `token: ghp_${'a1B2c3'.repeat(5)}`,
  npm: `npm_${'a1B2c3'.repeat(5)}`,
  netbird: `nbp_${'a1B2c3'.repeat(5)}`,
  matrix: 'token: syt_Ym90_abcdefghijklmnopqrst_',
  grafana: `glsa_${'a1B2'.repeat(8)}_`,
  atlassian: 'JIRA_TOKEN=ATATT3xFfGF0abc_-def=',
  'gitlab-routable': 'glpat-abcDEF-123_xyz.01.0q',
  pypi: 'pypi-',
  'grafana-cloud': 'glc_',
  sentry: 'sntrys_',
  onepassword: 'ops_',
  mapbox: 'sk.',
  bech32: 'AGE-SECRET-KEY-1QQQQQQQQQQQ',
}
const named: Readonly<Record<string, string>> = {
  'nats-seed': 'crc16',
  'stellar-seed': 'crc16',
  wif: 'base58check',
  'extended-key': 'base58check',
  'pem-ec': 'pem',
  'pem-line': 'pem',
  'pem-rsa': 'pem',
}

for (const [name, complete] of Object.entries(completions)) {
  test(`what ${name} demands is what its check accepts`, () => {
    const start = begun[name] ?? ''
    const whole = `${start}${complete(start)}`
    const value = whole.replace(/^(?:token: |JIRA_TOKEN=)/, '')
    const check = checks[named[name] ?? name]!
    assert.ok(check(value))
    assert.ok(!check(`${value.slice(0, 10)}~${value.slice(11)}`), 'with a character that is none of it')
  })
}

test('a checksum with one character changed is none', () => {
  for (const [name, start] of Object.entries(begun)) {
    if (!['github', 'npm', 'netbird', 'matrix', 'grafana', 'atlassian', 'gitlab-routable', 'bech32'].includes(name))
      continue
    const value = `${start}${completions[name]!(start)}`.replace(/^[^ ]*: |^JIRA_TOKEN=/, '')
    const last = value.at(-1)!
    assert.ok(
      !checks[name]!(value.slice(0, -1) + (last === '0' ? '1' : last === 'A' ? 'C' : last === 'Q' ? 'P' : '0')),
      name,
    )
  }
})

test('GitHub and npm: the tokens that they published, and their checksums', () => {
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ (in parts: neither is one)
  assert.ok(checks.github!(['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_')))
  assert.ok(checks.npm!(['npm', 'qkJaB6MffYVzZXWqmcoF49yrUxP3wf0LsakP'].join('_')))
})

test('AWS key ids: base 32, and an account of twelve digits', () => {
  assert.ok(checks['aws-key-id']!(`AKIA${'QYLPMN5HHHFPZAM2'}`))
  assert.ok(checks['aws-key-id']!(`AKIA${'JQ5CMEDOMGMRTUV2'}`), 'of before 2019')
  assert.ok(!checks['aws-key-id']!('AKIA0123456789012345'), 'no base 32')
  assert.ok(!checks['aws-key-id']!(`AKIA${'7777777777777777'}`), 'account 1099511627775')
})

test('JSON Web Tokens: signed, not over, not those of the standards', () => {
  const make = (payload: object, header: object = { alg: 'HS256' }, signature = 32) =>
    [header, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(Buffer.alloc(signature, 0xa7).toString('base64url'))
      .join('.')
  assert.ok(checks.jwt!(make({ sub: 'shop' })))
  assert.ok(checks.jwt!(make({ sub: 'shop', iat: 1_790_000_000, exp: 1_890_000_000 })))
  const bearer = { nats: { type: 'user', bearer_token: true } }
  assert.ok(checks.jwt!(make(bearer, { alg: 'ed25519-nkey' }, 64)), 'a user of NATS who need not sign')
  for (const [why, token] of [
    ['alg none', make({ sub: 'shop' }, { alg: 'none' })],
    ['no alg', make({ sub: 'shop' }, { typ: 'JWT' })],
    ['no signature', make({ sub: 'shop' }, { alg: 'HS256' }, 0)],
    ['half a signature', make({ sub: 'shop' }, { alg: 'HS256' }, 12)],
    ['over in 2011', make({ sub: 'shop', exp: 1_300_819_380 })],
    ['over within the hour', make({ sub: 'shop', iat: 1_900_000_000, exp: 1_900_003_600 })],
    ['an account of NATS', make({ sub: 'AX', nats: { type: 'account' } }, { alg: 'ed25519-nkey' }, 64)],
    ['a user of NATS, who has to sign, too', make({ nats: { type: 'user' } }, { alg: 'ed25519-nkey' }, 64)],
    ['jwt.io', make({ sub: '1234567890', name: 'John Doe', iat: 1516239022 })],
    ['RFC 7519', make({ iss: 'joe', 'http://example.com/is_root': true })],
    ['no JSON', 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJlIG9mIHRoaXJ0eS10d28gYnl0ZXMuLi4u'],
  ] as const)
    assert.ok(!checks.jwt!(token), why)
})

test("Kubernetes and Supabase: only the claims that make a token theirs, and only Supabase's service role", () => {
  const make = (payload: object) =>
    [{ alg: 'RS256' }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(Buffer.alloc(64, 0xa7).toString('base64url'))
      .join('.')
  assert.ok(checks['kubernetes-jwt']!(make({ iss: 'kubernetes/serviceaccount' })))
  assert.ok(!checks['kubernetes-jwt']!(make({ iss: 'https://accounts.acme.com' })))
  assert.ok(checks['supabase-jwt']!(make({ iss: 'supabase', role: 'service_role' })))
  assert.ok(!checks['supabase-jwt']!(make({ iss: 'supabase', role: 'anon' })))
  assert.ok(
    !checks['supabase-jwt']!(make({ iss: 'supabase-demo', role: 'service_role' })),
    "the one of Supabase's examples",
  )
})

test('private keys parse: in lines, escaped, indented, concatenated; cut or redacted ones are none', () => {
  for (const name of ['pem', 'pem-ec', 'pem-rsa']) {
    const block = completions[name]!('')
    assert.ok(checks.pem!(block), name)
    assert.ok(checks.pem!(block.replaceAll('\n', '\\n')), `${name}, escaped`)
    assert.ok(checks.pem!(block.replaceAll('\n', '\r\n    ')), `${name}, indented`)
    assert.ok(checks.pem!(block.replaceAll('\n', '\\n" +\n  "')), `${name}, concatenated`)
    assert.ok(!checks.pem!(`${block.slice(0, 60)}\n-----END PRIVATE KEY-----`), `${name}, cut`)
  }
  assert.ok(!checks.pem!('-----BEGIN PRIVATE KEY-----\nMIIEvQ...\n-----END PRIVATE KEY-----'))
  const certificate = Buffer.from([0x30, 0x06, 0x30, 0x04, 2, 2, 1, 1]).toString('base64')
  assert.ok(!checks.pem!(`-----BEGIN PRIVATE KEY-----\n${certificate}\n-----END PRIVATE KEY-----`), 'DER, but no key')
  assert.ok(!checks.openssh!(completions['openssh-covered']!('')), 'a passphrase covers it')
  assert.ok(!checks['openssh-covered']!(completions.openssh!('')))
})

test('WireGuard: a clamped key of 32 bytes; a public key is none', () => {
  const key = Buffer.alloc(32, 0x11)
  key[0] = 0x18
  key[31] = 0x51
  assert.ok(checks.wireguard!(key.toString('base64')))
  key[31] = 0x91
  assert.ok(!checks.wireguard!(key.toString('base64')))
})

test('passwords that people chose, and what stands in their place', () => {
  for (const value of ['Tr0ub4dor&3', 's3cur3Pa55', 'kX9vQ2mW', 'Sommer2024!', 'correct-horse-battery'])
    assert.ok(checks.password!(value), value)
  for (const value of [
    'password',
    'PASSWORD',
    '${DB_PASSWORD}',
    '$PW',
    '{{ password }}',
    '<password>',
    '%s',
    'xxxxxxxx',
    '***',
    'your-password',
    'changeme',
    'my_secret_password',
    'password123',
    'aaaa',
    '[PASSWORD]',
  ])
    assert.ok(!checks.password!(value), value)
})
