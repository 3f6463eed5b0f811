import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pythonPrograms } from './python.ts'
import { root } from './support.ts'

/*
 * A developer's day, with git and pre-commit as they are: a bad commit is refused, mended and made; a branch is held
 * against what is new; debt is accepted, then waived, and the waiver ends. Each part goes on where the one before ended.
 */

const work = mkdtempSync(join(tmpdir(), "assay's day "))
after(() => rmSync(work, { recursive: true, force: true }))
const shop = join(work, 'the shop')
const programs = pythonPrograms('pre-commit==4.7.0')
const deliver = '.github/workflows/deliver.yml'

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  HOME: work,
  PATH: `${programs}:${process.env.PATH}`,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@shop.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@shop.example',
  NO_COLOR: '1',
}

interface Outcome {
  readonly code: number | null
  readonly output: string
}

function run(program: string, ...words: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: shop, encoding: 'utf8', env: environment })
  return { code: status, output: `${stdout}${stderr}` }
}

const git = (...words: readonly string[]) => run('git', ...words)
const assay = (...words: readonly string[]) => run(process.execPath, join(root, 'bin/assay.js'), ...words)

/** Runs what must succeed. */
function must(outcome: Outcome): string {
  assert.equal(outcome.code, 0, outcome.output)
  return outcome.output
}

/** A step that changes production by hand, which is an error. */
const byHand = '\n      - run: ssh deploy@production.shop.example "systemctl restart shop"\n'

const read = (file: string) => readFileSync(join(shop, file), 'utf8')
const write = (file: string, content: string) => writeFileSync(join(shop, file), content)

test('the morning: init, and a hook', () => {
  cpSync(join(root, 'fixtures/repositories/goldsmith'), shop, { recursive: true })
  must(git('init', '-q', '-b', 'main'))
  must(git('add', '-A'))
  must(git('commit', '-q', '-m', 'The shop'))
  must(assay('init'))
  const entry = `'"${process.execPath}" "${join(root, 'bin/assay.js')}" check --staged --quiet'`
  const hook = `repos:\n  - repo: local\n    hooks:\n      - {id: assay, name: assay, language: system, pass_filenames: false, entry: ${entry}}\n`
  write('.pre-commit-config.yaml', hook)
  must(git('add', '-A'))
  must(run('pre-commit', 'install'))
  assert.match(must(git('commit', '-m', 'Assay')), /assay\.+Passed/)
})

test('a bad commit is refused, with the line; mended it is made', () => {
  const good = read(deliver)
  write(deliver, good.trimEnd() + byHand)
  must(git('add', deliver))
  const refused = git('commit', '-m', 'Quick restart')
  assert.equal(refused.code, 1)
  const line =
    read(deliver)
      .split('\n')
      .findIndex((text) => text.includes('ssh deploy@')) + 1
  assert.match(refused.output, new RegExp(`deliver\\.yml:${line}:\\d+: error: .*\\[[^\\]]*manual-steps\\.ssh`))
  write(deliver, `${good}# restarts are the platform's\n`)
  must(git('add', deliver))
  must(git('commit', '-m', 'No restart'))
})

test('what is staged counts, and not what lies on the disk', () => {
  const good = read(deliver)
  write(deliver, good.trimEnd() + byHand)
  appendFileSync(join(shop, 'README.md'), '\nOpen from nine.\n')
  must(git('add', 'README.md'))
  must(git('commit', '-m', 'Opening hours'))
  must(git('checkout', '-q', '--', deliver))
})

test('a branch is held against what is new, and says what', () => {
  assert.equal(assay('check', '-q').code, 0)
  must(git('checkout', '-q', '-b', 'restart'))
  write(deliver, read(deliver).trimEnd() + byHand)
  must(git('commit', '-q', '--no-verify', '-am', 'Quick restart'))
  const gate = assay('check', '-q')
  assert.equal(gate.code, 1)
  assert.match(gate.output, /manual-steps\.ssh[\s\S]*to\s+the\s+baseline:\s+[1-9]\d* new/)
  const branch = assay('check', '-q', '--since', 'main')
  assert.equal(branch.code, 1)
  assert.match(branch.output, /since main/)
})

test('debt is accepted: green, and in sight', () => {
  const before = read('.assay/baseline.txt')
  must(assay('baseline', 'update'))
  assert.ok(read('.assay/baseline.txt').length > before.length)
  const { code, output } = assay('check', '-q')
  assert.equal(code, 0, output)
  assert.match(output, /[1-9]\d* known/)
})

test('debt is waived: somebody answers for it, until a day; then it fails again', () => {
  const words = [
    '--owner',
    'Ada',
    '--approver',
    'Grace',
    '--reason',
    'the platform restarts from May on',
    '--ticket',
    'OPS-7',
    '--as-of',
    '2026-12-01',
    '--expires',
    '2027-01-31',
  ]
  const { results } = JSON.parse(must(assay('check', '--format', 'json'))) as {
    results: {
      verdict: string
      severity: string
      counts: boolean
      fingerprint: string
      place: { file: string }
      message: string
    }[]
  }
  const debts = results.filter(
    (one) => one.verdict === 'fail' && one.severity === 'error' && one.counts && one.place.file === deliver,
  )
  assert.ok(debts.length > 0)
  for (const { fingerprint } of debts) must(assay('waive', fingerprint, ...words))
  // what is waived is no debt of the baseline any more
  must(assay('baseline', 'update', '--as-of', '2026-12-01'))
  const held = assay('check', '--as-of', '2027-01-31')
  assert.equal(held.code, 0, held.output)
  assert.match(held.output, /waived/)
  const ended = assay('check', '-q', '--as-of', '2027-02-01')
  assert.equal(ended.code, 1, ended.output)
  assert.match(ended.output, /waiver-expired/)
})
