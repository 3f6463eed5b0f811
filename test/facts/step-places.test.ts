import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

const ci = `on: push
jobs:
  images:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: ./.github/actions/image
`
const action = `name: image
runs:
  using: composite
  steps:
    - {shell: bash, run: docker build -t shop .}
    - {shell: bash, run: docker push shop}
`

test('what an action of the repository does stands in the job where it is called, and says where it is written', async () => {
  const repository = repositoryOf({
    '.github/workflows/ci.yml': ci,
    '.github/actions/image/action.yml': action,
    Dockerfile: 'FROM alpine:3.20\n',
  })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps'])
  const call = ci.indexOf('./.github/actions/image')
  assert.deepEqual(
    facts.steps.slice(1).map(({ kinds, file, place, written }) => [kinds.join(), file, place.start, written.file]),
    [
      ['build', '.github/workflows/ci.yml', call, '.github/actions/image/action.yml'],
      ['publish', '.github/workflows/ci.yml', call, '.github/actions/image/action.yml'],
    ],
  )
})
