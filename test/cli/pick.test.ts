import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pick } from '../../src/cli/pick.ts'

const ids = ['pipeline.build', 'pipeline.unit-tests', 'smoke-tests.health']

test('ids and globs pick in the order of the list, each once; without patterns all are picked', () => {
  assert.deepEqual(pick(['smoke-tests.health', 'pipeline.*', 'pipeline.build'], ids), ids)
  assert.deepEqual(pick(['*.health'], ids), ['smoke-tests.health'])
  assert.deepEqual(pick([], ids), ids)
})

test('a pattern that picks nothing is refused, with the nearest id', () => {
  assert.throws(
    () => pick(['pipeline.biuld'], ids),
    /no requirement is called "pipeline\.biuld"; did you mean "pipeline\.build"\?/,
  )
  assert.throws(() => pick(['waivers.*'], ids), /`assay rules` lists them/)
})
