import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'
import { day, shop, waiver as small } from './support/shop.ts'

const file = '.assay/waivers.yaml'
const waiver = (change = '') => small.replace(/\n$/, () => `${change}\n`)
const check = ['check', '--only', 'pipeline.unit-tests', '--format', 'json', ...day]

function outcome(files: Readonly<Record<string, string>>, words: readonly string[] = check) {
  const [{ code, stdout, stderr } = { code: -1, stdout: '', stderr: '' }] = assay(folderOf(files), words)
  const { remarks, requirements, results } = JSON.parse(stdout || '{}')
  const verdict = requirements?.find(({ id }: { id: string }) => id === 'pipeline.unit-tests')?.verdict
  const codes = remarks?.map((one: { code: string; place: { line?: number } }) => `${one.code}:${one.place.line ?? ''}`)
  return { code, verdict, codes, results, stderr }
}

test('a fail of the gate is waived, and the JSON names who allowed it', () => {
  assert.equal(outcome(shop).verdict, 'fail')
  const { code, verdict, codes, results } = outcome({ ...shop, [file]: waiver() })
  assert.deepEqual([code, verdict, codes], [0, 'waived', []])
  assert.equal(results[0].suppression.approver, 'Grace')
  assert.equal(results[0].suppression.place.line, 2)
})

test('a malformed waiver fails the gate with its line, and an unusable file is exit code 2', () => {
  assert.deepEqual(Object.values(outcome({ ...shop, [file]: waiver('\n    until: x') })).slice(0, 3), [
    1,
    'fail',
    ['waiver-malformed:9'],
  ])
  const bad = { binary: 'waivers: \u0000\n', conflict: `<<<<<<< a\n${waiver()}`, broken: 'waivers: [', latin: '' }
  for (const [what, content] of Object.entries(bad)) {
    const folder = folderOf({ ...shop, [file]: content })
    if (what === 'latin') writeFileSync(join(folder, file), Buffer.from(`${waiver()}# caf\xe9\n`, 'latin1'))
    const [{ code, stdout } = { code: -1, stdout: '' }] = assay(folder, [...check, '--exit-zero'])
    assert.equal(code, 2, what)
    assert.match(stdout, /waivers-unusable/, what)
  }
})

test('a file that is too large, or that leads out of the repository, is exit code 2', () => {
  const large = folderOf({ ...shop, [file]: `${waiver()}${'# more\n'.repeat(800_000)}` })
  const linked = folderOf(shop)
  const outside = folderOf({ 'w.yaml': waiver() })
  mkdirSync(join(linked, '.assay'))
  symlinkSync(join(outside, 'w.yaml'), join(linked, file))
  for (const folder of [large, linked]) {
    const [{ code, stdout } = { code: -1, stdout: '' }] = assay(folder, check)
    assert.equal(code, 2)
    assert.match(stdout, /waivers-unusable/)
  }
})

test('a partial run does not call the waivers of other requirements unused', () => {
  const { codes } = outcome({ ...shop, [file]: waiver() }, [
    'check',
    '--only',
    'rollback.*',
    '--format',
    'json',
    ...day,
  ])
  assert.deepEqual(codes, [])
})

test('a file with the other ending covers nothing, and says how it is to be called', () => {
  const { verdict, codes } = outcome({ ...shop, '.assay/waivers.yml': waiver() })
  assert.deepEqual([verdict, codes], ['fail', ['file-misnamed:']])
})

test('what looks like a secret in what people wrote is covered in every output', () => {
  const canary = `ghp_${'aB3dE5'.repeat(6)}`
  const told = waiver().replace('they run elsewhere', `see ${canary}`)
  for (const content of [told, told.replace('approver: Grace', `approver: Grace\n    ${canary}: x`)]) {
    const folder = folderOf({ ...shop, [file]: content })
    for (const { stdout } of assay(folder, check, ['check', '--only', 'pipeline.unit-tests', ...day])) {
      assert.ok(!stdout.includes(canary), stdout)
    }
  }
})
