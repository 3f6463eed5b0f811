import assert from 'node:assert/strict'
import { it } from 'node:test'
// the sources are loaded by their paths
import 'tsx'
import { generate, stale } from '../../scripts/generate.ts'

it('what is generated is fresh, and every rule and collector is sound (else: npm run generate)', async () => {
  const { files, problems } = await generate()
  assert.deepEqual(problems, [])
  assert.deepEqual(await stale(files), [])
})
