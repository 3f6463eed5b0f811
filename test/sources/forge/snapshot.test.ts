import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeUpForge } from '../../../src/sources/forge/made-up.ts'
import { readSnapshot, untoldParts, writeSnapshot } from '../../../src/sources/forge/snapshot.ts'

const settings = madeUpForge({
  environments: { untold: 'github.com refused it (403: no)', needs: 'Actions: read' },
  branches: [
    { name: 'main', rules: { reviews: { untold: 'github.com refused it (403)', needs: 'Administration: read' } } },
    { name: 'live', rules: { untold: 'github.com took too long to answer' } },
  ],
})

test('a snapshot gives back what was written, and the same settings the same bytes', () => {
  const text = writeSnapshot(settings)
  assert.deepEqual(readSnapshot(text, 'forge.json'), settings)
  assert.equal(writeSnapshot(readSnapshot(text, 'forge.json')), text)
})

const whole = JSON.parse(writeSnapshot(settings))
const { environments: _, ...without } = whole

const broken: [text: string, why: RegExp][] = [
  ['', /forge.json is no JSON; make it with assay check --forge --forge-snapshot forge.json/],
  ['<<<<<<< HEAD', /is no JSON/],
  ['null', /is no snapshot of this form/],
  ['[]', /is no snapshot of this form/],
  [JSON.stringify({ ...whole, form: 'https://assay.dev/schemas/forge/2' }), /is no snapshot of this form/],
  [JSON.stringify(without), /is not whole: it has no environments/],
  [JSON.stringify({ ...whole, environments: 'none' }), /environments is neither a list nor said to be untold/],
  [JSON.stringify({ ...whole, readAt: 'yesterday' }), /readAt is no time/],
]

test('a broken snapshot, or one of another form, is refused with the next step', () => {
  for (const [text, why] of broken) {
    assert.throws(() => readSnapshot(text, 'forge.json'), { name: 'ForgeError', message: why })
  }
})

test('what was not told is listed, with what it needs', () => {
  assert.deepEqual(untoldParts(settings), [
    'environments: github.com refused it (403: no); needs Actions: read',
    'reviews of main: github.com refused it (403); needs Administration: read',
    'rules of live: github.com took too long to answer',
  ])
  assert.deepEqual(untoldParts(madeUpForge({})), [])
})
