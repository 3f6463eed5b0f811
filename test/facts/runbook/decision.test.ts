import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import runbooksCollector from '../../../src/facts/observed/runbooks.ts'
import { repositoryOf } from '../../support/repository.ts'

async function read(text: string) {
  const { runbooks = [] } = await runbooksCollector.collect({
    repository: repositoryOf({ 'docs/rollback.md': `# Roll back the shop\n\n${text}\n` }),
    settings: defaultSettings,
    observed: {} as never,
  })
  return runbooks[0]
}

for (const [text, expected] of [
  ['The person on call decides.', true],
  ['The on-call engineer makes the call, and tells support.', true],
  ['The decision to roll back is made by the incident commander.', true],
  ['A rollback is authorised by the release manager.', true],
  ['Get approval from the engineering manager first.', true],
  ['Decision owner: @anna', true],
  ['## Who decides\n\nThe release manager, else the head of engineering.', true],
  ['| Role | Duty |\n|---|---|\n| Incident lead | decides whether to go back |', true],
  // told, or something else
  ['Tell the person on call and #shop-operations.', false],
  ['Decide whether the database has to be restored.', false],
  ['The release manager decides on the version number.', false],
  ['The on-call engineer does not decide.', false],
  ['## Who decides\n\nSee the wiki.', false],
  ['```sh\n# the person on call decides\nhelm rollback shop\n```', false],
] as const) {
  test(`who decides: ${text.slice(0, 60).replaceAll('\n', ' ')}`, async () => {
    assert.equal((await read(`${text}\n\n1. Run it.\n2. Wait.`))?.decides, expected)
  })
}

for (const [text, expected] of [
  ['### Customer impact\n\nMore than one order in a hundred fails.', 'judged'],
  ['### Impact\n\n- Users cannot sign in.\n- Support has 5 tickets or more.', 'judged'],
  ['Roll back if customers cannot pay.', 'judged'],
  ['Roll back when more than 5% of users are affected.', 'judged'],
  ['## Trigger\n\n- Any customer is charged twice\n- Users are unable to sign in', 'judged'],
  ['## Severity\n\n| P1 | down for all users | roll back |\n|---|---|---|\n| P2 | slow | wait |', 'judged'],
  // that there may be one
  ['Assess the impact on customers.', 'mentioned'],
  ['If users are affected, roll back.', 'mentioned'],
  ['After the rollback users cannot see the new page.', 'mentioned'],
  ['### Customer impact\n\nTo be written with the support team.', 'mentioned'],
  // another bound
  ['Roll back when the error rate is above 5 %.', 'none'],
  ['Run `helm rollback shop`.', 'none'],
] as const) {
  test(`impact: ${text.slice(0, 60).replaceAll('\n', ' ')}`, async () => {
    assert.equal((await read(`${text}\n\n1. Run it.\n2. Wait.`))?.impact, expected)
  })
}
