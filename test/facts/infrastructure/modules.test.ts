import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { linkedModules } from '../../../src/facts/infrastructure/modules.ts'
import { repositoryOf } from '../../support/repository.ts'

const template = (uri: string) =>
  JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
    variables: { base: 'https://raw.githubusercontent.com/example/blocks/master/templates/', of: "[concat('x')]" },
    resources: [{ type: 'Microsoft.Resources/deployments', properties: { templateLink: { uri } } }],
  })

const table: readonly (readonly [file: string, content: string, expected: readonly string[]])[] = [
  ['azure/main.json', template("[concat(variables('base'),'sql.json')]"), ['sql.json master moving']],
  [
    'azure/main.json',
    template('https://raw.githubusercontent.com/example/blocks/2.1.0/templates/sql.json'),
    ['sql.json 2.1.0 version'],
  ],
  ['azure/main.json', template("[concat(parameters('base'),'sql.json')]"), ['sql.json  ?']],
  ['azure/main.json', template("[concat(variables('of'),'sql.json')]"), ['sql.json  ?']],
  [
    'infra/main.bicep',
    "module web 'br/public:avm/res/web/site:0.3.1' = {\n}\nmodule own './own.bicep' = {\n}\n",
    ['web 0.3.1 version'],
  ],
  [
    'ansible/requirements.yml',
    'roles:\n  - {name: example.nginx, version: 3.1.0}\n  - {name: example.java}\n',
    ['example.nginx 3.1.0 version', 'example.java  none'],
  ],
  [
    'k8s/kustomization.yaml',
    'resources:\n  - github.com/example/a//base?ref=v1.2.3\n  - https://github.com/example/b//base?ref=main\n  - git@github.com:example/c.git\n  - ../base\n  - https://github.com/example/d/releases/download/v2.0.1/all.yaml\n  - https://example.com/e.yaml\ncomponents:\n  - https://github.com/example/f?version=0123456789abcdef0123456789abcdef01234567\n',
    [
      'github.com/example/a//base?ref=v1.2.3 v1.2.3 version',
      'https://github.com/example/b//base?ref=main main moving',
      'git@github.com:example/c.git  none',
      'https://github.com/example/d/releases/download/v2.0.1/all.yaml  version',
      'https://example.com/e.yaml  ?',
      'https://github.com/example/f?version=0123456789abcdef0123456789abcdef01234567 0123456789abcdef0123456789abcdef01234567 sha',
    ],
  ],
  ['package.json', '{"templateLink": {"uri": "https://example.com/x"}}', []],
]

for (const [file, content, expected] of table) {
  test(`${file}: ${expected.join(', ') || 'nothing'}`, async () => {
    const found = await linkedModules(repositoryOf({ [file]: content }))
    const shown = found.map(({ name, version, pinned }) => `${name} ${version} ${isHidden(pinned) ? '?' : pinned}`)
    assert.deepEqual(shown, expected)
  })
}

test('a chart that is kept beside the one that takes it in is not from elsewhere; another whose name goes on is not it', async () => {
  const chart = (name: string) => `  - {name: ${name}, version: 1.x, repository: 'https://charts.goldsmiths.example'}\n`
  const found = await linkedModules(
    repositoryOf({
      'Chart.yaml': `name: shop\nversion: 1.0.0\ndependencies:\n${['till', 'scales', 'scales-2', 'ledger'].map(chart).join('')}`,
      'charts/till/Chart.yaml': 'name: till\n',
      'charts/scales-2-1.4.0.tgz': '',
      'charts/ledger-v2.0.0-rc.1.tgz': '',
    }),
  )
  assert.deepEqual(
    found.map(({ name, pinned }) => `${name} ${pinned}`),
    ['scales moving'],
  )
})
