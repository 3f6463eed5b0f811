import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hiddenTags } from '../../../src/facts/versions/read.ts'
import type { History } from '../../../src/sources/source.ts'

/* git refuses `--unshallow` in a clone that is whole, and fetching gives no tags to a folder of a repository. */

const history = (more: Partial<History>): History => ({
  head: undefined,
  defaultBranch: undefined,
  shallow: false,
  origin: undefined,
  tags: async () => undefined,
  lastChange: async () => undefined,
  hasCommit: async () => undefined,
  isIgnored: async () => new Set(),
  ...more,
})

test('what makes tags seen is advice that can be followed here', () => {
  const advice = (of: History | undefined) => hiddenTags({ history: of }).settle.text
  assert.equal(
    advice(history({ shallow: true })),
    'fetch the tags: git fetch --tags --unshallow (in CI: fetch-depth: 0)',
  )
  assert.equal(advice(history({})), 'fetch the tags: git fetch --tags (in CI: fetch-depth: 0)')
  assert.equal(advice(history({ inside: true })), 'check the top folder of the repository: the tags are of the whole')
  assert.equal(advice(undefined), 'check a git clone, with its tags')
})
