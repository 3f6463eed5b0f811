import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const pipelines = async (files: Record<string, string>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['pipelines', 'repository'])).facts

for (const [path, system] of [
  ['.drone.star', 'drone'],
  ['dinghyfile', 'spinnaker'],
] as const) {
  test(`${path} is named as a pipeline of ${system} that is not read`, async () => {
    const facts = await pipelines({ [path]: 'deploy: {}' })
    assert.deepEqual(
      facts.pipelines.map((pipeline) => [pipeline.file, pipeline.system, pipeline.read]),
      [[path, system, false]],
    )
    assert.ok(isHidden(facts.repository.deploys))
    assert.match(facts.repository.deploys.what, new RegExp(path.replace(/[.]/g, '\\.')))
  })
}

test('a pipeline of Spinnaker is told by its stages, and what else lies in a folder of that name is none', async () => {
  const stages = '{"stages": [{"refId": "1", "requisiteStageRefIds": [], "type": "deployManifest"}]}'
  const facts = await pipelines({ 'spinnaker/deploy.json': stages, 'spinnaker/values.json': '{"a": 1}' })
  assert.deepEqual(
    facts.pipelines.map(({ file, system, read }) => [file, system, read]),
    [['spinnaker/deploy.json', 'spinnaker', false]],
  )
})

test('a manifest that only lies in a folder called tekton is no pipeline', async () => {
  assert.deepEqual((await pipelines({ 'tekton/values.yaml': 'a: 1' })).pipelines, [])
})
