import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLong } from '../../src/cli/hot.ts'

test('a run is long where there are hundreds of pipelines, and not where there are only many files', () => {
  const pipelines = (count: number) => Array.from({ length: count }, (_, i) => `.github/workflows/deploy-${i}.yml`)
  const code = Array.from({ length: 5000 }, (_, i) => `services/s${i}/config.yml`)
  assert.deepEqual([isLong(code), isLong([...code, ...pipelines(199)]), isLong(pipelines(200))], [false, false, true])
})
