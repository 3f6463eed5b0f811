import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearIds } from '../../src/cli/near-id.ts'
import { pick } from '../../src/cli/pick.ts'
import { assay, folderOf } from './support/assay.ts'

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

test('where an own rule cannot be read, its mistake is told before that nothing is called so', () => {
  const folder = folderOf({ 'assay.yaml': 'rules: [policy]\n', 'policy/x.yaml': 'id: house.x\ncases: [\n' })
  const [checked] = assay(folder, ['check', '--only', 'house.x'])
  assert.equal(checked!.code, 2)
  assert.match(checked!.stderr, /^assay: policy\/x\.yaml:3:1: not valid YAML[\s\S]*no requirement is called "house\.x"/)
})

test('a name that no requirement has leads to the ids that it may mean', () => {
  const all = [
    ...['pipeline.build', 'pipeline.unit-tests', 'pipeline.integration-tests', 'metrics.cpu', 'metrics.memory'],
    ...['metrics.latency-p50', 'metrics.latency-p99', 'rollback.time', 'rollback.testing', 'house.held'],
  ]
  const cases: Record<string, string> = {
    'metrics.p99': 'did you mean "metrics.latency-p99"?',
    'metrics.latency': 'did you mean "metrics.latency-p50" or "metrics.latency-p99"?',
    'pipeline.tests': 'did you mean "pipeline.unit-tests" or "pipeline.integration-tests"?',
    'rollback.test': 'did you mean "rollback.testing"?',
    'rollback.tmie': 'did you mean "rollback.time"?',
    'piepline.build': 'did you mean "pipeline.build"?',
    'rolback.time': 'did you mean "rollback.time"?',
    rollback: `"rollback" is a section: assay rules --only 'rollback.*' lists its requirements`,
    'metrics.xyz': `assay rules --only 'metrics.*' lists its requirements`,
    memory: 'did you mean "metrics.memory"?',
  }
  for (const [name, said] of Object.entries(cases)) assert.equal(nearIds(name, all), `; ${said}`, name)
  assert.equal(nearIds('weather', all), '')
})
