import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { namesOfSecrets } from '../../../src/facts/pipeline/commands/settings-file.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/** What it holds shows nowhere. */
const unseen = Symbol('unseen')

/** Commands, then the file of settings that each writes and what it makes it of. */
const rows: readonly (readonly [command: string, path?: string, from?: string | typeof unseen])[] = [
  ['cp settings/gold.prod .env', '.env', 'settings/gold.prod'],
  ['mv .env.production web/.env', 'web/.env', '.env.production'],
  ['echo "$SETTINGS" > .env', '.env', unseen],
  ['printf "%s" "$SETTINGS" | tee .env.production', '.env.production', unseen],
  ['cat "$SETTINGS" > .env', '.env', unseen],
  ['vault kv get -field=env secret/gold > .env', '.env', unseen],
  ['aws s3 cp s3://gold/prod.env ./.env', '.env', unseen],
  ['curl -fsS https://settings.gold.example/prod -o .env', '.env', unseen],
  ['envsubst < prod.tmpl > .env', '.env', unseen],
  ['echo "API_URL=$API_URL" > .env', '.env'],
  ['cat > .env <<EOF\nORDERS=30\nEOF', '.env'],
  // which build it is, is no setting
  ['echo "VERSION=$CI_COMMIT_SHA" >> .env'],
  ['cp README.md docs/'],
  ['echo "$SETTINGS" > notes.txt'],
  ['ssh gold@10.0.0.1 "cp prod.env .env"'],
  ['cat .env'],
  ['aws s3 cp .env s3://gold/prod.env'],
]

for (const [command, path, from] of rows)
  test(`writes settings: ${command}`, async () => {
    const acts = await findActs(scriptOf(command), repositoryOf({}))
    const made = from === unseen ? { isOfRunner: true } : from === undefined ? {} : { from }
    const expected = path === undefined ? [] : [{ path, secrets: [], ...made }]
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

test('names of secrets are told by their last words; what all may see, or browsers get, is none', () => {
  const secrets =
    'API_KEY apiKey KEY STRIPE_KEY my.secret-key SENTRY_DSN NEXT_PUBLIC_SECRET_KEY VITE_TOKEN DB_URL'.split(' ')
  const open =
    'PUBLIC_KEY publicKey STRIPE_PUBLISHABLE_KEY CACHE_KEY AWS_ACCESS_KEY_ID VITE_SENTRY_DSN NEXT_PUBLIC_API_KEY MONKEY'.split(
      ' ',
    )
  assert.deepEqual(namesOfSecrets([...secrets, ...open]), secrets)
})
