import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { environmentFiles, environmentsOfFile } from '../../../src/facts/inventory/files.ts'
import { repositoryOf } from '../../support/repository.ts'

/** Paths of a repository, and which of them configure an environment. */
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'files with the name in theirs',
    ['values-prod.yaml', 'values-test.yaml', 'values.yaml'],
    ['production: values-prod.yaml', 'integration: values-test.yaml'],
  ],
  [
    'folders beside one another',
    ['overlays/prod/a.yaml', 'overlays/qa/a.yaml'],
    ['production: overlays/prod/a.yaml', 'integration: overlays/qa/a.yaml'],
  ],
  [
    'an overlay is an environment, whatever else its name may mean',
    ['shop/overlays/ocp4-stage/a.yaml', 'shop/overlays/test/a.yaml', 'shop/base/test/a.yaml'],
    ['staging: shop/overlays/ocp4-stage/a.yaml', 'integration: shop/overlays/test/a.yaml'],
  ],
  [
    'words of what is done',
    ['deploy/build-test-publish.yml', 'ci-tools/run-e2e.yml', 'deploy/build-and-stage.yaml'],
    [],
  ],
  ['a folder of tests', ['web/test/settings.json', 'db/test-setup/config.json'], []],
  [
    'a test folder beside another environment',
    ['infra/test/main.tf', 'infra/live/main.tf'],
    ['production: infra/live/main.tf', 'integration: infra/test/main.tf'],
  ],
  ['a root of infrastructure', ['infra/integration/main.tf'], ['integration: infra/integration/main.tf']],
  ['modes of Rails', ['config/credentials/test.yml.enc', 'config/credentials/development.yml.enc'], []],
  ['the mode production alone', ['config/credentials/production.yml.enc', 'config/credentials/test.yml.enc'], []],
  [
    'the mode production beside an environment',
    ['config/settings/production.yml', 'config/settings/staging.yml', 'config/settings/test.yml'],
    ['production: config/settings/production.yml', 'staging: config/settings/staging.yml'],
  ],
  [
    'environments of Rails',
    ['config/environments/production.rb', 'config/environments/staging.rb', 'config/environments/test.rb'],
    ['production: config/environments/production.rb', 'staging: config/environments/staging.rb'],
  ],
  [
    'what Rails writes into each project',
    ['config/environments/production.rb', 'config/environments/development.rb', 'config/environments/test.rb'],
    [],
  ],
  [
    'variables to fill in, also where pipelines lie',
    ['.env.example', '.env.local.example', 'ci/env/.env.shop.stage.example', 'ci/env/.env.shop.prod.example'],
    ['production: ci/env/.env.shop.prod.example', 'staging: ci/env/.env.shop.stage.example'],
  ],
  [
    'modes of a bundler to fill in',
    ['.env.development.example', '.env.test.example', '.env.production.example', '.env.production.local'],
    [],
  ],
  [
    'the mode production to fill in, beside an environment',
    ['.env.production.example', '.env.staging.example'],
    ['production: .env.production.example', 'staging: .env.staging.example'],
  ],
  [
    'variables for a shell',
    ['environment.staging', 'environment.prod', 'environment.ts'],
    ['production: environment.prod', 'staging: environment.staging'],
  ],
  [
    'objects of Drupal, and the folder of a split',
    [
      'config/sync/core.extension.yml',
      'config/sync/config_split.config_split.development.yml',
      'config/sync/indicator.switcher.stage.yml',
      'config/dev/system.logging.yml',
      'modules/a/config/install/a.settings.production.yml',
    ],
    ['development: config/dev/system.logging.yml'],
  ],
  [
    'a whole export of Drupal for one environment',
    ['config/prod/core.extension.yml', 'config/prod/system.site.yml'],
    ['production: config/prod/core.extension.yml'],
  ],
  [
    'lists in a folder of configuration',
    ['.github/config/shops_prod.txt', '.github/config/shops_dev.txt', 'docs/notes_prod.txt', '.github/prod.yml'],
    ['development: .github/config/shops_dev.txt', 'production: .github/config/shops_prod.txt'],
  ],
  ['what is not production', ['apps/sp-non-prod.json'], []],
  ['before production', ['apps/sp-pre-prod.json'], ['staging: apps/sp-pre-prod.json']],
  ['a package and an editor', ['web/dev-server/package.json', '.idea/run/dev.xml', '.run/dev.run.xml'], []],
]

for (const [name, paths, expected] of cases) {
  test(`files of environments: ${name}`, () => {
    const repository = repositoryOf(Object.fromEntries(paths.map((path) => [path, ''])))
    const found = new Set(environmentFiles(repository, defaultSettings).map((one) => `${one.class}: ${one.file}`))
    assert.deepEqual([...found], expected)
  })
}

test('a manifest under the name of a template tells the environment as any manifest does', () => {
  const told = (path: string) => environmentsOfFile(path, defaultSettings).map(({ name, slot }) => [name, slot])
  for (const path of ['k8s/web-production', 'kubernetes/production/web', 'deploy/production'])
    for (const ending of ['tmpl', 'template', 'tpl'])
      assert.deepEqual(told(`${path}.${ending}`), told(`${path}.yaml`), `${path}.${ending}`)
  assert.deepEqual(told('mail/production/welcome.tmpl'), [])
})
