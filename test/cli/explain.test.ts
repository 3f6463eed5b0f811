import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { namedBy } from '../../src/cli/explain/finding.ts'
import { assay, folderOf } from './support/assay.ts'
import { day, shop as small, workflow } from './support/shop.ts'

const shop = { ...small, Dockerfile: 'FROM node:latest\nCOPY . .\n' }
const print = (stdout: string, id: string): string =>
  JSON.parse(stdout).results.find(
    (one: { requirement: string; verdict: string }) => one.requirement === id && one.verdict === 'fail',
  ).fingerprint

test('what names a finding: digits of a fingerprint, a line with or without a column; an id does not', () => {
  const folder = '/shop'
  assert.deepEqual(namedBy('3F2A9c', folder), { by: 'fingerprint', digits: '3f2a9c' })
  assert.equal(namedBy('3f2a9', folder), undefined)
  assert.equal(namedBy('pipeline.build', folder), undefined)
  assert.deepEqual(namedBy('./a b/Dockerfile:12', folder), { by: 'line', file: 'a b/Dockerfile', line: 12 })
  assert.deepEqual(namedBy('Dockerfile:12:7', folder), { by: 'line', file: 'Dockerfile', line: 12 })
  assert.deepEqual(namedBy('/shop/k8s/app.yaml:3', folder), { by: 'line', file: 'k8s/app.yaml', line: 3 })
})

test('a finding by its digits: message, excerpt, evidence, path and state, then the page of its requirement', () => {
  const folder = folderOf(shop)
  const [json] = assay(folder, ['check', '--format', 'json', ...day])
  const [told] = assay(folder, ['explain', print(json!.stdout, 'pipeline.unit-tests').slice(0, 8), ...day])
  assert.equal(told!.code, 0, told!.stderr)
  assert.match(told!.stdout, /^FAIL {2}pipeline\.unit-tests {2}error$/m)
  assert.match(told!.stdout, /^ {2}\.github\/workflows\/deploy\.yml:3:3$\n^ {6}3 \| {3}ship:$\n^ +\| {3}\^{4}$/m)
  assert.match(told!.stdout, /^ {2}path /m)
  assert.match(told!.stdout, /^ {2}state new: nothing accepts it$/m)
  assert.match(told!.stdout, /^The standard asks$/m)
})

test('a finding by its line: all that stand there, of one requirement with its page, of several with their ids', () => {
  const folder = folderOf(shop)
  const [docker, job, none, nowhere] = assay(
    folder,
    ['explain', 'Dockerfile:1', ...day],
    ['explain', `./${workflow}:8`, ...day],
    ['explain', `${workflow}:4`, ...day],
    ['explain', 'README.md:1', ...day],
  )
  assert.match(docker!.stdout, /^FAIL {2}containers\.base-image/m)
  assert.match(docker!.stdout, /1 \| FROM node:latest/)
  assert.match(job!.stdout, /^ {2}assay explain rollback\.testing$/m)
  assert.equal(none!.code, 2)
  assert.match(
    none!.stderr,
    /nothing fails or is unknown at \.github\/workflows\/deploy\.yml:4; the nearest are in line \d/,
  )
  assert.match(nowhere!.stderr, /at README\.md:1 nor anywhere in this file/)
})

test('digits that no finding or several have are told', () => {
  const folder = folderOf(shop)
  const [none, few] = assay(folder, ['explain', '0000000000000000', ...day], ['explain', 'abc12', ...day])
  assert.equal(none!.code, 2)
  assert.match(none!.stderr, /no finding has a fingerprint that begins with 0000000000000000/)
  assert.match(few!.stderr, /no requirement is called "abc12".*a finding is named by its fingerprint/)
})

test('the state tells who accepts it: the baseline, or a waiver with its end', () => {
  const folder = folderOf({ ...shop, 'assay.yaml': 'baseline: .assay/baseline.txt\n' })
  const [, json] = assay(folder, ['baseline', 'write', ...day], ['check', '--format', 'json', ...day])
  const digits = print(json!.stdout, 'pipeline.unit-tests')
  const [known] = assay(folder, ['explain', digits, ...day])
  assert.match(known!.stdout, /^ {2}state known: accepted in \.assay\/baseline\.txt$/m)
  mkdirSync(join(folder, '.assay'), { recursive: true })
  writeFileSync(
    join(folder, '.assay/waivers.yaml'),
    `waivers:
  - requirement: pipeline.unit-tests
    paths: [${workflow}]
    owner: Ada
    approver: Grace
    reason: they run elsewhere
    ticket: SHOP-1
    created: 2026-11-20
    expires: 2027-01-31
`,
  )
  const [waived] = assay(folder, ['explain', digits, '--path', folder, ...day])
  assert.match(
    waived!.stdout,
    /state waived at \.assay\/waivers\.yaml:2:\d+ \(owner Ada, approved by Grace, SHOP-1,\s+until/,
  )
})

test('each case is told with what it says, what it is filled with in short', () => {
  const [told] = assay(folderOf({}), ['explain', 'pipeline.unit-tests'])
  const page = told!.stdout.replace(/\s+/g, ' ')
  assert.match(
    page,
    /pass if it\.guarded\.unit_test: unit tests must pass before the job <job> fail otherwise: the job <job> /,
  )
})
