import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { armFacts } from '../../../src/facts/arm/facts.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertsOf } from '../../../src/facts/infrastructure/alerts.ts'
import { logStoresOf } from '../../../src/facts/infrastructure/logs/index.ts'
import { textIn } from '../../../src/facts/infrastructure/resource.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))

async function read(files: Readonly<Record<string, string>>) {
  const { templateResources: made = [], brokenFiles = [] } = await armFacts(repositoryOf(files), defaultSettings, [])
  const stores = logStoresOf(made)
  return {
    made,
    names: made.map((one) => shown(textIn(one, 'name'))),
    modules: made.flatMap(({ mode, type }) => (mode === 'module' ? [type] : [])),
    broken: brokenFiles.map(({ message }) => message),
    stores: stores.map((one) => `${one.environmentClass || '?'} ${shown(one.days)}`).sort(),
    alerts: alertsOf(made, stores).map((one) => `${shown(one.signal)} ${shown(one.bound)} ${shown(one.reaches)}`),
  }
}

const workspace = (days: string, more = '', name = "'shop'") => `${more}
resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: ${name}
  properties: {
    retentionInDays: ${days}
  }
}
`

for (const [what, text, expected] of [
  ['a number', workspace('90'), ['? 90']],
  ['a default', workspace('days', '@minValue(30)\nparam days int = 60\n'), ['? 60']],
  ['nothing gives it', workspace('days', 'param days int\n'), ['? ?']],
  ['a secret', workspace('days', '@secure()\nparam days string = 60\n'), ['? ?']],
  ['an optional one', workspace('days ?? 45', 'param days int?\n'), ['? 45']],
  [
    'the values that a type allows',
    workspace("environment == 'prod' ? 400 : 7", "param environment 'test' | 'prod'\n"),
    ['integration 7', 'production 400'],
  ],
  [
    'the values of a decorator, and a map',
    workspace(
      'days[env].keep',
      "@allowed([\n  'staging'\n  'prod'\n])\nparam env string\nvar days = {\n  staging: { keep: 7 }\n  prod: { keep: 2 * (100 + 50) }\n}\n",
    ),
    ['production 300', 'staging 7'],
  ],
  [
    'lines that go on, comments, texts in three quotes',
    workspace(
      "env == 'a' // first\n      ? 1\n      : length(concat('''\nab''', '-${env}')) /* last */",
      "#disable-next-line no-unused-params\nparam env string = 'x'\n",
    ),
    ['? 4'],
  ],
  [
    'lambdas',
    workspace('first(map(filter(range(1, 9), n => n > 4), n => n * 10))', 'func twice(n int) int => n * 2\n'),
    ['? 50'],
  ],
  ['a loop over what is known', workspace('[for day in [30, 60]: day][1]'), ['? 60']],
] as const) {
  test(`Bicep: ${what}`, async () => {
    const { stores, broken } = await read({ 'infra/main.bicep': text })
    assert.deepEqual([stores, broken], [expected, []])
  })
}

test('modules of this repository get their parameters and give their outputs, others are known by name', async () => {
  const { stores, alerts, modules } = await read({
    'infra/main.bicep': `
module group 'modules/group.bicep' = { name: 'group' }
module alert './modules/alert.bicep' = { name: 'alert', params: { groupId: group.outputs.id, limit: limits.errors } }
module logs 'modules/logs.bicep' = if (keepLogs) { params: { days: 120 } }
module none 'modules/logs.bicep' = if (!keepLogs) { params: { days: 1 } }
module other 'br/public:avm/res/sql/server:0.1.0' = { name: 'sql' }
import { limits } from 'limits.bicep'
param keepLogs bool = true`,
    'infra/limits.bicep': '@export()\nvar limits = { errors: 2 + 1 }\n',
    'infra/modules/group.bicep': `resource group 'Microsoft.Insights/actionGroups@2023-01-01' = { name: 'on-call' }\noutput id string = group.id`,
    'infra/modules/alert.bicep': `param groupId string\nparam limit int
resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'errors'
  properties: {
    criteria: { allOf: [{ metricName: 'Http5xx', operator: 'GreaterThan', threshold: limit, timeAggregation: 'Total' }] }
    actions: [{ actionGroupId: groupId }]
  }
}`,
    'infra/modules/logs.bicep': workspace('days', 'param days int\n'),
  })
  assert.deepEqual(stores, ['? 120'])
  assert.deepEqual(alerts, ['error-rate 3 true'])
  assert.deepEqual(modules, ['br/public:avm/res/sql/server:0.1.0'])
})

test('loops, conditions for each item, parents and resources in one another', async () => {
  const { names } = await read({
    'main.bicep': `
var apps = ['web', 'api', 'old']
resource sites 'Microsoft.Web/sites@2023-01-01' = [for (app, i) in apps: if (app != 'old') { name: 'shop-\${app}-\${i}' }]
resource server 'Microsoft.Sql/servers@2023-01-01' = {
  name: 'sql'
  resource main 'databases' = { name: 'main' }
}
resource more 'Microsoft.Sql/servers/databases@2023-01-01' = {
  parent: server
  name: 'more'
}
resource there 'Microsoft.Web/sites@2023-01-01' existing = { name: 'elsewhere' }
resource some 'Microsoft.Web/sites@2023-01-01' = [for name in unknown: { name: name }]
param unknown array`,
  })
  assert.deepEqual(names, ['shop-web-0', 'shop-api-1', 'main', 'more', '?'])
})

test('files of parameters say which template they are for', async () => {
  const { stores } = await read({
    'infra/main.bicep': workspace('days', 'param days int = 1\n'),
    'infra/other.bicep': 'param days int = 1\n',
    'infra/params/main-preprod.bicepparam': "using '../main.bicep'\nvar week = 7\nparam days = week * 10\n",
    'infra/params/main-prod.bicepparam': "using '../main.bicep'\nparam days = int(readEnvironmentVariable('DAYS'))\n",
  })
  assert.deepEqual(stores, ['production ?', 'staging 70'])
})

test('modules and imports that go in a circle are told of, or hidden', async () => {
  const modules = await read({
    'a.bicep': "module b 'b.bicep' = { name: 'b' }\n",
    'b.bicep': "module a 'a.bicep' = { name: 'a' }\n",
  })
  assert.match(modules.broken.join(), /a\.bicep → b\.bicep → a\.bicep/)
  const imports = await read({
    'a.bicep': workspace('days', "import { days } from 'b.bicep'\n@export()\nvar more = days\n"),
    'b.bicep': "import { more } from 'a.bicep'\n@export()\nvar days = more\n",
  })
  assert.deepEqual(imports.stores, ['? ?'])
})

for (const [what, text, problem] of [
  ['a text without an end', "var a = 'x\nvar b = 1\n", /this text does not end/],
  ['a bracket without an end', 'var a = [1, 2\n', /an expression is missing/],
  ['brackets beyond all measure', `var a = ${'['.repeat(5000)}`, /nested too deeply/],
  ['members beyond all measure', `var a = b${'.c'.repeat(5000)}`, /too many members/],
  ['a lambda that is none', `var a = (${'x'.repeat(30_000)} 1)`, /`\)` is missing/],
] as const) {
  test(`Bicep that cannot be read: ${what}`, async () => {
    const { broken, stores } = await read({ 'main.bicep': `${text}\n${workspace('90')}` })
    assert.match(broken.join(), problem)
    assert.deepEqual(stores.length <= 1, true)
  })
}
