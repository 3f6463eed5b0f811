import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExpression } from '../../../src/facts/pipeline/circleci/expression.ts'
import { loadPatterns } from '../../../src/facts/pipeline/circleci/patterns.ts'
import { sampleOf } from '../../../src/facts/pipeline/circleci/sample.ts'

const patterns = await loadPatterns()

for (const [source, sample] of [
  ['hotfix\\/.*', 'hotfix/any'],
  ['^v\\d+\\.\\d+\\.\\d+(-rc\\d+)?$', 'v1.1.1'],
  ['(feat|fix)-[A-Z]{3}-.+', 'feat-AAA-any'],
  ['release-[^/]+', 'release-a'],
  ['^(?!main).*$', 'any'],
  ['a|b', 'a'],
] as const) {
  test(`a name that /${source}/ matches`, () => {
    assert.equal(sampleOf(source), sample)
    assert.equal(patterns.matches(source, sample, true), true)
  })
}

for (const source of ['(', '[a', '*', 'a)', '(?:']) {
  test(`no name for /${source}/`, () => assert.equal(sampleOf(source), undefined))
}

test('filters match the whole name, conditions find', () => {
  assert.equal(patterns.matches('main', 'maintenance', true), false)
  assert.equal(patterns.matches('main', 'maintenance', false), true)
})

test('an expression that takes for ever is not tried', () => {
  assert.equal(patterns.matches('(?=x)((a+)+)+$', `${'a'.repeat(60)}!`, true), undefined)
  assert.equal(patterns.matches('((a+)+)+$', `${'a'.repeat(60)}!`, true), false)
})

for (const text of ['main', '"main"', 'a ==', '(pipeline.x', 'pipeline.x == 1 2', `${'('.repeat(200)}`]) {
  test(`no expression: ${text.slice(0, 20)}`, () => assert.equal(parseExpression(text), undefined))
}
