import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const told = (value: unknown) => (isHidden(value) ? '?' : value)
const workflow = (crons: string, steps: string, environment = 'staging') =>
  `on:\n  schedule: # at night\n${crons}\njobs:\n  load:\n    runs-on: ubuntu-latest\n    environment: ${environment}\n    steps:\n${steps}\n`
const weekly = "    - cron: '15 3 * * 1' # Mondays"
const restore = '      - run: pg_restore --dbname=shop prod.dump'

const workflows: readonly (readonly [string, string, readonly unknown[] | undefined])[] = [
  ['one that loads a dump', workflow(weekly, restore), ['production', false, 7]],
  [
    'one that sanitises',
    workflow(weekly, `${restore}\n      - run: psql -c "call anonymise()"`),
    ['production', true, 7],
  ],
  ['two schedules', workflow(`${weekly}\n    - cron: '0 3 1 * *'`, restore), ['production', false, '?']],
  ['one of development', workflow(weekly, restore, 'dev'), undefined],
  ['a query', workflow(weekly, '      - run: psql -c "select 1"'), undefined],
  ['no schedule', workflow(weekly, restore).replace('schedule:', 'push:').replace(weekly, ''), undefined],
]

for (const [what, content, expected] of workflows) {
  test(`a pipeline on a schedule that refreshes staging: ${what}`, async () => {
    const { facts } = await collectFacts(repositoryOf({ '.github/workflows/r.yml': content }), defaultSettings, [
      'refreshJobs',
    ])
    const [found] = facts.refreshJobs
    assert.deepEqual(found && [told(found.source), told(found.sanitised), told(found.days)], expected)
  })
}
