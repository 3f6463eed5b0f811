import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathPattern } from '../../src/documents/pattern.ts'

/** Globs, with paths that they name and paths that they do not. */
const rows: readonly (readonly [glob: string, named: readonly string[], others: readonly string[]])[] = [
  ['apps/*/shop.yaml', ['apps/eu/shop.yaml'], ['apps/shop.yaml', 'apps/eu/west/shop.yaml', 'apps/eu/shopxyaml']],
  ['spec/**/*_spec.rb', ['spec/a_spec.rb', 'spec/x/y/a_spec.rb'], ['lib/spec/a_spec.rb', 'spec/a.rb']],
  ['apps/**', ['apps/eu', 'apps/eu/shop.yaml'], ['app']],
  ['v?/(a)', ['v1/(a)'], ['v/a', 'v//(a)']],
]

for (const [glob, named, others] of rows)
  test(`the paths that ${glob} names`, () => {
    const pattern = pathPattern(glob)
    for (const path of named) assert.match(path, pattern)
    for (const path of others) assert.doesNotMatch(path, pattern)
  })
