import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentPrints, fingerprints, type Identity } from '../../src/assessment/fingerprint.ts'

const called = '.github/workflows/reusable.yml'

/** A finding in a called workflow, whose subject is named by the workflow that calls it. */
const finding = (caller: string, more: Partial<Identity> = {}): Identity => ({
  requirement: 'pipeline.unit-tests',
  test: 'main',
  subject: { kind: 'deployment', id: `${caller}:ship / deploy@production` },
  place: { file: called },
  trace: [{ place: { file: caller.replace(/:\d+$/, '') } }, { place: { file: called } }],
  ...more,
})
const none = () => undefined
const printOf = (one: Identity) => contentPrints([one], none)[0]

test('a finding stays known when the pipeline is renamed that calls the one it stands in', () => {
  const before = printOf(finding('.github/workflows/merge.yml'))
  assert.equal(printOf(finding('.github/workflows/release.yml')), before)
  assert.equal(printOf(finding('.github/workflows/merge.yml:120')), before)
  const job = { kind: 'deployment', id: '.github/workflows/merge.yml:ship / other@production' }
  assert.notEqual(printOf(finding('.github/workflows/merge.yml', { subject: job })), before)
})

test('findings of two callers are two, whichever comes first', () => {
  const both = [finding('a.yml'), finding('b.yml')]
  const prints = fingerprints(both, none)
  assert.notEqual(prints[0], prints[1])
  assert.deepEqual([...fingerprints([...both].reverse(), none)].reverse(), prints)
})

test('a path that is the end of a longer one is not taken for it', () => {
  const one = finding('ci/a.yml', { trace: [{ place: { file: 'a.yml' } }, { place: { file: 'ci/a.yml' } }] })
  assert.equal(printOf(one), printOf(finding('x.yml')))
})
