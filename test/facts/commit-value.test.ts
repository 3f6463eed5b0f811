import assert from 'node:assert/strict'
import { test } from 'node:test'
import { taggedByRef, taggedByVersion } from '../../src/facts/pipeline/commit-value.ts'

test('an image is named by the ref of the run, a push to a branch names none', () => {
  for (const text of ['kubectl set image deploy/shop shop=acme/shop:$CI_COMMIT_TAG', 'acme/shop:"${GITHUB_REF_NAME}"'])
    assert.ok(taggedByRef(text), text)
  for (const text of ['git push dokku HEAD:$CI_COMMIT_REF_NAME', 'acme/shop:$CI_COMMIT_SHA', 'echo $TAG_NAME'])
    assert.ok(!taggedByRef(text), text)
})

test('an image by the version that a manifest has', () => {
  for (const text of ['shop:$(jq -r .version package.json)', 'shop:v$(cat VERSION)', '${IMAGE}:$(poetry version -s)'])
    assert.ok(taggedByVersion(text), text)
  for (const text of ['shop:$(echo $VERSION | tr -d v)', 'shop:$(echo "${VERSION}")', 'shop:$VERSION'])
    assert.ok(!taggedByVersion(text), text)
})
