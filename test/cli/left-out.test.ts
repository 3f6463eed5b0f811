import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commit, git, write } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'
import { day, shop, waiver } from './support/shop.ts'

const json = ['--format', 'json', ...day]
const check = ['check', '--only', 'pipeline.unit-tests', '--format', 'json', ...day]

test('files that say how to judge and that git ignores say nothing, which is told; init tells how they come in', () => {
  const folder = folderOf({})
  commit(folder, { ...shop, '.gitignore': '*.yaml\n' })
  write(folder, { '.assay/waivers.yaml': waiver, 'assay.yaml': 'deploys: false\n' })
  const [checked, begun] = assay(folder, check, ['init'])
  const { remarks, requirements } = JSON.parse(checked?.stdout ?? '{}')
  const unitTests = requirements.find(({ id }: { id: string }) => id === 'pipeline.unit-tests')
  assert.equal(unitTests.verdict, 'fail')
  const told = remarks.map((one: { code: string; place: { file: string } }) => `${one.code} ${one.place.file}`)
  assert.deepEqual(told, ['file-ignored .assay/waivers.yaml', 'file-ignored assay.yaml'])
  assert.match(begun?.stdout ?? '', /git ignores assay\.yaml, so nobody else gets it: git add --force assay\.yaml/)
  git(folder, ['add', '--force', 'assay.yaml', '.assay/waivers.yaml'])
  const [added] = assay(folder, check)
  assert.deepEqual(JSON.parse(added?.stdout ?? '{}').remarks, [])
})

test('an answer on a job that is not here is told with its line and the name that is meant', () => {
  const folder = folderOf({})
  commit(folder, shop)
  write(folder, { 'assay.yaml': 'kinds:\n  - {job: shpi, kinds: [unit-test]}\n' })
  git(folder, ['add', 'assay.yaml'])
  for (const { stdout } of assay(folder, ['check', ...json], ['check', '--staged', ...json])) {
    const told = JSON.parse(stdout).remarks.map(
      (one: { code: string; message: string; place: { file: string; line: number } }) => [
        one.code,
        `${one.place.file}:${one.place.line}`,
        one.message,
      ],
    )
    assert.deepEqual(told, [
      [
        'kinds-unheard',
        'assay.yaml:2',
        'no job here is called "shpi", so nothing is said by this; did you mean "ship"?',
      ],
    ])
  }
})

test('so is a document or a component that is not here', () => {
  const said = `documents: {architecture: [docs/architcture.md, 'https://wiki.example/a'], release-notes: notes/}\ncomponents: {api: services/api, web: ./web}\n`
  const folder = folderOf({
    'assay.yaml': said,
    'docs/architecture.md': '# A\n',
    'notes/1.md': '# 1\n',
    'web/a.ts': '',
  })
  const [checked] = assay(folder, ['check', ...json])
  const told = JSON.parse(checked?.stdout ?? '{}').remarks.map((one: { message: string }) => one.message)
  assert.deepEqual(told, [
    'there is no docs/architcture.md here, so nothing is said by this; did you mean "docs/architecture.md"?',
    'there is no services/api here, so nothing is said by this',
  ])
})
