import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saidInRunbooks } from '../../../src/facts/announcement/said.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Runbook } from '../../../src/facts/schema/document.ts'
import { repositoryOf } from '../../support/repository.ts'

const fence = '```'

/** A runbook, and what it says of the status page in a rollback; `?` where it may be said of incidents alone. */
const runbooks: readonly (readonly [string, readonly string[]])[] = [
  ['# Deployment\n\n1. Start the pipeline.\n2. Set the status page to *Service disruption*.\n', ['disruption']],
  ['# Rollback\n\nSet the status page to an outage.\n', ['disruption']],
  ['# Incidents\n\nSet the status page to an outage.\n', ['?']],
  ['# Incidents\n\nOnce it is rolled back, set the status page to an outage.\n', ['disruption']],
  [`# Incidents\n\n${fence}\nOutage of the shop\nLead: on call\nStatus page: updated\n${fence}\n`, []],
  [`# Incidents\n\n${fence}\ncurl https://api.statuspage.io/v1\\\n  -d '{"name": "Outage"}'\n${fence}\n`, ['?']],
]

for (const [content, expected] of runbooks) {
  test(`what a runbook says of the status page: ${JSON.stringify(content)}`, async () => {
    const said = await saidInRunbooks(
      [{ file: 'docs/runbooks/a.md' } as Runbook],
      repositoryOf({ 'docs/runbooks/a.md': content }),
    )
    const found = (said.get('rollback') ?? []).map(({ state }) => (isHidden(state) ? '?' : state))
    assert.deepEqual(found, expected)
  })
}
