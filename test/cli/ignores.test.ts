import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'
import { shop } from './support/shop.ts'

const dockerfile = (comment = '') => `${comment}FROM node:latest\nCOPY . .\n`

test('a comment in a Dockerfile covers what stands below it, in a run of the whole tool', () => {
  const id = 'containers.base-image'
  const run = (comment: string) => {
    const folder = folderOf({ ...shop, Dockerfile: dockerfile(comment) })
    const [{ code, stdout } = { code: -1, stdout: '{}' }] = assay(folder, [
      'check',
      '--only',
      id,
      '--format',
      'json',
      '--fail-on',
      'note',
    ])
    const { requirements, results, remarks } = JSON.parse(stdout)
    const { verdict } = requirements.find((one: { id: string }) => one.id === id)
    return [code, verdict, results[0]?.suppression?.place.line, remarks.map((one: { code: string }) => one.code)]
  }
  assert.deepEqual(run(''), [1, 'fail', undefined, []])
  assert.deepEqual(run(`# assay-ignore ${id}: the vendor's tools need it until March\n`), [0, 'waived', 1, []])
  assert.deepEqual(run(`# assay-ignore ${id}\n`), [1, 'fail', undefined, ['ignore-without-reason']])
})
