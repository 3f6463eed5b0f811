import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hiddenKinds } from '../../../src/facts/pipeline/azure/hidden.ts'

/** Names of templates elsewhere, with kinds that they could serve and kinds that they could not. */
const rows: readonly (readonly [name: string, could: readonly string[], not: readonly string[]])[] = [
  ['terraform-validate-steps', ['validate', 'plan'], ['deploy', 'apply', 'publish']],
  ['terraform-plan-stage', ['plan'], ['deploy', 'apply']],
  ['terraform-steps', ['plan', 'apply', 'deploy'], []],
  ['deploy-steps', ['deploy', 'smoke-test'], ['publish']],
  ['build-jobs', ['build', 'unit-test'], ['deploy']],
  ['steps', ['build', 'deploy'], []],
]

test('a template with a name that tells nothing, in a repository of tests', () => {
  const found = hiddenKinds('template', '', 'acme/devops-trigger-shop-autotest-pipeline')
  assert.ok(found.includes('integration-test') && found.includes('smoke-test'))
  assert.ok(!found.includes('deploy') && !found.includes('approve'))
  for (const repository of ['acme/pipeline-templates', 'acme/build-and-test', 'acme/latest', 'acme/test-templates'])
    assert.ok(hiddenKinds('template', '', repository).includes('deploy'), repository)
  assert.ok(hiddenKinds('deploy', '', 'acme/autotests').includes('deploy'))
})

for (const [name, could, not] of rows)
  test(`a template elsewhere that is called ${name}`, () => {
    const found: readonly string[] = hiddenKinds(name)
    assert.deepEqual(
      could.filter((kind) => !found.includes(kind)),
      [],
    )
    assert.deepEqual(
      not.filter((kind) => found.includes(kind)),
      [],
    )
  })
