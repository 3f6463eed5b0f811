import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assess } from '../../src/assessment/assess.ts'
import { defaultSettings } from '../../src/config/settings.ts'
import type { Requirement, Rule } from '../../src/rules/rule.ts'
import { deployment, facts, reviewers, rule } from '../rules/support.ts'

/* Rules whose facts are incomplete: a workflow could not be read. */

const held: Rule = rule({
  id: 'own.held',
  cases: [
    { when: 'it.approval == "manual"', then: 'pass' },
    { when: 'it.approval == "forge"', then: 'not-applicable' },
    { then: 'fail', message: '{it.job} is held by nobody' },
  ],
  none: [
    { when: 'repository.pipelines == 0', then: 'fail', message: 'there is no pipeline' },
    { then: 'not-applicable', message: 'nothing is deployed' },
  ],
})
const requirement: Requirement = { id: 'own.held', section: 'own', row: 'held', level: 'bronze' }
const workflow = '.github/workflows/broken.yml'

async function judge(approvals: readonly unknown[], lost: Readonly<Record<string, readonly string[]>>, more = {}) {
  const assessment = await assess({
    facts: facts({ deployments: approvals.map((approval, i) => deployment({ id: `d${i}`, approval })), ...more }),
    lost: new Map(Object.entries(lost)),
    rules: [{ rule: held, reads: ['deployments', 'repository'] }],
    catalogue: [requirement],
    settings: defaultSettings,
    scope: { kind: 'repository', only: [], profile: 'gold', revision: null },
    asOf: '2026-11-23',
    version: '0.1.0',
    repository: { name: 'shop', commit: null, files: 1 },
    textOf: async () => undefined,
  })
  return { ...assessment.requirements[0]!, found: assessment.results }
}

test('what would pass or not apply is unknown, naming the file and what to do', async () => {
  for (const approvals of [['manual'], ['forge'], []]) {
    const { verdict, reason, settle, found } = await judge(approvals, { deployments: [workflow] })
    assert.equal(verdict, 'unknown', `${approvals}`)
    assert.match(reason, /^\.github\/workflows\/broken\.yml cannot be read/)
    assert.deepEqual(settle, [{ kind: 'file', text: `mend ${workflow}` }])
    assert.deepEqual(found.find((one) => one.verdict === 'unknown')?.place, { file: workflow })
  }
})

test('what was seen to fail fails; a lack is no failure while a file is unread', async () => {
  assert.equal((await judge(['manual', 'none'], { deployments: [workflow] })).verdict, 'fail')
  const none = { repository: { deploys: true, pipelines: 0, place: { file: '' } } }
  assert.equal((await judge([], {}, none)).verdict, 'fail')
  assert.equal((await judge([], { deployments: [workflow] }, none)).verdict, 'unknown')
})

test('an unknown stays, and the file is one more thing to mend', async () => {
  const { verdict, settle } = await judge([reviewers], { deployments: [workflow] })
  assert.equal(verdict, 'unknown')
  assert.deepEqual(
    settle.map(({ kind }) => kind),
    ['permission', 'file'],
  )
})

test('a rule that reads nothing of it is judged as ever', async () => {
  assert.equal((await judge(['manual'], { releases: ['CHANGELOG.md'] })).verdict, 'pass')
})

test('one file is one cause through all rules, and a folder is to be made readable', async () => {
  const { found } = await judge([], { deployments: [workflow, 'data/'] })
  assert.deepEqual(
    found.map(({ cause, hidden }) => [cause, hidden?.settle.text]),
    [
      [`unreadable: ${workflow}`, `mend ${workflow}`],
      ['unreadable: data/', 'make data/ readable'],
    ],
  )
})
