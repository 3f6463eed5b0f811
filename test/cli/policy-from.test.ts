import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { commit, git } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'
import { id, shop, waiver, workflow } from './support/shop.ts'

interface Told {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly place: { readonly file: string; readonly line?: number }
}

/** A repository whose trusted state is `before` and whose working tree has `after` besides; undefined deletes. */
function changed(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string | undefined>>,
): string {
  const folder = folderOf({ ...shop, ...before })
  commit(folder)
  git(folder, ['branch', 'trusted'])
  for (const [path, content] of Object.entries(after)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (content === undefined) rmSync(join(folder, path))
    else writeFileSync(join(folder, path), content)
  }
  return folder
}

function run(folder: string, ...more: readonly string[]) {
  const words = [
    'check',
    '--only',
    id,
    '--format',
    'json',
    '--as-of',
    '2026-11-23',
    '--policy-from',
    'trusted',
    ...more,
  ]
  const [{ code, stdout, stderr } = { code: -1, stdout: '', stderr: '' }] = assay(folder, words)
  const { requirements, remarks, results } = JSON.parse(stdout || '{"requirements": [], "remarks": []}')
  const { verdict } = requirements.find((one: { id: string }) => one.id === id) ?? {}
  return { code, verdict, remarks: remarks as Told[], results, stderr }
}

const told = (remarks: readonly Told[]) =>
  remarks.map(({ code, severity, place }) => `${severity} ${code} ${place.file}:${place.line}`)

test('a waiver that the change brings along covers nothing, and what it would have covered is told', () => {
  const { code, verdict, remarks } = run(changed({}, { '.assay/waivers.yaml': waiver }))
  assert.deepEqual([code, verdict], [1, 'fail'])
  assert.deepEqual(told(remarks), ['warning policy-changed .assay/waivers.yaml:1'])
  assert.match(
    remarks[0]!.message,
    /is added here, and trusted has none, so it does not count; pipeline\.unit-tests would be waived \(is fail\)/,
  )
})

test('a waiver of the trusted revision covers, also where the change deletes it; its place names the revision', () => {
  const { code, verdict, remarks, results } = run(
    changed({ '.assay/waivers.yaml': waiver }, { '.assay/waivers.yaml': undefined }),
  )
  assert.deepEqual([code, verdict], [0, 'waived'])
  assert.deepEqual(told(remarks), ['warning policy-changed .assay/waivers.yaml:undefined'])
  assert.match(remarks[0]!.message, /is deleted here/)
  const { place } = results[0].suppression
  assert.deepEqual([place.file, place.line], ['trusted:.assay/waivers.yaml', 2])
})

test('the line is the first that differs, and a change that changes no verdict is a note', () => {
  const { remarks } = run(
    changed(
      { '.assay/waivers.yaml': waiver },
      { '.assay/waivers.yaml': waiver.replace('they run elsewhere', 'they run in the old pipeline') },
    ),
  )
  assert.deepEqual(told(remarks), ['note policy-changed .assay/waivers.yaml:5'])
})

test('settings, own rules, statements and the baseline are those of the trusted revision', () => {
  const rule = (then: string) => `id: house.readme
title: A rule of the house
level: bronze
each: pipelines
cases:
  - {then: ${then}, message: it is so}
none: {then: ${then}, message: it is so}
why: because
fix: mend it
`
  const folder = changed(
    { 'assay.yaml': 'rules: [policy]\n', 'policy/readme.yaml': rule('fail') },
    {
      'assay.yaml': `rules: [policy]\nnot-applicable:\n  ${id}: we say so\n`,
      'policy/readme.yaml': rule('pass'),
      '.assay/baseline.txt': '# no baseline\n',
      '.assay/attestations.yaml': 'attestations: []\n',
    },
  )
  const { code, verdict, remarks } = run(folder, '--only', 'house.readme')
  assert.deepEqual([code, verdict], [1, 'fail'])
  assert.deepEqual(told(remarks), [
    'note policy-changed .assay/attestations.yaml:1',
    'note policy-changed .assay/baseline.txt:1',
    'warning policy-changed assay.yaml:2',
    'warning policy-changed policy/readme.yaml:6',
  ])
  // each is told what it would have done alone
  assert.match(remarks[0]!.message, /no verdict would be another one$/)
  assert.match(remarks[2]!.message, /; pipeline\.unit-tests would be not-applicable \(is fail\)$/)
  assert.match(remarks[3]!.message, /; house\.readme would be pass \(is fail\)$/)
})

test('what only several changed files do together is told, too', () => {
  const rule =
    'id: house.x\ntitle: X\nlevel: bronze\neach: pipelines\ncases: [{then: fail, message: x}]\nnone: {then: fail, message: x}\nwhy: x\nfix: x\n'
  const folder = changed({}, { 'policy/x.yaml': rule, 'assay.yaml': 'rules: [policy]\n' })
  const [run] = assay(folder, ['check', '--format', 'json', '--as-of', '2026-11-23', '--policy-from', 'trusted'])
  const { remarks } = JSON.parse(run!.stdout) as { remarks: readonly Told[] }
  assert.match(remarks.map(({ message }) => message).join('\n'), /with the other changes house\.x would be fail/)
})

test('a configuration that is broken by the change stops nothing, and is told', () => {
  const { code, verdict, remarks } = run(
    changed({ 'assay.yaml': 'profile: gold\n' }, { 'assay.yaml': 'profil: gold\n' }),
  )
  assert.deepEqual([code, verdict], [1, 'fail'])
  assert.match(remarks[0]!.message, /by itself it could not be used: assay\.yaml:1:1: unknown key "profil"/)
})

test('without a change nothing is told; a revision that is not here is exit code 2', () => {
  const folder = changed({ '.assay/waivers.yaml': waiver }, {})
  assert.deepEqual(told(run(folder).remarks), [])
  git(folder, ['branch', '-D', 'trusted'])
  const { code, stderr } = run(folder)
  assert.equal(code, 2)
  assert.match(stderr, /trusted names no commit/)
})

test('of a branch too: a waiver that it brings along covers nothing there, and is told', () => {
  const folder = changed({}, { '.assay/waivers.yaml': waiver, Dockerfile: 'FROM node:24.1.1\nCOPY . .\n' })
  git(folder, ['add', '-A'])
  git(folder, ['commit', '-q', '-m', 'a branch'])
  for (const words of [
    ['--since', 'trusted'],
    ['--since', 'trusted', '--policy-from', 'trusted'],
  ]) {
    const [{ stdout } = { stdout: '{}' }] = assay(folder, [
      'check',
      '--format',
      'json',
      '--as-of',
      '2026-11-23',
      ...words,
    ])
    const { remarks } = JSON.parse(stdout) as { remarks: Told[] }
    assert.deepEqual(
      remarks.filter(({ code }) => code === 'policy-changed').map(({ place }) => place.file),
      words.length > 2 ? ['.assay/waivers.yaml'] : [],
    )
  }
})

const ignore = `# assay-ignore ${id}: they run elsewhere\n`
/** The workflow with a comment above its job. */
const excused = (comment = ignore) => shop[workflow].replace('  ship:', () => `  ${comment}  ship:`)

test('a comment that the change brings along covers nothing, and is told with its line', () => {
  const { code, verdict, remarks } = run(changed({}, { [workflow]: excused() }))
  assert.deepEqual([code, verdict], [1, 'fail'])
  assert.deepEqual(told(remarks), [`warning policy-changed ${workflow}:3`])
  assert.match(remarks[0]!.message, /not in .*deploy\.yml of trusted, .* would cover a fail of pipeline\.unit-tests/)
  const settled = run(changed({}, { [workflow]: excused(), '.assay/waivers.yaml': '# none\n' }))
  assert.deepEqual(told(settled.remarks).sort(), [
    'note policy-changed .assay/waivers.yaml:1',
    `warning policy-changed ${workflow}:3`,
  ])
})

test('a comment of the trusted revision covers, wherever its lines are now; with another reason it does not', () => {
  const moved = run(changed({ [workflow]: excused() }, { [workflow]: `# a remark\n\n${excused()}` }))
  assert.deepEqual([moved.code, moved.verdict, told(moved.remarks)], [0, 'waived', []])
  const other = run(
    changed({ [workflow]: excused() }, { [workflow]: excused(ignore.replace('elsewhere', 'in the old pipeline')) }),
  )
  assert.deepEqual([other.code, other.verdict], [1, 'fail'])
  const twice = run(changed({ [workflow]: excused() }, { [workflow]: `${ignore}${excused()}` }))
  assert.equal(twice.remarks.filter(({ code }) => code === 'policy-changed').length, 1)
})

test('places of the trusted revision are addresses that SARIF takes', () => {
  const folder = changed({ '.assay/waivers.yaml': `${waiver}  - requirement: nothing\n` }, {})
  const [{ stdout } = { stdout: '{}' }] = assay(folder, [
    'check',
    '--format',
    'sarif',
    '--policy-from',
    'trusted',
    '--as-of',
    '2026-11-23',
  ])
  const uris = [...stdout.matchAll(/"uri": ?"([^"]+)"/g)]
    .map((match) => match[1] as string)
    .filter((uri) => uri.includes('waivers'))
  assert.ok(uris.length > 0)
  for (const uri of uris) assert.doesNotMatch(uri, /^[\w+.-]+:/)
})

test('what could not be used once it is merged says so: a broken waiver file, an id that two rules have', () => {
  const rule =
    'id: house.x\ntitle: X\nlevel: bronze\neach: pipelines\ncases: [{then: pass, message: x}]\nnone: {then: pass, message: x}\nwhy: x\nfix: x\n'
  const conflict = '<<<<<<< ours\n=======\n>>>>>>> theirs\n'
  const said = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
    run(changed(before, after)).remarks.map(({ severity, message }) => `${severity}: ${message}`)[0]
  assert.match(
    said({ '.assay/waivers.yaml': waiver }, { '.assay/waivers.yaml': conflict }) as string,
    /^warning: \.assay\/waivers\.yaml is changed here.*; by itself it could not be used: /,
  )
  const own = { 'assay.yaml': 'rules: [policy]\n', 'policy/x.yaml': rule }
  assert.match(
    said(own, { 'policy/y.yaml': rule }) as string,
    /^warning: policy\/y\.yaml is added here.*; by itself it could not be used: .*the rule house\.x exists in policy\/x\.yaml already/,
  )
})
