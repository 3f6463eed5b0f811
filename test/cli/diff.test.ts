import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'

const json = (file: string) => ['check', '--format', `json=${file}`, '--as-of', '2026-11-23', '-q']

test('a change for the worse is exit code 1, with the reason; back again it is 0', () => {
  const folder = folderOf({
    'CHANGELOG.md': '# Changelog\n\n## Release 1.0.0 - 2026-11-01\n\n### New Features\n\n- a\n',
    'README.md': '# Shop\n',
  })
  assay(folder, json('old.json'))
  writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## 1.0.0\n\n- a\n')
  assay(folder, json('new.json'))
  const [worse, better, zero, markdown, same] = assay(
    folder,
    ['diff', 'old.json', 'new.json'],
    ['diff', 'new.json', 'old.json'],
    ['diff', 'old.json', 'new.json', '--exit-zero'],
    ['diff', 'old.json', 'new.json', '--format', 'markdown=comment.md', '--format', 'json'],
    ['diff', 'old.json', 'old.json'],
  )
  assert.equal(worse!.code, 1)
  assert.match(worse!.stdout, /WORSE\n[\s\S]* {2}pass → fail +release-notes\.new-features/)
  assert.equal(better!.code, 0)
  assert.match(better!.stdout, /BETTER\n[\s\S]* {2}fail → pass +release-notes\.new-features/)
  assert.equal(zero!.code, 0)
  assert.equal(markdown!.code, 1)
  assert.match(readFileSync(join(folder, 'comment.md'), 'utf8'), /^<!-- assay-diff -->/)
  assert.ok((JSON.parse(markdown!.stdout) as { changes: unknown[] }).changes.length > 0)
  assert.match(same!.stdout, /^.*\n?0 better, 0 worse; 0 new findings, 0 fixed\n$/s)
})

const broken: readonly (readonly [string, string | undefined, RegExp])[] = [
  ['missing', undefined, /x\.json: there is no such file or folder; make one with/],
  ['no JSON', '{', /x\.json: it is no JSON; make one/],
  ['something else', '{"runs": []}', /x\.json is no assessment of Assay/],
  ['null', 'null', /x\.json is no assessment/],
  ['of another version', '{"schema": "https://assay.dev/schemas/assessment/9"}', /made by another version/],
  [
    'of touched files alone',
    '{"schema": "https://assay.dev/schemas/assessment/1", "requirements": [], "own": [], "results": [], "scope": {"touched": {}}}',
    /x\.json tells of touched files alone/,
  ],
  ['cut off', '{"schema": "https://assay.dev/schemas/assessment/1"}', /no whole assessment/],
]
for (const [name, content, message] of broken) {
  test(`an assessment that is ${name} is told in one sentence, exit code 2`, () => {
    const folder = folderOf(content === undefined ? {} : { 'x.json': content })
    const [outcome] = assay(folder, ['diff', 'x.json', 'x.json'])
    assert.equal(outcome!.code, 2)
    assert.match(outcome!.stderr, message)
    assert.equal(outcome!.stderr.trimEnd().split('\n').length, 1)
  })
}
