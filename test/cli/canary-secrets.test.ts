import assert from 'node:assert/strict'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { formats } from '../../src/reporters/index.ts'
import { completions } from '../../src/secrets/checks/index.ts'
import { tarOf } from '../secrets/archives/pack.ts'
import { commit, git, write } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'

/* Put together when the test runs, so that they stand nowhere. */
const password = ['vQ7', 'xTreuLw', '9Zk3'].join('')
const begun = `ghp_${['w7Xk2VfQ9sLr4Tn', 'B8yHcJ0mZp5Ge3U'].join('')}`
const token = begun + completions.github?.(begun)
const encoded = Buffer.from(`user:${password}`).toString('base64')
const inSecret = Buffer.from(password).toString('base64')

const odd = ['kT9', '/mQ@4z', 'W:8#x'].join('')
const escaped = encodeURIComponent(odd)
const packed = Buffer.from(token).toString('base64')

/** What may stand in no output: the values, what they are encoded as, and the better part of each. */
const canaries = [password, token, encoded, inSecret, odd, escaped, packed, token.slice(4), password.slice(0, 10)]

const leaky: Readonly<Record<string, string>> = {
  '.github/workflows/deploy.yml': `on: {push: {branches: [main]}}
jobs:
  production:
    runs-on: ubuntu-latest
    environment: production
    env: {DB_PASSWORD: ${password}, ACME: ${token}}
    steps:
      - run: ./deploy.sh --acme ${token} && curl -u admin:${password} https://shop.example/
`,
  'config/settings.yaml': `db:\n  password: "${password}"\ngithub:\n  note: ${token}\n`,
  'k8s/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: shop}\ndata:\n  password: ${inSecret}\n`,
  Dockerfile: `FROM node:22.11.0\nARG NPM=${token}\nENV DB_PASSWORD=${password}\n`,
  '.env': `DB_PASSWORD=${password}\nDATABASE_URL=postgres://shop:${password}@db.internal/shop\n`,
  'api.http': `GET https://shop.example/\nAuthorization: Basic ${encoded}\n`,
  'broken.yaml': `password: "${password}\n  - {[ ${token}\n`,
  'docs/runbook.md': `# Deploy to production\n\n    psql postgres://admin:${password}@db/shop -c "delete from x" # ${token}\n`,
  'escaped.env': `DATABASE_URL=postgres://shop:${escaped}@db.internal/shop\n`,
  'packed.yaml': `config: ${packed}\n`,
  [`notes-${token}.txt`]: `${token}\n`,
  'data.bin': `\0\0${token}\0`,
}

/** Every file below a folder, with its content. */
function contents(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (!name.startsWith('.git/') && statSync(path).isFile()) files.set(name, readFileSync(path, 'latin1'))
  }
  return files
}

function assertNone(shown: string, where: string): void {
  for (const canary of canaries) {
    const at = shown.indexOf(canary)
    assert.equal(at, -1, `${where}: …${shown.slice(Math.max(0, at - 100), at)}<here>`)
  }
}

test('a secret that is planted comes out nowhere: no command, format, error or file that is written', () => {
  const folder = folderOf({})
  commit(folder, { 'README.md': '# Shop\n' })
  // in history alone
  commit(folder, { 'old.env': `DB_PASSWORD=${odd}\n` })
  git(folder, ['rm', '-q', 'old.env'])
  write(folder, leaky)
  writeFileSync(join(folder, 'backup.tar'), tarOf({ 'inner/.env': `DB_PASSWORD=${odd}\n` }))
  git(folder, ['add', '-A'])
  const around = () => new Set(readdirSync(tmpdir()).filter((name) => /assay|secret/i.test(name)))
  const before = around()
  const lines = [
    ['check', '--staged', '--verbose'],
    ['check', '--staged', '--quiet'],
    ...formats.flatMap((format) => [
      ['check', '--format', format],
      ['secrets', '--format', format],
    ]),
    ['check', '--format', 'html=report.html', '--format', 'sarif=report.sarif', '--format', 'json=report.json'],
    ['check', '--verbose'],
    ['check', '--quiet'],
    ['check', '--since', 'HEAD'],
    ['secrets', '--verbose'],
    ['secrets', '--quiet'],
    ['secrets', '--history', 'HEAD'],
    ['secrets', '--history', 'HEAD', '--format', 'json'],
    ['secrets', '--profile-time'],
    ['check', '--profile-time'],
    ['check', '--format', 'json=config/settings.yaml/report.json'],
    ['secrets', 'config'],
    ['secrets', 'backup.tar', '--format', 'sarif'],
    ['secrets', 'data.bin'],
    ['secrets', token],
    ['secrets', '--rev', `v-${token}`],
    ['secrets', '--format', token],
    ['secrets', `--${token}`],
    ['check', '--only', token],
    ['explain', token],
    ['facts'],
    ['facts', '--format', 'json'],
    ['facts', '--kind', 'secrets'],
    ...['terminal', 'json', 'mermaid', 'dot'].map((format) => ['graph', '--format', format]),
    ['explain', 'config/settings.yaml:2'],
    ['explain', '.github/workflows/deploy.yml:6'],
    ['baseline', 'write'],
    ['baseline', 'diff'],
    ['check', '--baseline', '--format', 'json'],
    ['fix'],
    ['init', '--dry-run'],
    ['diff', 'report.json', 'report.json'],
    ['config', '--explain'],
  ]
  const outcomes = assay(folder, ...lines)
  for (const [i, { stdout, stderr }] of outcomes.entries()) {
    assertNone(`${stdout}${stderr}`, `assay ${lines[i]?.join(' ')}`)
  }
  for (const [name, content] of contents(folder))
    if (!(name in leaky) && name !== 'backup.tar') assertNone(content, name)
  assert.ok(existsSync(join(folder, '.assay/baseline.txt')), 'a baseline was written at all')
  const found = JSON.parse(
    outcomes[lines.findIndex((line) => line.join(' ') === 'secrets --format json')]?.stdout ?? '{}',
  )
  const files = found.results
    .filter(({ verdict }: { verdict: string }) => verdict === 'fail')
    .map(({ place }: { place: { file: string } }) => place.file)
  const planted = [
    'config/settings.yaml',
    'Dockerfile',
    '.env',
    'data.bin',
    'broken.yaml',
    'escaped.env',
    'packed.yaml',
  ]
  for (const file of [...planted, 'backup.tar'])
    assert.ok(files.includes(file), `the secret in ${file} was found at all`)
  assert.deepEqual(
    // folders of other tests that run beside this one come and go
    [...around()].filter((name) => !before.has(name) && !/^assay-[a-z]+-\w{6}$/.test(name)),
    [],
    'nothing is left among the temporary files',
  )
})

test('what cannot be read, or fails, tells nothing either', () => {
  const folder = folderOf({
    ...leaky,
    'locked.env': `DB_PASSWORD=${password}\n`,
    '.github/workflows/broken.yml': `on: push\njobs:\n  a: {${token}: [}\n  password: ${password}\n`,
  })
  chmodSync(join(folder, 'locked.env'), 0)
  const outcomes = assay(
    folder,
    ['check'],
    ['secrets', '.'],
    ['secrets', 'locked.env'],
    ['check', '--baseline', '.env'],
  )
  for (const { stdout, stderr } of outcomes) assertNone(`${stdout}${stderr}`, 'a failure')
})

test('the bundle holds no secret of our own, nor does any other file that we ship', async () => {
  const { scanFile } = await import('../../src/secrets/index.ts')
  const root = fileURLToPath(new URL('../..', import.meta.url))
  for (const path of ['src/secrets/builtin.generated.ts', 'src/secrets/builtin.json', 'docs/detectors.md']) {
    if (!existsSync(join(root, path))) continue
    const hits = scanFile(path, readFileSync(join(root, path))).hits.filter(
      ({ certainty }) => certainty !== 'uncertain',
    )
    assert.deepEqual(hits, [], path)
  }
})

test('a value that is known from one place is covered where nothing tells of it', () => {
  const workflow = `on: {push: {branches: [main]}}
jobs:
  production:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: echo "${password}" ${token}
      - run: ./deploy.sh ${password} && echo vQ7xTreuLw
`
  const folder = folderOf({ '.github/workflows/deploy.yml': workflow, 'shop.yaml': `db_password: "${password}"\n` })
  const lines = [
    ...formats.map((format) => ['check', '--format', format]),
    ...formats.map((format) => ['secrets', '--format', format]),
    ['facts'],
    ['facts', '--format', 'json'],
  ]
  const outcomes = assay(folder, ...lines)
  for (const [i, { stdout, stderr }] of outcomes.entries())
    assertNone(`${stdout}${stderr}`.replaceAll('echo vQ7xTreuLw', ''), `assay ${lines[i]?.join(' ')}`)
})

test('an address that a configuration names is told without its password', () => {
  const folder = folderOf({ 'assay.yaml': `extends: https://shop:${password}@shop.example/${token}.yaml\n` })
  for (const { stdout, stderr } of assay(folder, ['check'], ['secrets'], ['config'])) {
    assertNone(`${stdout}${stderr}`, 'assay')
    assert.match(stderr, /shop\.example/)
  }
})
