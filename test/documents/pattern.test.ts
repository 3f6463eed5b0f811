import assert from 'node:assert/strict'
import { test } from 'node:test'
import { globPattern, pathPattern } from '../../src/documents/pattern.ts'

/** Globs, with paths that they name and paths that they do not. */
const rows: readonly (readonly [glob: string, named: readonly string[], others: readonly string[]])[] = [
  ['apps/*/shop.yaml', ['apps/eu/shop.yaml'], ['apps/shop.yaml', 'apps/eu/west/shop.yaml', 'apps/eu/shopxyaml']],
  ['spec/**/*_spec.rb', ['spec/a_spec.rb', 'spec/x/y/a_spec.rb'], ['lib/spec/a_spec.rb', 'spec/a.rb']],
  ['apps/**', ['apps/eu', 'apps/eu/shop.yaml'], ['app']],
  ['a*b?/c*d*e', ['abx/cde', 'a-b-b1/c-d-de'], ['abx/c/de', 'ab/cde', 'abx/ced']],
  ['v?/(a)', ['v1/(a)'], ['v/a', 'v//(a)']],
]

for (const [glob, named, others] of rows)
  test(`the paths that ${glob} names`, () => {
    const pattern = pathPattern(glob)
    for (const path of named) assert.match(path, pattern)
    for (const path of others) assert.doesNotMatch(path, pattern)
  })

test('a glob of a name', () => {
  const pattern = globPattern('*rules*1?.y*ml')
  for (const name of ['rules1a.yaml', 'shop-rules.rules-11.yml']) assert.match(name, pattern)
  for (const name of ['rules1.yaml', 'rule1a.yaml', 'rules1a.yamlx']) assert.doesNotMatch(name, pattern)
})

test('a glob with many stars is soon done with', () => {
  const glob = `${'*a'.repeat(20)}*b`
  for (const pattern of [globPattern(glob), pathPattern(glob)]) assert.doesNotMatch('a'.repeat(200), pattern)
})
