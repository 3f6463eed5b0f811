import type { Case, None, Rule, Test } from './rule.ts'

/** A rule's tests in one form: `assert` as cases, `none` as a list, a rule without `tests` as one test without a name. */
export interface NormalTest {
  /** the test's name within the rule; empty where the rule has only this one */
  readonly id: string
  readonly each: string
  readonly where: string | undefined
  readonly cases: readonly Case[]
  readonly parts:
    | { readonly each: string; readonly where: string | undefined; readonly cases: readonly Case[] }
    | undefined
  readonly none: readonly None[]
}

/** The tests of a rule, in their order. */
export function testsOf(rule: Rule): readonly NormalTest[] {
  const tests = rule.tests ?? (rule.each === undefined ? [] : [rule as Test])
  return tests.map((test, index) => ({
    id: rule.tests ? (test.id ?? String(index + 1)) : '',
    each: test.each,
    where: test.where,
    cases: casesOf(test),
    parts: test.parts && { each: test.parts.each, where: test.parts.where, cases: casesOf(test.parts) },
    none: test.none === undefined ? [] : ([test.none].flat() as None[]),
  }))
}

function casesOf({ cases, assert }: Pick<Test, 'cases' | 'assert'>): readonly Case[] {
  if (!assert) return cases ?? []
  const { that, ...fail } = assert
  return [...(cases ?? []), { when: that, then: 'pass' }, { ...fail, then: 'fail' }]
}
