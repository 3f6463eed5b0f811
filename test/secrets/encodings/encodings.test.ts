import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { completions } from '../../../src/secrets/checks/index.ts'
import { nextRun } from '../../../src/secrets/encodings/runs.ts'
import { scanBytes, scanText } from '../../../src/secrets/scan.ts'
import { characters, random } from '../support/fill.ts'

const next = random('encodings')
const start = `ghp_${characters('base62', 30, next)}`
const token = start + completions.github?.(start)
const password = `Kx${characters('base62', 14, next)}!9`
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64')
const settings = `mode: fast\ntoken: ${token}\n# the end of the settings of the shop\n`

const cases: Readonly<Record<string, readonly [text: string, through: string]>> = {
  'Base64 of a token': [`blob: ${base64(token)}\n`, 'base64'],
  'Base64 of a file': [`settings: "${base64(settings)}"\n`, 'base64'],
  'Base64 in lines': [`settings: |\n  ${base64(settings.repeat(3)).replace(/.{64}/g, '$&\n  ')}\n`, 'base64'],
  'Base64 in lines that end with CR LF': [base64(settings.repeat(3)).replace(/.{76}/g, '$&\r\n'), 'base64'],
  'Base64 in Base64': [`data: ${base64(base64(settings))}\n`, 'base64 base64'],
  'what is packed in Base64 in Base64': [`release: ${base64(base64(gzipSync(settings)))}\n`, 'base64 base64 gzip'],
  'UTF-16 in Base64': [`powershell -enc ${base64(Buffer.from(`$t = "${token}"`, 'utf16le'))}`, 'base64'],
  hexadecimal: [`hex = ${Buffer.from(token).toString('hex')}`, 'hexadecimal'],
  'escapes of code': [`t = "${token.replace(/./g, (c) => `\\x${c.charCodeAt(0).toString(16)}`)}"`, 'escapes'],
  'a password in a URL that is encoded': [
    `next=${encodeURIComponent(`postgres://shop:${password}@db.shop.internal/shop`)}`,
    'URL encoding',
  ],
  'a name and a value in an encoded form': [`q=${encodeURIComponent(`{"db_password":"${password}"}`)}`, 'URL encoding'],
}

for (const [name, [text, through]] of Object.entries(cases)) {
  test(`${name} is found where it is written`, () => {
    const hits = scanText('config/app.txt', text).filter((hit) => hit.through.length)
    const hit = hits[0]
    assert.equal(hit?.through.join(' '), through)
    assert.ok(hit && hit.start < hit.end && hit.end <= text.length)
  })
}

test('the place is that of the value within a longer Base64 text', () => {
  const text = `# Zürich 🦊\nsettings: ${base64(settings)}\n`
  const [hit] = scanText('a.txt', text)
  const part = Buffer.from(text.slice(hit?.start, hit?.end), 'base64').toString()
  assert.ok(part.includes(token))
  assert.ok(part.length <= token.length + 6)
})

test('UTF-16 without a mark is text', () => {
  for (const bytes of [Buffer.from(settings, 'utf16le'), Buffer.from(settings, 'utf16le').swap16()]) {
    const [hit] = scanBytes('a.txt', bytes)
    assert.equal(settings.slice(hit?.start, hit?.end), token)
  }
})

test('escaped JSON in a string, and lines that end with CR LF', () => {
  const json = JSON.stringify({ env: JSON.stringify({ db_password: password }) })
  assert.equal(scanText('a.json', json).length, 1)
  assert.equal(scanText('a.yaml', `a: b\r\ndb_password: "${password}"\r\nc: d\r\n`).length, 1)
})

test('hashes, paths, names and parts of web tokens are not decoded to anything', () => {
  const others = [
    `integrity sha512-${characters('base64', 86, next)}==`,
    `sha256:${characters('hex', 64, next)}`,
    'src/facts/pipeline/github/environment/index/declared',
    'organizationAdministratorAccountManagerFactory',
    'https://shop.example/search?q=a%20b%3Dc%2Fd',
  ]
  for (const text of others) assert.deepEqual(scanText('a.txt', text), [], text)
})

test('runs are found wherever they begin', () => {
  for (let before = 0; before < 60; before++) {
    const text = `${' '.repeat(before)}${'a'.repeat(24)}. ${'b'.repeat(23)} ${'c'.repeat(50)}`
    const bytes = Buffer.from(text)
    const found: string[] = []
    for (let run = nextRun(bytes, 0); run; run = nextRun(bytes, run.end + 1)) found.push(text.slice(run.start, run.end))
    assert.deepEqual(found, ['a'.repeat(24), 'c'.repeat(50)])
  }
})

test('a list of hashes, one a line, costs what it is long', () => {
  const list = (lines: number) => Buffer.from(`${'7'.repeat(63)}a\n`.repeat(lines))
  const bytes = list(60_000)
  const begun = process.cpuUsage()
  assert.deepEqual(scanBytes('sums.txt', bytes), [])
  const { user, system } = process.cpuUsage(begun)
  // quadratic, it would take minutes
  assert.ok((user + system) / 1e6 < 20)
})

test('a token in several strings, or in a line that goes on, is one', () => {
  const [head, tail] = [token.slice(0, 15), token.slice(15)]
  for (const [name, text] of [
    ['a.js', `run('${head}' + '${tail}')\n`],
    ['a.java', `String t = "x=${head}" +\n    "${tail}";\n`],
    ['a.php', `$t = '${head}' . '${tail}';\n`],
    ['a.py', `t = ("${head}"\n     "${tail}")\n`],
    ['a.rb', `t = "${head}" \\\n  "${tail}"\n`],
    ['a.sh', `t=${head}\\\n${tail}\n`],
    ['a.yml', `t: "${head}\\\n  ${tail}"\n`],
    ['a.go', `t := "${head}" + "${tail.slice(0, 5)}" +\n\t"${tail.slice(5)}"\n`],
  ] as const) {
    const [hit, ...more] = scanText(name, text)
    assert.equal(hit?.detector, 'github-personal-token', name)
    assert.equal(more.length, 0, name)
    assert.ok(text.slice(hit?.start, hit?.end).endsWith(tail.slice(5)), name)
    assert.ok(text.slice(hit?.start, hit?.end).startsWith(head), name)
  }
  for (const text of [`run('${head}', '${tail}')\n`, `["${head}",\n "${tail}"]\n`, `t=${head} \\\n${tail}\n`])
    assert.deepEqual(scanText('a.js', text), [], text.replaceAll(token, ''))
})
