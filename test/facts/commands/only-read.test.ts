import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { kindRows } from '../../support/kinds.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const files = { 'ops/up.sh': 'kubectl apply -f k8s\n', 'k8s/shop.yaml': '' }

kindRows('a program that is only read', [
  ['by bash', 'bash -n ops/up.sh', ['lint'], files],
  ['and is run with other flags', 'bash -eu ops/up.sh -n', ['deploy'], files],
  ['by PHP', 'php -d display_errors=1 -l index.php', ['lint']],
  ['by Ruby', 'ruby -wc lib/shop.rb', ['lint']],
  ['by Perl', 'perl -c shop.pl', ['lint']],
  ['by Node', 'node --check shop.js', ['lint']],
])

kindRows('find', [
  ['runs a command for each file', "find lib -name '*.php' -exec php -l {} \\;", ['lint']],
  ['deletes, and runs nothing else', 'find . -name x -exec rm {} \\; -print', []],
  ['only looks', 'find . -name eslint', []],
])

test('what find runs for each file alone cannot fail it', async () => {
  const outcome = async (text: string) => (await findActs(scriptOf(text), repositoryOf({}))).map((act) => act.onFailure)
  assert.deepEqual(await outcome("find lib -name '*.php' -exec php -l {} \\;"), ['ignored'])
  assert.deepEqual(await outcome("find lib -name '*.php' -exec php -l {} +"), ['stops'])
})

kindRows('what stands before a command', [
  ['the site of Drush', 'drush @shop.live updb -y', ['migrate']],
  ['one of which only the run knows', 'drush @$SITE.$WHERE cim -y', ['migrate']],
])

kindRows('infrastructure that is taken down', [
  ['by an apply', 'terraform apply -destroy -auto-approve', []],
  ['by its plan', 'tofu plan -destroy -out=down', []],
])
