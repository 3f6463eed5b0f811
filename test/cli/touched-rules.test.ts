import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rulesFor } from '../../src/cli/touched-rules.ts'
import type { LoadedRule } from '../../src/rules/load.ts'
import type { None } from '../../src/rules/rule.ts'

/** A rule on base images that reads these, with one `none`. */
function loaded(reads: readonly string[], judges: readonly string[] | undefined, then: None['then']): LoadedRule {
  const rule = {
    id: 'own.one',
    title: '',
    why: '',
    fix: '',
    each: 'baseImages',
    cases: [{ then: 'pass' }],
    none: { then, message: '' },
  }
  return { rule: rule as unknown as LoadedRule['rule'], reads, ...(judges && { judges }) }
}

const table: [what: string, touched: string[], rule: LoadedRule, runs: boolean][] = [
  ['nothing it reads was touched', ['steps'], loaded(['baseImages'], ['baseImages'], 'unknown'), false],
  ['what it judges was touched', ['baseImages'], loaded(['baseImages'], ['baseImages'], 'unknown'), true],
  ['what a case looks up was touched', ['images'], loaded(['baseImages', 'images'], undefined, 'unknown'), true],
  ['only `none` reads it', ['images'], loaded(['baseImages', 'images'], ['baseImages'], 'unknown'), false],
  ['only `none` reads it, and fails', ['images'], loaded(['baseImages', 'images'], ['baseImages'], 'fail'), true],
  [
    'what it judges counts by being there',
    ['images'],
    loaded(['configurationReferences', 'images'], ['configurationReferences'], 'unknown'),
    true,
  ],
  [
    'a case asks for the repository, and no pipeline was touched',
    ['images'],
    loaded(['images', 'repository'], ['baseImages', 'repository'], 'unknown'),
    false,
  ],
  [
    'a case asks for the repository, and a pipeline was touched',
    ['images', 'workflows'],
    loaded(['images', 'repository'], ['baseImages', 'repository'], 'unknown'),
    true,
  ],
]

for (const [what, touched, rule, runs] of table) {
  test(`${what}: the rule is ${runs ? 'judged' : 'left to the gate'}`, () => {
    const { rules, idle } = rulesFor(new Set(touched), [rule])
    assert.equal(rules.has('own.one') && !idle.has('own.one'), runs)
  })
}
