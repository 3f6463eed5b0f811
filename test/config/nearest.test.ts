import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean, nearest } from '../../src/config/nearest.ts'

const names = ['environments', 'exclude', 'include', 'kinds', 'deploys', 'rules', 'documents']

test('the nearest name is found over a letter more, less, changed or swapped, whatever the case', () => {
  assert.equal(nearest('enviroments', names), 'environments')
  assert.equal(nearest('excludes', names), 'exclude')
  assert.equal(nearest('kimds', names), 'kinds')
  assert.equal(nearest('ruels', names), 'rules')
  assert.equal(nearest('Deploys', names), 'deploys')
})

test('a name that is far from all has no nearest', () => {
  assert.equal(nearest('waivers', names), undefined)
  assert.equal(nearest('x', names), undefined)
  assert.equal(didYouMean('waivers', names), '')
})

test('of equally near names the first is taken, and an exact one before a near one', () => {
  assert.equal(nearest('ab', ['aa', 'bb']), 'aa')
  assert.equal(nearest('abc', ['abd', 'abc']), 'abc')
})

test('the hint is half a sentence', () => {
  assert.equal(didYouMean('kimds', names), '; did you mean "kinds"?')
})
