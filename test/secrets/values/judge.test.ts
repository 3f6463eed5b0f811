import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pair } from '../../../src/secrets/structure/pair.ts'
import { judgeValue } from '../../../src/secrets/values/judge.ts'
import { made, random } from '../structure/support.ts'

const pair = (value: string, more: Partial<Pair> = {}): Pair => ({
  name: 'db_password',
  path: 'db_password',
  value,
  start: 0,
  end: value.length,
  form: 'env',
  quoted: false,
  source: 'named-value',
  setting: 'main',
  loose: false,
  beside: true,
  comment: false,
  ...more,
})
const is = (value: string, more?: Partial<Pair>) => judgeValue(pair(value, more)).is

const base64 = (text: string) => Buffer.from(text).toString('base64')

const chosen: readonly string[] = [
  made('Sum', 'mer', '2023!'),
  made('hun', 'ter2'),
  made('P@ss', 'w0rd'),
  made('ad', 'min123'),
  made('1qaz', '2wsx'),
  made('sword', 'fish!23'),
  made('api', '123'),
  made('@P05t', 'GreSQL!'),
  made('admin', '!@#$'),
  made('0815_', 'geheim'),
  made('`zaq12', 'wsx9k`'),
  made('OhG0d', 'Please1nsert!'),
  made('base64:', '4StV8PVvCLC6gkJX', 'gGdkYdlWW0suqjb2'),
]
for (const value of [...chosen, random, made('51e61afee2c2667123', 'fc9ed160a0a20b330c8f74'), base64(random)]) {
  test(`${value.slice(0, 2)}… (${value.length}) is a secret beside the name of a password`, () =>
    assert.equal(is(value), 'secret'))
}

for (const value of [
  'password',
  'admin',
  'postgres',
  'changeme',
  'ChangeMe123',
  '12345678',
  made('sword', 'fish'),
  base64('password'),
  base64('root'),
]) {
  test(`${value} may be one that ships`, () => assert.equal(is(value), 'uncertain'))
}

const none: readonly string[] = [
  '#password',
  '#repeat-password',
  '@Model.Data.RefreshToken',
  '@ViewData["AccessToken"]',
  '@item?.Secret',
  '',
  'ISO-8859-1',
  made('pub5', '1e61afee2c2667123fc9ed160a0a20b'),
  '/etc/ssh/ssh_host_ed25519_key',
  'windows-1252',
  '000102030405060708090A0B0C0D0E0F',
  '0x00112233445566778899aabbccddeeff',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  '-pass-basic-auth=false',
  'xx',
  'xxxxxxxxxxxx',
  '00000000-0000-0000-0000-000000000000',
  'you_are_not_using_k8s',
  '****',
  '...',
  '<your-password>',
  'String?',
  '0002_auto_20160226_1747',
  "( 1.3.6.1.4.1.4203.666.1.60 NAME 'shopPassword' SYNTAX 1.2.840.113549.1.8.1.1 )",
  'string[]',
  '`grep password /etc/shop.cnf | tail -n 1`',
  `grep password /etc/shop.cnf | tail -n 1 | awk '{print $1}'`,
  'your_password_here',
  'REPLACE_ME',
  'TODO',
  'example',
  'null',
  'true',
  'string',
  'required',
  '${DB_PASSWORD}',
  '${{ secrets.DB_PASSWORD }}',
  '$DB_PASSWORD',
  '%DB_PASSWORD%',
  '{{ .Values.password }}',
  '{{password}}',
  '<%= ENV["X"] %>',
  '#{password}',
  '$(cat /run/secrets/x)',
  'op://vault/item/field',
  'vault:secret/data/x#password',
  'ENC[AES256_GCM,data:abc,iv:def]',
  'ENC(abcdef0123456789)',
  'EJ[1:abc:def:ghi]',
  '{cipher}0123456789abcdef',
  '@Microsoft.KeyVault(SecretUri=x)',
  'arn:aws:secretsmanager:eu-central-1:1:secret:x',
  'projects/p/secrets/s/versions/1',
  'var.db_password',
  'process.env.DB_PASSWORD',
  'sys.argv[2].strip(',
  'os.getenv("DB_PASSWORD")',
  'config.password',
  '*POSTGRES_PASSWORD',
  '@user.password',
  '/run/secrets/db_password',
  'https://vault.internal/x',
  'shop@example.org',
  'id_rsa.pem',
  'getPassword',
  'PASSWORD_RESET_TOKEN',
  'db_password',
  'The password must have eight characters',
  'Passwort vergessen?',
  'dev-session-secret-very-long-string-12345',
  'STAGING_PASSWORD',
  base64('STAGING_PASSWORD'),
  'BASE64STRING',
  '1.2.3',
  '2024-01-31',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----',
]
test('what a route of Rails leads to is no password, a parameter below a path may be', () => {
  assert.equal(is('users/passwords#edit', { name: '/users/password', form: 'code' }), 'none')
  assert.equal(is(made('hun', 'ter2'), { name: '/shop/db_password' }), 'secret')
})

for (const value of none) test(`${value} is none`, () => assert.equal(is(value), 'none'))

test('a number in the middle of a word that is cut short is no sign of a machine', () => {
  assert.equal(is('k8s_gldb', { name: 'deploy_token' }), 'uncertain')
  assert.equal(is(made('k8s', '_9dQx', 'W2z'), { name: 'deploy_token' }), 'secret')
})

test('small letters with dashes between short words are a name, but for four times four', () => {
  const name = { name: 'CsiNodeSecret', form: 'code', quoted: true, beside: false } as const
  assert.equal(is(made('forge-csi', '-rbd-node'), name), 'none')
  assert.equal(is(made('qzvk-wjfx', '-pbhn-gtrd')), 'secret')
})

test('a UUID beside the name of a token may be one', () => {
  assert.equal(is('26dfe8d8-889b-4380-92ff-9c3c6ea5d930', { name: 'api_token' }), 'uncertain')
})

test('in code a word is a name more often than a password, unless a user stands beside it', () => {
  const word = made('yan', 'kees', 'fan')
  assert.equal(is(word, { form: 'code', beside: false }), 'none')
  assert.equal(is(word, { form: 'code' }), 'uncertain')
})

test('in tests, samples, texts and languages a chosen password is none, a long random one uncertain', () => {
  for (const setting of ['test', 'sample', 'prose'] as const) {
    assert.equal(is(chosen[0] as string, { name: 'password', setting, beside: false }), 'none')
    assert.equal(is(random, { setting }), 'uncertain')
  }
  assert.equal(is(chosen[0] as string, { setting: 'language' }), 'none')
})

test('what a text tells of a user and a password is a note; a test has many such', () => {
  assert.equal(is(chosen[0] as string, { setting: 'prose' }), 'uncertain')
  assert.equal(is(chosen[0] as string, { setting: 'test' }), 'none')
})

test('a token beside the user or the host that it is for is a secret, and alone a note', () => {
  const name = 'token'
  assert.equal(is(random, { name, form: 'hcl', quoted: true }), 'secret')
  assert.equal(is(random, { name, form: 'hcl', quoted: true, beside: false }), 'uncertain')
})

test('a word with which a password is compared, beside a user, is a note; an argument is none', () => {
  const word = made('jack', 'therip')
  assert.equal(is(word, { name: 'password', form: 'code', loose: true, compared: true }), 'uncertain')
  assert.equal(is(word, { name: 'password', form: 'code', loose: true }), 'none')
})

test('a UUID as a password is a note, wherever it is given', () =>
  assert.equal(
    is('aeb14966-ffc2-4fb0-bf45-cd903b3535da', { name: 'password', form: 'code', loose: true }),
    'uncertain',
  ))

test('letters of one case beside a weak name are a note', () => {
  const mash = made('qmslkjdfmq', 'lskdjfmqlksj', 'azcueznbvbwz')
  assert.equal(is(mash, { name: 'rootKey', form: 'code' }), 'uncertain')
  assert.equal(is(mash, { name: 'password', form: 'code' }), 'secret')
})

test('a pipeline has throwaway services', () => {
  assert.equal(is('postgres', { setting: 'pipeline' }), 'uncertain')
  assert.equal(is('postgres', { setting: 'pipeline', beside: false }), 'none')
  assert.equal(is('postgres', { setting: 'pipeline', name: 'api_token' }), 'none')
  assert.equal(is(chosen[0] as string, { setting: 'pipeline' }), 'uncertain')
  assert.equal(is(random, { setting: 'pipeline' }), 'secret')
})

test('a comment, a name that is for tests, a variable that browsers load: a note at most', () => {
  assert.equal(is(random, { comment: true }), 'uncertain')
  assert.equal(is(random, { name: 'TEST_PASSWORD' }), 'uncertain')
  assert.equal(is(random, { name: 'VITE_MAPS_API_KEY' }), 'uncertain')
})

test('what is under the keys of sealed values is none', () => {
  const sealed = `CiQAhq1U${random}${random}${random}`
  assert.equal(is(sealed, { path: 'secrets.secretEnv.DB_PASSWORD' }), 'none')
  assert.equal(is(sealed, { path: 'availableSecrets.inline.envMap.DB_PASSWORD' }), 'none')
  assert.notEqual(is(random, { path: 'secrets.secretEnv.DB_PASSWORD' }), 'none')
  assert.equal(is(random, { path: 'spec.encryptedData.db_password' }), 'none')
})

test('a sealed secret is none by its form, wherever it stands', () => {
  const sealed = Buffer.alloc(580, 'sealed by the key of the cluster!')
  for (const size of [512, 256]) {
    sealed.writeUInt16BE(size)
    assert.equal(is(sealed.toString('base64')), 'none')
  }
  sealed.writeUInt16BE(0x4142)
  assert.equal(is(sealed.toString('base64')), 'secret')
})

test('a key that is meant to be published is none', () => {
  assert.equal(
    is(made('pk.eyJ1Ijoic2hvcCIsImEi', 'OiJja2V2c3l5b20ifQ.FdOGNk3y1BPkGvF'), { name: 'MAPBOX_TOKEN' }),
    'none',
  )
  assert.equal(is(made('pk_live_', '51Hx8aKq3Lm2Nn9Pz7Rr'), { name: 'STRIPE_KEY' }), 'none')
})

test('the key of a browser agent of New Relic and the key that Grafana comes with are no secrets of anybody', () => {
  assert.equal(is(made('155b0', 'a1326'), { name: 'licenseKey', form: 'code', quoted: true }), 'none')
  assert.equal(is(made('SW2YcwTIb9zp', 'OOhoPsMm'), { name: 'secret_key', form: 'ini' }), 'uncertain')
})

test('the hash of a password is a note, and a reason is given', () => {
  const hash = made('$2y$12$', 'R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW')
  const judgement = judgeValue(pair(hash))
  assert.equal(judgement.is, 'uncertain')
  assert.match(judgement.why, /hash/)
})

test('no reason holds the value', () => {
  for (const value of [...chosen, random]) assert.ok(!judgeValue(pair(value)).why.includes(value))
})

test('long values of every kind are judged in time that grows with their length', () => {
  const seeds = [
    'a',
    'aA',
    '/a',
    'a/',
    'a.b',
    '-',
    '_-',
    ' a',
    '$',
    '{',
    '%',
    '(',
    '\\',
    '.',
    '0',
    'a1',
    ':',
    '@',
    '=',
    '[',
    '"',
  ]
  const begun = process.cpuUsage()
  for (const seed of seeds) for (const end of ['', '!', '\n', '/', '{']) is(seed.repeat(990 / seed.length) + end)
  const { user, system } = process.cpuUsage(begun)
  assert.ok(user + system < 5e6, `${(user + system) / 1e6} s`)
})

test('a salt is a note at most, and what a file of settings says of tests is none', () => {
  assert.equal(is(random, { name: 'signing_salt' }), 'uncertain')
  assert.equal(is(chosen[0] as string, { path: 'test.db_password', form: 'yaml' }), 'none')
  assert.equal(is(chosen[0] as string, { path: 'production.db_password', form: 'yaml' }), 'secret')
})

test("what everybody guesses is a note beside a user, on a machine of one's own and in a text, too", () => {
  assert.equal(is('root', { setting: 'development' }), 'uncertain')
  assert.equal(is('root', { setting: 'development', beside: false }), 'none')
  assert.equal(is('123456', { setting: 'prose', form: 'prose' }), 'uncertain')
  assert.equal(is('123456', { setting: 'prose', form: 'prose', beside: false }), 'none')
  assert.equal(is('password', { setting: 'prose', form: 'prose' }), 'none')
})

test('words that nobody changed are what is deployed: a note', () => {
  for (const value of ['shop-db-change-me', 'jwt-secret-change-me-in-production'])
    assert.equal(is(value, { form: 'yaml', name: 'adminPassword' }), 'uncertain')
  assert.equal(is('shop-local-redis-cache', { form: 'yaml', name: 'REDIS_PASSWORD' }), 'uncertain')
  assert.equal(is('shop-local-redis-cache', { form: 'yaml', name: 'redisPassword' }), 'none')
})

test('a word with an underscore is an argument, and a name elsewhere', () => {
  const name = 'mysql password'
  assert.equal(is('shop_pass', { name, form: 'shell', source: 'command-argument' }), 'uncertain')
  assert.equal(is('shop_pass', { name, form: 'code', quoted: true, beside: false }), 'none')
})

test('what somebody wrote for a key of his own, where tokens are signed with it, is a note', () => {
  const key = { name: 'SecurityKey', form: 'json', quoted: true } as const
  assert.equal(is('mySecretKey_mySecretKey', key), 'uncertain')
  assert.equal(is('yourSecretKey_yourSecretKey', key), 'none')
})

test('letters alone behind the beginning of a key are made up where they are no words', () => {
  const name = 'apiKey'
  const mash = made('rtyqpgug', 'wrkztwuyiaj', 'vegxfzpzjpp', 'yveudljakgjrvzdheh')
  assert.equal(is(`sk-${mash}`, { name, form: 'code', quoted: true }), 'secret')
  assert.equal(is('sk-somethingthatreadslikewordsinarow', { name, form: 'code', quoted: true }), 'none')
})

test('the name of an algorithm is no key', () =>
  assert.equal(is('PBKDF2WithHmacSHA1', { name: 'newSecretKey', form: 'code', loose: true, quoted: true }), 'none'))

test('`my` with a number behind it is a password that somebody uses', () => {
  assert.equal(is(made('My_pass', 'word123')), 'secret')
  assert.equal(is('my_password'), 'none')
  assert.equal(is('my-password-here'), 'none')
})

test('a word over and over is guessed by everybody', () => {
  const name = 'JWT_SECRET'
  assert.equal(is(`${'truly'.repeat(5)}safe`, { name, form: 'env' }), 'uncertain')
  assert.equal(is(made('couscous', 'mixture'), { name, form: 'env' }), 'secret')
})

test('the characters that something may be made of are no password where they are an argument', () => {
  const code = { form: 'code', quoted: true, name: 'password', beside: false } as const
  assert.equal(is('0123456789abcdefABCDEF', { ...code, loose: true }), 'none')
  assert.equal(is('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', { ...code, loose: true }), 'none')
  assert.equal(is(made('0123456789', 'abcdef', 'ABCDEG'), { ...code, loose: true, beside: true }), 'secret')
})

test('what the manual of a server shows is a default', () => {
  assert.equal(is('s3cret', { form: 'code', quoted: true }), 'uncertain')
  assert.equal(is('s3cr3t', { form: 'yaml' }), 'uncertain')
  assert.equal(is('edd1c9f034335f136f87ad84b625c8f1', { form: 'shell', name: 'X-API-KEY' }), 'uncertain')
})

test('a token that says what it is was made up by somebody; a password may be one', () => {
  const settings = { form: 'toml', quoted: true } as const
  for (const value of ['old_deprecated_token_456', 'abc_123_secret_token', 'shop-token-2023'])
    assert.equal(is(value, { ...settings, name: 'bearer_token' }), 'uncertain', value)
  assert.equal(is('shop_777_secret_gold', { ...settings, name: 'db_password' }), 'secret')
  assert.equal(is('shop_secret_key_777', { ...settings, name: 'jwt_secret' }), 'secret')
})

test('the key that Django puts into a new project is in use where somebody only changed its end', () => {
  const name = 'SECRET_KEY'
  assert.equal(is('django-insecure-goldsmith-premium-key-12345', { name }), 'uncertain')
  assert.equal(is('django-insecure-fallback', { name, form: 'code', quoted: true }), 'uncertain')
  assert.equal(is('django-insecure-fallback', { name, form: 'code', quoted: true, loose: true }), 'uncertain')
  assert.equal(is('insecure-fallback', { name: 'password', form: 'code', quoted: true }), 'none')
})

test('digits between signs are a password in code, a colour is none', () => {
  const code = { form: 'code', quoted: true, beside: false, name: 'plainPassword' } as const
  assert.equal(is('@203040@', code), 'uncertain')
  assert.equal(is('777888!', code), 'uncertain')
  assert.equal(is('#203040', code), 'none')
})

test("the key of jwt.io's page opens nothing that it should", () => {
  const body = made(
    'MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC7',
    'VJTUt9Us8cKjMzEfYyjiWA4R4',
    'x9Yq'.repeat(40),
  )
  for (const setting of ['main', 'development'] as const)
    assert.equal(is(body, { name: 'jwt.secret.key', form: 'properties', setting }), 'uncertain')
})

test('hashes of users that a program is started with are a note among fixtures, those of a test are none', () => {
  const hash = made('pbkdf2_sha256$', '600000$q7ZtW2mX9bLc$', 'R4vKp8HsD6nYt5GfJ3aQu1VxE0iOzBwq7ZtW2mX9bLc=')
  const fixture = { form: 'json', quoted: true, name: 'password', setting: 'test' } as const
  assert.equal(is(hash, { ...fixture, path: 'fields.password' }), 'uncertain')
  assert.equal(is(hash, { ...fixture, path: 'user.password' }), 'none')
})

test('what Jetty hides from a look over a shoulder is judged by what it says', () => {
  const hidden = (text: string) => {
    const bytes = [...Buffer.from(text)]
    return `OBF:${bytes
      .map((byte, at) => {
        const other = bytes[bytes.length - at - 1] as number
        return ((127 + byte + other) * 256 + 127 + byte - other).toString(36).padStart(4, '0')
      })
      .join('')}`
  }
  const name = { name: 'jetty.sslContext.keyStorePassword', form: 'properties' } as const
  assert.equal(is(hidden('password'), name), 'uncertain')
  assert.equal(is(hidden(made('Sum', 'mer', '2023!')), name), 'secret')
})

test('a row of digits and letters is typed by a hand, in hexadecimal and in the alphabet of base 32, too', () => {
  const header = { name: 'Authorization', source: 'authorization', form: 'code', quoted: true } as const
  assert.equal(is('abcdef0123456789', header), 'none')
  assert.equal(is('abcd9f0173e56a89', header), 'secret')
  assert.equal(is('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', { name: 'otp_secret_key', form: 'shell' }), 'uncertain')
})

test('a path with a name of a file at its end is one, whatever the folders are called', () => {
  const key = { name: 'xpack.security.http.ssl.key', form: 'yaml' } as const
  assert.equal(is(made('certs/es01', '/es01.key'), key), 'none')
  assert.equal(is(made('c3Rt/ZXM', 'wMS9/lcZ'), { name: 'secret_key' }), 'secret')
})
