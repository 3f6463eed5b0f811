import assert from 'node:assert/strict'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit, git } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'
import { cornerShop, shop } from './support/shop.ts'

const json = ['check', '--format', 'json', '--as-of', '2026-11-23']

interface Report {
  readonly scope: { profile: string }
  readonly remarks: readonly { code: string; place: { file: string; line?: number }; unusable?: boolean }[]
}

function run(folder: string, ...more: readonly string[]) {
  const [{ code, stdout, stderr } = { code: -1, stdout: '', stderr: '' }] = assay(folder, [...json, ...more])
  const { scope, remarks } = JSON.parse(stdout || '{"remarks": []}') as Report
  const told = remarks.map(({ code: what, place }) => `${what} ${place.file}:${place.line}`)
  return { code, profile: scope?.profile, told, stderr }
}

const locked = 'profile: silver\npolicy:\n  lock: [profile]\n'

test('an attempt to say otherwise is a finding with its line and exit code 2, and the locked value holds', () => {
  const folder = folderOf({ 'assay.yaml': 'extends: p.yaml\nprofile: bronze\n', 'p.yaml': locked })
  const { code, profile, told } = run(folder, '--exit-zero')
  assert.deepEqual([code, profile, told], [2, 'silver', ['policy-override assay.yaml:2']])
})

test('so it is by --profile, and by a policy of the caller from outside', () => {
  const folder = folderOf({ 'assay.yaml': 'extends: p.yaml\n', 'p.yaml': locked })
  const other = run(folder, '--profile', 'bronze')
  assert.deepEqual([other.code, other.profile, other.told], [2, 'silver', ['policy-override p.yaml:3']])
  assert.equal(run(folder, '--profile', 'silver').told.length, 0)
  const policy = join(folderOf({ 'org.yaml': locked }), 'org.yaml')
  const bare = folderOf({ 'assay.yaml': 'profile: bronze\n' })
  assert.equal(run(bare, '--policy', policy).profile, 'silver')
  assert.deepEqual(run(bare, '--policy', policy).told, ['policy-override assay.yaml:1'])
  assert.match(run(bare, '--policy', 'none.yaml').stderr, /--policy none\.yaml: there is no such file or folder/)
})

test('waivers and comments are held to the policy', () => {
  const waiver = (approver: string) => `waivers:
  - requirement: pipeline.build
    owner: Ada
    approver: ${approver}
    reason: a
    ticket: 1
    created: 2026-01-01
    expires: 2026-12-31
`
  const demands = (words: string, approver = 'Grace') =>
    run(
      folderOf({
        'assay.yaml': 'extends: p.yaml\n',
        'p.yaml': `policy: {${words}}\n`,
        '.assay/waivers.yaml': waiver(approver),
      }),
    ).told.filter((one) => !one.startsWith('waiver-unused'))
  assert.deepEqual(demands('local-waivers: allow'), [])
  assert.deepEqual(demands('local-waivers: forbid'), ['waiver-forbidden .assay/waivers.yaml:2'])
  assert.deepEqual(demands('max-waiver-days: 90'), ['waiver-too-long .assay/waivers.yaml:2'])
  assert.deepEqual(demands('self-approval: forbid'), [])
  assert.deepEqual(demands('self-approval: forbid', '"@ada"'), ['waiver-self-approved .assay/waivers.yaml:2'])
})

test('a package that is installed in the repository or above it, and nothing else of the machine', () => {
  const above = folderOf({
    'node_modules/@acme/policy/policy.yaml': locked,
    'x/assay.yaml': 'extends: "@acme/policy"\n',
  })
  assert.equal(run(join(above, 'x')).profile, 'silver')
  const linked = folderOf({ 'assay.yaml': 'extends: evil\n', 'README.md': '# x\n' })
  const outside = folderOf({ 'policy.yaml': locked })
  mkdirSync(join(linked, 'node_modules'))
  symlinkSync(outside, join(linked, 'node_modules/evil'))
  const { code, stderr } = run(linked)
  assert.equal(code, 2)
  assert.match(stderr, /^assay: assay\.yaml:1:10: evil is a link to a place outside of node_modules/)
})

test('a revision that is at hand', () => {
  const folder = folderOf({ 'policy/org.yaml': locked })
  commit(folder)
  git(folder, ['tag', 'trusted'])
  writeFileSync(join(folder, 'policy/org.yaml'), 'profile: bronze\n')
  writeFileSync(join(folder, 'assay.yaml'), 'extends: git:trusted:policy/org.yaml\nprofile: bronze\n')
  const { profile, told } = run(folder)
  assert.deepEqual([profile, told], ['silver', ['policy-override assay.yaml:2']])
  writeFileSync(join(folder, 'assay.yaml'), 'extends: git:nowhere:policy/org.yaml\n')
  assert.match(run(folder).stderr, /assay\.yaml:1:10: nowhere names no commit/)
  writeFileSync(join(folder, 'assay.yaml'), 'extends: git:trusted:policy/none.yaml\n')
  assert.match(run(folder).stderr, /assay\.yaml:1:10: there is no file policy\/none\.yaml in trusted/)
  rmSync(join(folder, 'assay.yaml'))
})

test('config shows what holds; with an attempt to say otherwise it ends with 2', () => {
  const folder = folderOf({ 'assay.yaml': 'extends: p.yaml\nprofile: bronze\n', 'p.yaml': locked })
  const [shown, explained] = assay(folder, ['config'], ['config', '--explain'])
  assert.match(shown!.stdout, /^profile: "silver"$/m)
  assert.equal(explained!.code, 2)
  assert.match(explained!.stdout, /^profile: "silver" {2}\(p\.yaml:1, locked\)$/m)
  assert.match(explained!.stdout, /^assay\.yaml:2: error: profile is locked by p\.yaml/m)
})

test('a policy that is a link out of the repository, or lies behind one, is called that, and not missing', () => {
  const outside = folderOf({ 'p.yaml': locked })
  const folder = folderOf({ 'assay.yaml': 'extends: p.yaml\n' })
  symlinkSync(join(outside, 'p.yaml'), join(folder, 'p.yaml'))
  assert.match(run(folder).stderr, /^assay: assay\.yaml:1:10: p\.yaml: a link that leads out of the folder/)
  symlinkSync(outside, join(folder, 'policies'))
  writeFileSync(join(folder, 'assay.yaml'), 'extends: policies/p.yaml\n')
  assert.match(run(folder).stderr, /^assay: assay\.yaml:1:10: policies: a link that leads out of the folder/)
  commit(folder)
  assert.match(run(folder, '--rev', 'HEAD').stderr, /policies: a link that leads out of the folder/)
})

test('a locked profile stands in the way of no list: a baseline is of all levels, and nobody asked for another profile', () => {
  const folder = cornerShop()
  writeFileSync(join(folder, 'p.yaml'), locked)
  writeFileSync(join(folder, 'assay.yaml'), 'extends: p.yaml\n')
  const day = ['--as-of', '2026-11-23']
  const [written, checked, diff] = assay(
    folder,
    ['baseline', 'write', ...day],
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
  )
  assert.deepEqual([written!.code, written!.stderr], [0, ''])
  const { baseline, scope } = JSON.parse(checked!.stdout) as { baseline: { new: number }; scope: { profile: string } }
  assert.deepEqual([checked!.code, baseline.new, scope.profile], [0, 0, 'silver'])
  assert.equal(diff!.code, 0)
})

test('who says otherwise than a policy locks reads so in the last line, with the line to delete', () => {
  const folder = folderOf({ 'assay.yaml': 'extends: p.yaml\nprofile: bronze\n', 'p.yaml': locked })
  const [checked, sarif, baseline] = assay(
    folder,
    ['check', '--as-of', '2026-11-23', '-q'],
    ['check', '--as-of', '2026-11-23', '--format', 'sarif'],
    ['baseline', 'write'],
  )
  const last = checked!.stdout.slice(checked!.stdout.indexOf('Gate:')).replace(/\s+/g, ' ')
  assert.match(last, /^Gate: exit code 2, the policy is contradicted: assay\.yaml:2:1: profile is locked by p\.yaml/)
  assert.doesNotMatch(checked!.stdout, /could be judged/)
  assert.match(sarif!.stderr, /^assay: exit code 2, the policy is contradicted: assay\.yaml:2:1: profile is locked/)
  assert.match(baseline!.stderr, /^assay: nothing is compared or written; mend this first: assay\.yaml:2:1: profile is/)
})

test('a policy is extended whatever the command, and whether the folder is named or stood in', () => {
  const folder = folderOf({ ...shop, 'assay.yaml': 'extends: p.yaml\n', 'p.yaml': 'exclude: [old/**]\n' })
  const asks = [['secrets'], ['facts'], ['graph'], ['config'], ['baseline', 'write'], ['fix'], ['rules']]
  const lines = asks.flatMap((words) => [words, words[0] === 'rules' ? [...words, folder] : [...words, '.']])
  for (const [i, { code, stderr }] of assay(folder, ...lines).entries())
    assert.deepEqual([code, stderr], [0, ''], lines[i]?.join(' '))
})
