import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf } from '../../src/cli/commands/test.ts'
import { testRules } from '../../src/rules/fixtures.ts'
import { builtinRules } from '../../src/rules/rule-set.ts'

/** Every built-in rule on every one of its fixtures: pass, fail, unknown, and not-applicable where it can be. */
const tests = await testRules(await builtinRules(), 'fixtures/rules', factsOf)

for (const one of tests) {
  test(`${one.rule}: has the fixtures it needs`, () => assert.deepEqual(one.problems, []))
  for (const fixture of one.fixtures) {
    test(`${one.rule}: ${fixture.name}`, () => assert.deepEqual(fixture.problems, []))
  }
}
