import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'

const dockerfile = (comment = '') => `${comment}FROM node:latest\nCOPY . .\n`
const workflow = `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: docker build -t registry.example/shop:v1.4.0 . && docker push registry.example/shop:v1.4.0
      - run: kubectl set image deployment/shop shop=registry.example/shop:v1.4.0 --namespace production
`

test('a comment in a Dockerfile covers what stands below it, in a run of the whole tool', () => {
  const id = 'containers.base-image'
  const run = (comment: string) => {
    const folder = folderOf({ Dockerfile: dockerfile(comment), '.github/workflows/deploy.yml': workflow })
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
