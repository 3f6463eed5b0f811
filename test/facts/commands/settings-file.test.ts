import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/** Commands, then the file of settings that each writes and what it makes it of. */
const rows: readonly (readonly [command: string, path?: string, from?: string])[] = [
  ['cp settings/gold.prod .env', '.env', 'settings/gold.prod'],
  ['mv .env.production web/.env', 'web/.env', '.env.production'],
  ['echo "$SETTINGS" > .env', '.env'],
  ['printf "%s" "$SETTINGS" | tee .env.production', '.env.production'],
  ['cat > .env <<EOF\nORDERS=30\nEOF', '.env'],
  // which build it is, is no setting
  ['echo "VERSION=$CI_COMMIT_SHA" >> .env'],
  ['cp README.md docs/'],
  ['echo "$SETTINGS" > notes.txt'],
  ['ssh gold@10.0.0.1 "cp prod.env .env"'],
  ['cat .env'],
]

for (const [command, path, from] of rows)
  test(`writes settings: ${command}`, async () => {
    const acts = await findActs(scriptOf(command), repositoryOf({}))
    const expected = path === undefined ? [] : [{ path, secrets: [], ...(from !== undefined && { from }) }]
    assert.deepEqual(
      acts.flatMap(({ settings }) => settings ?? []),
      expected,
    )
  })

test('the secrets of the store that a command writes are named, also by variables', async () => {
  const script = scriptOf('echo "TILL=${{ secrets.TILL_KEY }} LEDGER=$LEDGER" > .env')
  const acts = await findActs({ ...script, variables: { LEDGER: '${{ secrets.LEDGER_KEY }}' } }, repositoryOf({}))
  assert.deepEqual(
    acts.flatMap(({ settings }) => settings?.secrets ?? []),
    ['TILL_KEY', 'LEDGER_KEY'],
  )
})
