import assert from 'node:assert/strict'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'

/* What users write of their own accord, and wrongly: the configuration and rules. test-e2e/bad-input.test.ts has the files. */

const rule = `id: house.ci
title: There is a pipeline
level: bronze
each: pipelines
cases:
  - then: pass
none: {then: fail, message: there is no pipeline}
why: Nothing else repeats itself.
fix: Write one.
`

test('a configuration that is there and cannot be read stops the run: it may say what counts', () => {
  const loop = folderOf({})
  symlinkSync('assay.yaml', join(loop, 'assay.yaml'))
  const outside = folderOf({})
  symlinkSync('/etc/hosts', join(outside, 'assay.yaml'))
  const binary = folderOf({ 'assay.yml': 'profile: gold\0' })
  const large = folderOf({})
  writeFileSync(join(large, 'assay.yaml'), Buffer.alloc((16 << 20) + 1, '#'))
  for (const [folder, message] of [
    [loop, /^assay: assay\.yaml cannot be read: a link that leads in a circle\n$/],
    [outside, /^assay: assay\.yaml cannot be read: a link that leads out of the folder/],
    [binary, /^assay: assay\.yml holds binary data/],
    [large, /^assay: assay\.yaml cannot be read: 16 MiB, over the limit/],
  ] as const) {
    const [{ code, stdout, stderr } = { code: 0, stdout: '', stderr: '' }] = assay(folder, ['check'])
    assert.deepEqual([code, stdout], [2, ''], stderr)
    assert.match(stderr, message)
  }
})

test('a rule that cannot be read is told, and the rest is judged', () => {
  const folder = folderOf({ 'assay.yaml': 'rules: [policy]', 'policy/a.yaml': rule, 'policy/b.yaml': '\0\0\0' })
  const [{ code, stdout } = { code: 0, stdout: '' }] = assay(folder, ['check', '--format', 'json'])
  const { own, problems } = JSON.parse(stdout) as { own: { id: string }[]; problems: string[] }
  assert.equal(code, 2)
  assert.deepEqual(problems, ['policy/b.yaml: this rule cannot be read: it holds binary data, not text'])
  assert.deepEqual(
    own.map(({ id }) => id),
    ['house.ci'],
  )
})

test('fixtures may stand in the folder of the rules: they are no rules', () => {
  const folder = folderOf({
    'assay.yaml': 'rules: [policy]',
    'policy/ci.yaml': rule,
    'policy/fixtures/house.ci/pass.one/.github/workflows/ci.yml': 'on: push\njobs: {a: {steps: [{run: make}]}}\n',
    'policy/fixtures/house.ci/fail.none/README.md': '# Nothing\n',
    'policy/fixtures/house.ci/unknown.unread/.github/workflows/ci.yml': 'on: [\n',
  })
  const [check, named, configured] = assay(
    folder,
    ['check', '--format', 'json'],
    ['test', 'policy/fixtures', '--rules', 'policy'],
    ['test', 'policy/fixtures'],
  )
  assert.deepEqual((JSON.parse(check!.stdout) as { problems: string[] }).problems, [])
  for (const run of [named!, configured!]) {
    assert.equal(run.code, 0, run.stdout + run.stderr)
    assert.match(run.stdout, /3 of 3 fixtures of 1 rule are right/)
  }
})

test('a path that is empty, missing or a file', () => {
  const folder = folderOf({ Dockerfile: 'FROM x' })
  const messages = assay(folder, ['check', ''], ['check', 'nowhere'], ['check', 'Dockerfile']).map(
    ({ stderr }) => stderr,
  )
  assert.deepEqual(messages, [
    'assay: the path is empty; name the folder of a repository\n',
    'assay: nowhere: there is no such file or folder\n',
    'assay: Dockerfile is a file; name the folder of the repository that it is in\n',
  ])
})
