import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { findActs } from '../../../src/facts/pipeline/commands/find.ts'
import type { History } from '../../../src/sources/source.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'
import { deployments, job, run, step, workflow } from '../../support/workflow.ts'

const history = { origin: 'https://git.example/shop/ledger.git' } as unknown as History
const repository = repositoryOf({ 'k8s/production/shop.yaml': 'a: 1' }, { history })

/** The deployments of a job that runs a script in the repository. */
async function of(text: string, more: Parameters<typeof job>[2] = {}, system = 'github-actions') {
  const acts = await findActs(scriptOf(text, { shell: 'bash', directory: '' }), repository)
  const ship = job('ship', [run('build'), step(acts)], more)
  return deployments([{ ...workflow([ship]), system } as never])
}

const push = 'git commit -am x\ngit push origin HEAD:main'

for (const [how, edit] of [
  ['sed', 'sed -i "s|image: .*|image: shop:$SHA|" k8s/production/shop.yaml'],
  ['yq', `yq -i '.image.tag = strenv(SHA)' deploy/values-prod.yaml`],
  ['perl', `perl -0pi -e 's/tag: .*/tag: $ENV{SHA}/' deploy/prd_new/values.yaml`],
  ['kustomize', '(cd overlays/production && kustomize edit set image shop=shop:$SHA)'],
] as const) {
  test(`a push of the image that ${how} writes into a manifest of the own repository is rolled out by what follows it`, async () => {
    const { ship } = await of(`${edit}\n${push}`)
    assert.equal(ship?.environment, 'production')
    assert.equal(ship?.guarded.build, true)
    assert.ok(isHidden(ship?.followed.smoke_test))
    assert.ok(isHidden(ship?.approval), 'what follows the branch may wait for a person')
  })
}

for (const [why, text] of [
  ['proposed', `yq -i '.image.tag = "a"' deploy/values-prod.yaml\n${push}\ngh pr create --fill`],
  ['on a branch of its own', `yq -i '.image.tag = "a"' deploy/values-prod.yaml\ngit push origin "update-$SHA"`],
  ['a tag', `yq -i '.image.tag = "a"' deploy/values-prod.yaml\ngit push origin v1.2.3`],
  ['the default values of a chart', `yq -i '.image.tag = "a"' charts/shop/values.yaml\n${push}`],
  ['another file', `sed -i "s|image: .*|image: a|" docs/readme.yaml\n${push}`],
  ['a manifest that is released', `(cd config/manager && kustomize edit set image a=b)\n${push}`],
  ['nothing of an image', `yq -i '.replicas = 3' deploy/values-prod.yaml\n${push}`],
  ['changed after the push', `${push}\nyq -i '.image.tag = "a"' deploy/values-prod.yaml`],
] as const) {
  test(`a push is no deployment: ${why}`, async () => {
    assert.deepEqual(Object.keys(await of(text)), [])
  })
}

test('a manifest for no environment is deployed from where job or step says so', async () => {
  const { ship } = await of(`sed -i 's|image: .*|image: a|' k8s/shop.yaml\n${push}`, { key: 'update-manifest' })
  assert.ok(isHidden(ship?.environment))
})

test('where the controller that follows the repository stands here, its sync is the deployment', async () => {
  assert.deepEqual(Object.keys(await of(`yq -i '.image.tag = "a"' deploy/values-prod.yaml\n${push}`, {}, 'flux')), [])
})

test('a push to another repository that says which image runs there is a deployment, whatever its job is called', async () => {
  const clone = 'git clone https://git.example/shop/gitops.git w\ncd w/overlays/staging\nkustomize edit set image a=b\n'
  const { ship } = await of(`${clone}git commit -am x\ngit push`)
  assert.equal(ship?.environment, 'staging')
  assert.ok(isHidden(ship?.approval))
  assert.deepEqual(Object.keys(await of(`${clone}git push -u origin "$NEW"\ngh pr create --fill`)), [])
  const charts = clone.replace('gitops.git', 'charts.git')
  assert.deepEqual(Object.keys(await of(`${charts}git push`)), [])
})
