import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'
import { cornerShop, day, shop } from './support/shop.ts'

const json = ['check', '--format', 'json', ...day]
const file = '.assay/baseline.txt'

interface Report {
  readonly results: readonly { readonly baselineState?: string }[]
  readonly remarks: readonly { readonly message: string }[]
}

const unusable: readonly (readonly [string, string | Buffer | undefined, RegExp])[] = [
  ['missing', undefined, /does not exist; `assay baseline write`/],
  ['no baseline', 'hello\n', /no baseline of Assay/],
  ['binary', Buffer.from([0, 1, 2]), /binary data/],
  ['from the future', '# assay baseline 7 · made by Assay 9.0.0 · rules 0123456789ab · 2030-01-01\n', /later version/],
  [
    'of a later Assay',
    '# assay baseline 1 · made by Assay 9.0.0 · rules 0123456789ab · 2030-01-01\n',
    /9\.0\.0; this is/,
  ],
  ['enormous', Buffer.alloc(17 << 20, 35), /larger than 8 MiB|over the limit/],
]
for (const [name, content, message] of unusable) {
  test(`a baseline that is ${name} is exit code 2 whatever else is asked, and nothing is known by it`, () => {
    const folder = cornerShop()
    mkdirSync(join(folder, '.assay'))
    if (content !== undefined) writeFileSync(join(folder, file), content)
    const [checked, quiet, updated] = assay(
      folder,
      [...json, '--baseline', '--exit-zero'],
      ['check', '-q', '--baseline', ...day],
      ['baseline', 'update', ...day],
    )
    assert.equal(checked!.code, 2)
    // what goes to programs is read by nobody
    assert.match(
      checked!.stderr,
      /^assay: exit code 2, not all could be judged: \.assay\/baseline\.txt(?::\d+:\d+)?: [^\n]*\n$/,
    )
    assert.match(quiet!.stdout, /^Gate: exit code 2, not all could be judged:/m)
    assert.equal(quiet!.stderr, '')
    const { remarks, results } = JSON.parse(checked!.stdout) as Report
    assert.match(remarks.map((one) => one.message).join(), message)
    assert.ok(results.every(({ baselineState }) => baselineState === undefined))
    assert.match(quiet!.stdout, /baseline-unusable/)
    assert.equal(updated!.code, 2)
    if (content !== undefined) assert.deepEqual(readFileSync(join(folder, file)), Buffer.from(content))
  })
}

test('a baseline of a later day than the one that is judged is not used', () => {
  const folder = cornerShop()
  assay(folder, ['baseline', 'write', '--as-of', '2026-11-24'])
  const [before, same] = assay(
    folder,
    ['check', '--baseline', '--as-of', '2026-11-23'],
    ['check', '--baseline', '--as-of', '2026-11-24'],
  )
  assert.deepEqual([before!.code, same!.code], [2, 0])
  assert.match(before!.stdout, /baseline\.txt:1\b[\s\S]*it is of 2026-11-24, and judged is 2026-11-23/)
})

test('where a revision or the index has none, it is named, and not the file on disk', () => {
  const folder = folderOf(shop)
  commit(folder)
  assay(folder, ['baseline', 'write', ...day])
  const messages = [['--rev', 'HEAD'], ['--staged'], ['--policy-from', 'HEAD']].map((words) => {
    const [{ code, stdout } = { code: -1, stdout: '{}' }] = assay(folder, [...json, ...words, '--baseline'])
    assert.equal(code, 2, words.join(' '))
    return (JSON.parse(stdout) as Report).remarks
      .map(({ message }) => message)
      .find((one) => one.includes('no such baseline'))
  })
  assert.match(messages[0]!, /^HEAD has no such baseline; commit one there/)
  assert.match(messages[1]!, /^the index has no such baseline; `git add` it/)
  assert.match(messages[2]!, /^HEAD has no such baseline; commit one there/)
})

test('of a repository that git does not read nothing is accepted, and the reason told', () => {
  const folder = folderOf(shop)
  commit(folder)
  const before = process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER
  process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1'
  const [written, checked] = assay(folder, ['baseline', 'write', ...day], ['check', '-q', '--fail-on', 'never', ...day])
  if (before === undefined) delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER
  assert.deepEqual([written!.code, checked!.code], [2, 2])
  assert.match(written!.stderr, /mend this first: the repository belongs to another user.*safe\.directory/)
  assert.match(checked!.stdout, /^problem: the repository belongs to another user/m)
})
