import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'
import { cornerShop, day, id, shop, waiver } from './support/shop.ts'

/* What lies where a file should be that says something about verdicts, and is none: a sentence, exit code 2, no entry made. */

const waivers = '.assay/waivers.yaml'
const attestations = '.assay/attestations.yaml'
const baseline = '.assay/baseline.txt'
const check = ['check', '--format', 'json', ...day]
const waive = ['waive', id, '--owner', 'Ada', '--approver', 'Grace', '--reason', 'later', '--ticket', '1']
const until = ['--expires', '2027-01-31', ...day]
const attest = ['attest', 'environments.production', '--statement', 'it waits', '--evidence', 'https://example.org/a']

interface Report {
  readonly remarks: readonly { readonly code: string; readonly message: string }[]
}
const remarks = (stdout: string) => (JSON.parse(stdout) as Report).remarks.map(({ message }) => message).join('\n')

for (const what of ['a folder', 'a pipe'] as const) {
  test(`${what} in the place of a file is told, and never taken for nothing`, () => {
    const put = (file: string) => {
      const folder = folderOf(shop)
      mkdirSync(join(folder, '.assay'))
      // an empty one is in no list: a container engine makes one where the file to be mounted is missing
      if (what === 'a folder') mkdirSync(join(folder, file))
      else execFileSync('mkfifo', [join(folder, file)])
      return folder
    }
    for (const name of ['assay.yaml', 'assay.yml']) {
      const [{ code, stderr } = { code: 0, stderr: '' }] = assay(put(name), check)
      assert.equal(code, 2)
      assert.match(stderr, new RegExp(`^assay: ${name}( cannot be read)?: (it is )?${what}[^\\n]*\n$`))
    }
    for (const [file, ...words] of [[waivers], [attestations], [baseline, '--baseline']] as const) {
      const [{ code, stdout } = { code: 0, stdout: '' }] = assay(put(file), [...check, ...words])
      assert.equal(code, 2, file)
      assert.match(remarks(stdout), new RegExp(`^(it is )?${what}`, 'm'))
    }
    for (const [file, words] of [
      [waivers, [...waive, ...until]],
      [attestations, [...attest, '--by', 'Ada', '--role', 'lead', ...until]],
    ] as const) {
      const [{ code, stderr } = { code: 0, stderr: '' }] = assay(put(file), words)
      assert.equal(code, 2)
      assert.match(stderr, /^assay: \.assay\/\w+\.yaml: (it is )?a (folder|pipe)[^\n]*; nothing was written\n$/)
    }
  })
}

test('a folder with files in the place of one is seen in a commit, too', () => {
  const folder = folderOf({ ...shop, 'assay.yaml/notes.txt': 'a' })
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' })
  git('init', '-q')
  git('add', '-A')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'all')
  const [outcome] = assay(folder, [...check, '--rev', 'HEAD'])
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /assay\.yaml: it is a folder/)
})

const unusable: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['broken', `${waiver}  : [ {\n`, /waivers\.yaml:\d+: not valid YAML/],
  [
    'in the middle of a merge',
    `<<<<<<< HEAD\n${waiver}=======\n>>>>>>> b\n`,
    /waivers\.yaml:1: a merge left its conflict/,
  ],
  ['binary', Buffer.from([0, 1, 2]), /it holds binary data/],
  ['large', Buffer.alloc((5 << 20) + 1, '#'), /it is larger than 5 MiB/],
]
for (const [how, content, message] of unusable) {
  test(`no waiver is added to a file that is ${how}`, () => {
    const folder = folderOf(shop)
    mkdirSync(join(folder, '.assay'))
    writeFileSync(join(folder, waivers), content)
    const [outcome] = assay(folder, [...waive, ...until])
    assert.equal(outcome!.code, 2)
    assert.match(outcome!.stderr, message)
    assert.equal(outcome!.stderr.trimEnd().split('\n').length, 1)
    assert.deepEqual(readFileSync(join(folder, waivers)), Buffer.from(content))
  })
}

test('a waiver is added to a file that PowerShell wrote, and the others stay', () => {
  const folder = folderOf(shop)
  const [fresh] = assay(folder, [...waive, ...until])
  assert.equal(fresh!.code, 0)
  const first = readFileSync(join(folder, waivers), 'utf8')
  writeFileSync(join(folder, waivers), `\ufeff${first.replace(id, 'pipeline.integration-tests')}`, 'utf16le')
  const [second] = assay(folder, [...waive, ...until])
  assert.equal(second!.code, 0, second!.stderr)
  const now = readFileSync(join(folder, waivers), 'utf8')
  for (const one of [id, 'pipeline.integration-tests']) assert.ok(now.includes(`requirement: ${one}`), now)
})

test('a policy that is named and cannot be used is one sentence', () => {
  const folder = folderOf({ ...shop, 'empty.yaml': '# to be written\n', 'word.yaml': 'a\n\nb c\n' })
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'))
  mkdirSync(join(folder, 'folder.yaml'))
  for (const [file, message] of [
    ['empty.yaml', /^assay: empty\.yaml: this policy is empty; write what it asks for, or do not name it\n$/],
    ['loop.yaml', /^assay: --policy loop\.yaml: it is a link that leads in a circle\n$/],
    ['folder.yaml', /^assay: --policy folder\.yaml: it is a folder\n$/],
    ['none.yaml', /^assay: --policy none\.yaml: there is no such file or folder\n$/],
    ['word.yaml', /^assay: word\.yaml:1:1: the file must be a map of keys and values, not the text "a b c"\n$/],
  ] as const) {
    const [outcome] = assay(folder, [...check, '--policy', file])
    assert.deepEqual([outcome!.code, outcome!.stdout], [2, ''])
    assert.match(outcome!.stderr, message)
  }
})

test('an empty policy that is extended holds nobody to anything: that is told', () => {
  const folder = folderOf({ ...shop, 'assay.yaml': 'extends: ./policy.yaml\n', 'policy.yaml': '' })
  const [outcome] = assay(folder, check)
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /policy\.yaml: this policy is empty/)
})

test('of a baseline that a merge left in conflict, update takes both sides and writes it whole', () => {
  const folder = cornerShop()
  assay(folder, ['baseline', 'write', ...day])
  const whole = readFileSync(join(folder, baseline), 'utf8')
  const lines = whole.trimEnd().split('\n')
  const sides = [
    [
      'both are the same',
      [...lines.slice(0, 9), '<<<<<<< HEAD', lines[9], '=======', lines[9], '>>>>>>> b', ...lines.slice(10)],
    ],
    [
      'one at the top',
      ['<<<<<<< HEAD', lines[0], '||||||| 0', 'x', '=======', lines[0], '>>>>>>> b', ...lines.slice(1)],
    ],
    ['more on one side', [...lines.slice(0, 9), '<<<<<<< HEAD', '=======', ...lines.slice(9), '>>>>>>> b']],
  ] as const
  for (const [how, changed] of sides) {
    writeFileSync(join(folder, baseline), `${changed.join('\n')}\n`)
    const [refused, updated] = assay(folder, ['baseline', 'diff', ...day], ['baseline', 'update', ...day])
    assert.equal(refused!.code, 2, how)
    assert.match(refused!.stderr, /baseline\.txt:\d+: a merge left its conflict here; keep the lines of both sides/)
    assert.equal(updated!.code, 0, updated!.stderr)
    assert.match(updated!.stdout, /accepted \(0 new\), 0 fixed dropped/)
    assert.equal(readFileSync(join(folder, baseline), 'utf8'), whole)
  }
  writeFileSync(join(folder, baseline), `${lines.join('\n')}\n=======\n`)
  const [odd] = assay(folder, ['baseline', 'update', ...day])
  assert.equal(odd!.code, 2)
})
