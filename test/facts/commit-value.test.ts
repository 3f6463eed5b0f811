import assert from 'node:assert/strict'
import { test } from 'node:test'
import { taggedByRef } from '../../src/facts/pipeline/commit-value.ts'

test('an image is named by the ref of the run, a push to a branch names none', () => {
  for (const text of ['kubectl set image deploy/shop shop=acme/shop:$CI_COMMIT_TAG', 'acme/shop:"${GITHUB_REF_NAME}"'])
    assert.ok(taggedByRef(text), text)
  for (const text of ['git push dokku HEAD:$CI_COMMIT_REF_NAME', 'acme/shop:$CI_COMMIT_SHA', 'echo $TAG_NAME'])
    assert.ok(!taggedByRef(text), text)
})
