import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenTo } from '../../../src/facts/pipeline/github/output-text.ts'

const outputs = (script: string) => Object.fromEntries(writtenTo(script, 'GITHUB_OUTPUT', (text) => text))

test('an output is the text that makes it, with the variables of its script put in', () => {
  assert.deepEqual(
    outputs('version=$(cat VERSION)\necho "tag=v${version}-$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"\n'),
    { tag: 'v$(cat VERSION)-$(git rev-parse --short HEAD)' },
  )
})

test('exported variables and the old command are read too', () => {
  assert.deepEqual(outputs('export SHORT=${GITHUB_SHA::7}\necho "sha=$SHORT" >> $GITHUB_OUTPUT'), {
    sha: '${GITHUB_SHA::7}',
  })
  assert.deepEqual(outputs('echo "::set-output name=sha::$GITHUB_SHA"'), { sha: '${GITHUB_SHA}' })
})

test('an output that is written with two texts is not known', () => {
  assert.deepEqual(outputs('if x; then echo "a=1" >> $GITHUB_OUTPUT; else echo "a=2" >> $GITHUB_OUTPUT; fi'), {})
})
