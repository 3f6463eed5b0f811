import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { validatingCode } from '../../../src/facts/validation/code.ts'
import { configurationGroups } from '../../../src/facts/validation/files.ts'
import { validatorOf } from '../../../src/facts/validation/steps.ts'
import { repositoryOf } from '../../support/repository.ts'

test('settings are what an application reads by name, and what is called after an environment', async () => {
  const plain = 'level: info\n'
  const files = {
    'conf/application.conf': 'a = 1\n',
    'conf/application.prod.conf': 'a = 2\n',
    'config/database.yml': plain,
    'deploy-config/staging.yml': plain,
    'deploy/vars-prod.yaml': plain,
    // which speak of services, and define none
    'mail/json/settings-prod.json': '{\n  "mail": {\n    "services": []\n  }\n}\n',
    'mail/yaml/settings-prod.yaml': 'mail:\n  services: []\n',
    'uwsgi/remote/production.ini': '[uwsgi]\n',
    // what is no settings: a manifest, rules, values of types of their own, tests, servers, data
    'k8s/config-prod.yaml': 'apiVersion: v1\nkind: Deployment\n',
    'config/alerts-prod.yaml': 'groups: []\n',
    'deploy/config-prod.json': '{"containerDefinitions": []}',
    'monitoring-config/rules/prod/backups_production_only.yaml': plain,
    'deploy/parameters-prod.json': '{}',
    'config/prod.tfvars': 'a = 1\n',
    'config/cypress.prod.json': '{}',
    'config/nginx.prod.conf': 'server {}\n',
    'data/prod.json': '{}',
    'config/production.env': 'A=1\n',
  }
  const found = await configurationGroups(repositoryOf(files), defaultSettings)
  assert.deepEqual(
    found.map(({ sort, files }) => [sort, ...files]),
    [['settings', ...Object.keys(files).slice(0, 8)]],
  )
})

test('configuration by sort: values by chart, manifests, settings, variables', async () => {
  const found = await configurationGroups(
    repositoryOf({
      'charts/a/Chart.yaml': 'name: a\n',
      'charts/a/values.yaml': 'a: 1\n',
      'charts/a/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
      'charts/a/values/prod.yaml': 'a: 2\n',
      'deploy/b/Chart.yaml': 'name: b\n',
      'deploy/values-prod.yaml': 'a: 1\n',
      'k8s/kustomization.yaml': 'resources: []\n',
      'k8s/map.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
      'k8s/service.yaml': 'apiVersion: v1\nkind: Service\n',
      'config/default.json': '{}',
      'config/settings.schema.json': '{}',
      'terraform/config/production.tfvars.json': '{}',
      'src/appsettings.Production.json': '{}',
      '.env.example': 'A=\n',
      '.env': 'A=1\n',
    }),
    defaultSettings,
  )
  assert.deepEqual(
    found.map(({ sort, folder = '', files }) => [sort, folder, ...files]),
    [
      ['values', 'charts/a', 'charts/a/values.yaml', 'charts/a/values/prod.yaml'],
      ['values', 'deploy/b', 'deploy/values-prod.yaml'],
      ['manifests', '', 'k8s/kustomization.yaml', 'k8s/map.yaml'],
      ['settings', '', 'config/default.json', 'src/appsettings.Production.json'],
      ['variables', '', '.env.example'],
    ],
  )
})

/** A file, its code, and whether it validates its configuration when it starts. */
const code: readonly (readonly [string, string, boolean])[] = [
  ['src/config.ts', 'const env = z.object({}).parse(process.env)', true],
  ['src/env.ts', "import { cleanEnv } from 'envalid'\ncleanEnv(process.env, {})", true],
  ['src/config.ts', 'const port = process.env.PORT', false],
  ['app/settings.py', 'class Settings(BaseSettings): pass', true],
  ['app/settings.py', 'PORT = os.environ["PORT"]', false],
  ['Api/Startup.cs', 'options.ValidateDataAnnotations().ValidateOnStart()', true],
  ['src/main/java/AppConfig.java', '@Validated\n@ConfigurationProperties("a")', true],
  ['src/main/java/AppConfig.java', '@ConfigurationProperties("a")', false],
  ['config/config.go', 'type C struct { Port int `env:"PORT,required"` }', true],
  ['src/other.ts', 'cleanEnv(process.env, {})', false],
  ['config/initializers/config.rb', 'config.schema do\nend', true],
  ['config/initializers/config.rb', 'Config.setup do |config|\n  # config.schema do\n  # end\nend', false],
  ['src/config.ts', '/* const env = z.object({}).parse(process.env) */\nrun()', false],
]

for (const [path, content, expected] of code) {
  test(`code that validates: ${path} ${content}`, async () => {
    assert.deepEqual(await validatingCode(repositoryOf({ [path]: content })), expected ? [path] : [])
  })
}

test('code validates the configuration of its own project, and may validate that of others', async () => {
  const validates = 'class Settings(BaseSettings):\n    b: str\n    secret_key: str'
  const { facts } = await collectFacts(
    repositoryOf({
      'web/package.json': '{}',
      'web/.env.example': 'A=\n',
      'api/requirements.txt': '',
      'api/app/.env.example': 'B=\n',
      'api/app/settings.py': validates,
      '.env.example': 'SHOP_SECRET_KEY=\n',
      'jobs/setup.py': '',
      'jobs/settings.py': validates,
      'jobs/.env.example': 'QUEUE=\n',
    }),
    defaultSettings,
    ['configurationGroups'],
  )
  assert.deepEqual(
    facts.configurationGroups.map(({ id, validator }) => [id, isHidden(validator) ? '?' : validator]),
    [
      ['variables', 'the code in api/app/settings.py'],
      ['variables api', 'the code in api/app/settings.py'],
      ['variables jobs', '?'],
      ['variables web', '?'],
    ],
  )
})

/** What a step runs, then what it validates of manifests, values and settings, with `?` where that is not certain. */
const steps: readonly (readonly [string, string])[] = [
  ['kubeconform -strict k8s', 'manifests'],
  ['kubeconform -strict k8s/base', 'manifests?'],
  ['kubeconform -strict k8s/**/*.yaml', 'manifests'],
  ['kubeconform -strict other', ''],
  ['kubeconform -strict -', 'manifests values'],
  ['kubeconform rendered.yaml', 'manifests values'],
  ['kubectl apply --dry-run=server -f k8s', 'manifests'],
  ['check-jsonschema --schemafile a.json config/*.json', 'settings'],
  ['conftest test --policy k8s Dockerfile', ''],
  ['conftest test -d config .', 'manifests values settings'],
  ['helm template charts/shop | conftest test -', 'manifests values settings'],
  ['npm test', ''],
]
const groups = {
  manifests: ['k8s/base/map.yaml', 'k8s/prod/map.yaml'],
  values: ['charts/shop/values.yaml'],
  settings: ['config/default.json'],
} as const
const repository = repositoryOf(
  Object.fromEntries(
    [...Object.values(groups).flat(), 'other/a.yaml', 'Dockerfile', 'test/a.js'].map((path) => [path, '']),
  ),
)

for (const [text, expected] of steps) {
  test(`steps that validate: ${text}`, () => {
    const words = (text.split(' | ').at(-1) ?? '').split(' ')
    const act = { tool: words[0], text, words } as never
    const sorts = (['manifests', 'values', 'settings'] as const).flatMap((sort) => {
      const by = validatorOf({ sort, what: sort, files: groups[sort] }, [act], repository)
      return isHidden(by) ? `${sort}?` : by === '' ? [] : sort
    })
    assert.equal(sorts.join(' '), expected)
  })
}

/** Files, then what validates the settings; `?`: hidden. */
const settings: readonly (readonly [string, string, string])[] = [
  ['a schema that is here', '{"$schema": "./s.json"}', 'Assay, against config/s.json, which they name'],
  ['a schema that is elsewhere', '{"$schema": "https://schemas.rings.org/s.json"}', '?'],
]

for (const [what, content, expected] of settings) {
  test(`settings that name ${what}`, async () => {
    const repository = repositoryOf({ 'config/default.json': content, 'config/s.json': '{"type": "object"}' })
    const { facts } = await collectFacts(repository, defaultSettings, ['configurationGroups'])
    const [group] = facts.configurationGroups
    assert.equal(isHidden(group?.validator) ? '?' : group?.validator, expected)
  })
}
