import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** How many deployments a script of the repository is. */
async function deployments(script: string): Promise<number> {
  const ci = 'on: push\njobs:\n  e2e: {runs-on: ubuntu-24.04, environment: test, steps: [{run: sh ci/e2e.sh}]}\n'
  const repository = repositoryOf({ '.github/workflows/ci.yml': ci, 'ci/e2e.sh': script, 'k8s/door.yaml': '' })
  return (await collectFacts(repository, defaultSettings, ['deployments'])).facts.deployments.length
}

test('what a script takes away again when it ends was never deployed', async () => {
  const apply = 'kubectl apply -f k8s/door.yaml\nnpx cypress run\n'
  assert.equal(await deployments(`tidy() {\n  kubectl delete -f k8s/door.yaml\n}\ntrap tidy EXIT\n${apply}`), 0)
  assert.equal(await deployments(`trap 'kubectl delete -f k8s/door.yaml' EXIT\n${apply}`), 0)
  assert.equal(await deployments(`trap 'kubectl delete -f k8s/other.yaml' EXIT\n${apply}`), 1)
  assert.equal(await deployments(`trap 'kubectl delete -f k8s/door.yaml' ERR\n${apply}`), 1)
  assert.equal(await deployments(`kubectl delete -f k8s/door.yaml\n${apply}`), 1)
})
