import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { parse } from 'yaml'
import { answersTo, askOf, type Field, lastDay } from '../../src/cli/ask.ts'
import { assay, folderOf } from './support/assay.ts'
import { day, id, shop, workflow } from './support/shop.ts'

const who = ['--owner', 'Ada', '--approver', 'Grace', '--reason', 'they run: elsewhere # really', '--ticket', 'SHOP-1']
const waive = (finding: string, ...more: readonly string[]) => [
  'waive',
  finding,
  ...who,
  '--expires',
  '2027-01-31',
  ...day,
  ...more,
]
const check = ['check', '--only', id, '--format', 'json', ...day]
const waivers = '.assay/waivers.yaml'
const read = (folder: string, file = waivers) => readFileSync(join(folder, file), 'utf8')
const verdict = (stdout: string, which = id) =>
  JSON.parse(stdout).requirements.find((one: { id: string }) => one.id === which).verdict

test('a requirement in a file, waived: the entry holds, and is written once', () => {
  const folder = folderOf(shop)
  const [written, checked, again, elsewhere] = assay(
    folder,
    waive(`${id}:${workflow}`),
    check,
    waive(`${id}:${workflow}`),
    waive(id),
  )
  assert.equal(written!.code, 0, written!.stderr)
  assert.match(
    written!.stdout,
    /pipeline\.unit-tests is waived until 2027-01-31 \(1 finding, and what else of it fails in this file until then\)/,
  )
  assert.equal(verdict(checked!.stdout), 'waived')
  assert.deepEqual(parse(read(folder)).waivers, [
    {
      requirement: id,
      paths: [workflow],
      owner: 'Ada',
      approver: 'Grace',
      reason: 'they run: elsewhere # really',
      ticket: 'SHOP-1',
      created: '2026-11-23',
      expires: '2027-01-31',
    },
  ])
  for (const outcome of [again, elsewhere]) {
    assert.equal(outcome!.code, 2)
    assert.match(outcome!.stderr, /is waived here already, by \.assay\/waivers\.yaml until 2027-01-31/)
  }
})

test('a finding is named by its fingerprint, which the report shows', () => {
  const folder = folderOf(shop)
  const [verbose] = assay(folder, ['check', '--only', id, '-v', '--no-color', ...day])
  const print = /finding ([0-9a-f]{16})/.exec(verbose!.stdout)?.[1] as string
  const [written, checked, wrong] = assay(folder, waive(print.slice(0, 8)), check, waive('000000000000'))
  assert.equal(written!.code, 0, written!.stderr)
  assert.deepEqual(parse(read(folder)).waivers[0].places, [print])
  assert.equal(verdict(checked!.stdout), 'waived')
  assert.match(
    wrong!.stderr,
    /no finding has a fingerprint that begins with 000000000000; `assay check --verbose` shows them/,
  )
})

test('what people wrote in the file stays, and one that is over is written anew only when asked', () => {
  const old = `# ours
waivers:
  # the old pipeline
  - requirement: ${id} # why
    owner: Ada
    approver: Grace
    reason: a
    ticket: 1
    created: 2026-01-01
    expires: 2026-02-01

  - requirement: rollback.*
    paths: [other.yml] # not ours
    owner: "Ada"
    approver: Grace
    reason: b
    ticket: 2
    created: 2026-01-01
    expires: 2027-02-01
`
  const folder = folderOf({ ...shop, [waivers]: old })
  const [refused, replaced, checked] = assay(folder, waive(id), waive(id, '--replace'), check)
  assert.match(refused!.stderr, /waivers\.yaml:4 has an entry for this already/)
  assert.equal(replaced!.code, 0, replaced!.stderr)
  assert.match(replaced!.stdout, /in the place of the one that was there/)
  const now = read(folder)
  for (const line of ['# ours', '# not ours', 'owner: "Ada"']) assert.ok(now.includes(line), now)
  assert.deepEqual(
    parse(now).waivers.map(({ expires }: { expires: string }) => expires),
    ['2027-01-31', '2027-02-01'],
  )
  assert.equal(verdict(checked!.stdout), 'waived')
})

test('without a terminal all that is missing is told at once, and nothing is written', () => {
  const folder = folderOf(shop)
  const [outcome] = assay(folder, ['waive', id, '--owner', 'Ada', ...day])
  assert.equal(outcome!.code, 2)
  assert.deepEqual(
    [...outcome!.stderr.matchAll(/--(\w+) </g)].map((match) => match[1]),
    ['approver', 'reason', 'ticket', 'expires'],
  )
  assert.ok(!existsSync(join(folder, '.assay')))
})

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a misspelt requirement', waive('pipeline.unit-test'), /did you mean "pipeline\.unit-tests"/],
  ['a file in which nothing fails', waive(`${id}:other.yml`), /nothing of pipeline\.unit-tests fails in other\.yml/],
  ['what is unknown', waive('metrics.error-rate'), /it is unknown: `assay attest` settles that/],
  ['a day that is past', [...waive(id), '--expires', '2026-11-22'], /--expires "2026-11-22": it is past/],
  ['a day that is none', [...waive(id), '--expires', 'soon'], /it is no day/],
  ['an empty field', [...waive(id), '--owner', ' '], /--owner "": it is empty/],
  ['a field of signs', [...waive(id), '--reason', '---'], /--reason "---": it says nothing; write what is meant/],
]

test('what would not hold is not written', () => {
  const folder = folderOf(shop)
  const outcomes = assay(folder, ...refused.map(([, words]) => words))
  for (const [i, [what, , message]] of refused.entries()) {
    assert.equal(outcomes[i]!.code, 2, what)
    assert.match(outcomes[i]!.stderr, message, what)
  }
  assert.ok(!existsSync(join(folder, waivers)))
})

test('what a policy forbids is told when it is answered, and its longest time is proposed', async () => {
  const policy = 'policy: {self-approval: forbid, max-waiver-days: 30}\n'
  const folder = folderOf({ ...shop, 'assay.yaml': 'extends: policy.yaml\n', 'policy.yaml': policy })
  const rest = ['--reason', 'later', '--ticket', '1', ...day]
  const [self, long, all] = assay(
    folder,
    ['waive', id, '--owner', 'Ada', '--approver', '@ada', ...rest],
    ['waive', id, '--owner', 'Ada', '--approver', 'Grace', '--expires', '2027-01-31', ...rest],
    ['waive', id, '--owner', 'Ada', '--approver', 'Grace', '--expires', '2026-12-23', ...rest],
  )
  assert.match(self!.stderr, /--approver "@ada": the policy forbids to approve it for oneself/)
  assert.match(long!.stderr, /--expires "2027-01-31": the policy allows 30 days, to 2026-12-23/)
  assert.equal(all!.code, 0, all!.stderr)
  assert.equal(lastDay('2026-11-23', 90, 30).fallback, '2026-12-23')
})

test('where no waiver would count nobody is asked for one', () => {
  const forbids = 'policy: {local-waivers: forbid}\n'
  const folder = folderOf({ ...shop, 'assay.yaml': 'extends: policy.yaml\n', 'policy.yaml': forbids })
  const [outcome] = assay(folder, ['waive', id, ...day])
  assert.match(outcome!.stderr, /the policy allows no waivers of the repository, so none is written/)
})

test('an entry that is there already is told before anything is asked for, and what is said above it stays', () => {
  const over =
    'attestations:\n  # asked in May\n  - {requirement: environments.production, statement: a, evidence: Dockerfile, by: Ada, role: lead, date: 2026-01-01, expires: 2026-02-01}\n'
  const folder = folderOf({ ...shop, '.assay/attestations.yaml': over })
  const said = ['--statement', 'b', '--evidence', 'Dockerfile', '--by', 'Ada', '--role', 'lead']
  const [asked, replaced] = assay(
    folder,
    ['attest', 'environments.production', ...day],
    ['attest', 'environments.production', '--replace', ...said, '--expires', '2027-01-01', ...day],
  )
  assert.match(asked!.stderr, /attestations\.yaml:3 has an entry for this already/)
  assert.equal(replaced!.code, 0, replaced!.stderr)
  const now = read(folder, '.assay/attestations.yaml')
  assert.deepEqual(now.match(/#.*/g), ['# asked in May'])
  assert.match(now, /statement: b/)
})

test('a broken file is told and stays as it is', () => {
  const broken = `waivers: [\n`
  const folder = folderOf({ ...shop, [waivers]: broken })
  const [outcome] = assay(folder, waive(id))
  assert.equal(outcome!.code, 2)
  assert.equal(read(folder), broken)
})

test('a folder that cannot be written to is told', { skip: process.getuid?.() === 0 }, () => {
  const folder = folderOf({ ...shop, '.assay/x': '' })
  chmodSync(join(folder, '.assay'), 0o555)
  const [outcome] = assay(folder, waive(id))
  chmodSync(join(folder, '.assay'), 0o755)
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /no permission to write there/)
})

test('a statement is written likewise, and only where it would settle something', () => {
  const folder = folderOf({ ...shop, 'docs/access.md': '# Access\n' })
  const unknown = 'environments.production'
  const attest = (of: string, ...more: readonly string[]) => [
    'attest',
    of,
    '--statement',
    'only the release team',
    '--evidence',
    'docs/access.md',
    '--by',
    'Ada',
    '--role',
    'lead',
    '--expires',
    '2027-01-31',
    ...day,
    ...more,
  ]
  const [written, checked, again, anew, failing, missing] = assay(
    folder,
    attest(unknown),
    ['check', '--only', unknown, '--format', 'json', ...day],
    attest(unknown),
    attest(unknown, '--replace'),
    attest(id),
    ['attest', unknown, '--replace', ...day],
  )
  assert.equal(written!.code, 0, written!.stderr)
  assert.equal(verdict(checked!.stdout, unknown), 'pass')
  assert.match(again!.stderr, /has an entry for this already/)
  assert.equal(anew!.code, 0, anew!.stderr)
  assert.equal(parse(read(folder, '.assay/attestations.yaml')).attestations.length, 1)
  assert.match(failing!.stderr, /fails by what was observed, and a statement hides nothing/)
  assert.match(missing!.stderr, /--statement <.*\n.*--evidence/)
})

test('lines that are pasted at once are the answers to the questions that come, and after the last none comes', async () => {
  const input = new PassThrough()
  const lines = createInterface({ input, output: new PassThrough() })
  const ask = askOf(lines)
  const first = ask('One: ')
  input.end('a\nb\n')
  assert.deepEqual([await first, await ask('Two: ')], ['a', 'b'])
  assert.equal(await ask('Three: '), undefined)
})

test('at a terminal each field is asked for until it is right; nothing answered writes nothing', async () => {
  const fields: readonly Field[] = [
    { name: 'owner', question: 'Who' },
    {
      name: 'expires',
      question: 'Until',
      fallback: '2027',
      wrong: (answer) => (/^\d+$/.test(answer) ? undefined : 'no year'),
    },
  ]
  const asked: string[] = []
  const replies = (list: (string | undefined)[]) => async (question: string) => {
    asked.push(question)
    return list.shift()
  }
  assert.deepEqual(await answersTo(fields, {}, replies(['', 'Ada', 'soon', ''])), { owner: 'Ada', expires: '2027' })
  assert.deepEqual(asked, ['Who: ', 'it is needed\nWho: ', 'Until [2027]: ', 'no year\nUntil [2027]: '])
  assert.deepEqual(await answersTo(fields, { owner: 'Grace' }, replies(['2028'])), { owner: 'Grace', expires: '2028' })
  await assert.rejects(answersTo(fields, {}, replies([undefined])), /nothing is written/)
})

test('the entries of others are not touched by a slip of theirs', () => {
  const other = `waivers:\n  - requirement: rollback.*\n    owner: Ada\n`
  const folder = folderOf({ ...shop, [waivers]: other })
  const [outcome] = assay(folder, waive(id))
  assert.equal(outcome!.code, 0, outcome!.stderr)
  assert.ok(read(folder).startsWith(other))
  writeFileSync(join(folder, 'x'), '')
})

test('the line of a baseline names a finding, too, to waive and to explain', () => {
  const folder = folderOf(shop)
  assert.equal(assay(folder, ['baseline', 'write', ...day])[0]!.code, 0)
  const line = read(folder, '.assay/baseline.txt')
    .split('\n')
    .find((one) => one.startsWith(`${id}\t`))
  const print = line?.split('\t')[2] as string
  const [explained, written, checked] = assay(folder, ['explain', print, ...day], waive(print), check)
  assert.equal(explained!.code, 0, explained!.stderr)
  assert.match(explained!.stdout, new RegExp(`^FAIL {2}${id.replace('.', '\\.')}`))
  assert.equal(written!.code, 0, written!.stderr)
  assert.equal(parse(read(folder)).waivers[0].places.length, 1)
  assert.equal(verdict(checked!.stdout), 'waived')
})
