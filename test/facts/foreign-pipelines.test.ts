import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const pipelines = async (files: Record<string, string>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['pipelines', 'repository'])).facts

for (const [path, system] of [
  ['.gitlab-ci.yml', 'gitlab-ci'],
  ['azure-pipelines.yml', 'azure-pipelines'],
  ['deploy/azure-pipelines-release.yaml', 'azure-pipelines'],
  ['.circleci/config.yml', 'circleci'],
  ['Jenkinsfile', 'jenkins'],
  ['Jenkinsfile.production', 'jenkins'],
  ['bitbucket-pipelines.yml', 'bitbucket-pipelines'],
  ['cloudbuild.yaml', 'google-cloud-build'],
  ['.travis.yml', 'travis'],
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

test('pipelines in folders for Azure DevOps are told from the templates beside them', async () => {
  const facts = await pipelines({
    '.azuredevops/pipelines/deploy.yml': 'trigger: none\nstages: []\n',
    '.azuredevops/templates/steps.yml': 'parameters: []\nsteps: []\n',
  })
  assert.deepEqual(
    facts.pipelines.map(({ file, system }) => [file, system]),
    [['.azuredevops/pipelines/deploy.yml', 'azure-pipelines']],
  )
})

test('a manifest that only lies in a folder called tekton is no pipeline', async () => {
  assert.deepEqual((await pipelines({ 'tekton/values.yaml': 'a: 1' })).pipelines, [])
})
