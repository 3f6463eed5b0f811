import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { armFacts } from '../../../src/facts/arm/facts.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertRoutesOf } from '../../../src/facts/infrastructure/alert-routes.ts'
import { alertsOf } from '../../../src/facts/infrastructure/alerts.ts'
import { databasesOf } from '../../../src/facts/infrastructure/databases.ts'
import { logStoresOf } from '../../../src/facts/infrastructure/logs/index.ts'
import { workloadFacts } from '../../../src/facts/workload/facts.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) =>
  isHidden(value) ? '?' : value === true ? 'yes' : value === false ? 'no' : String(value)

async function read(files: Readonly<Record<string, string>>) {
  const repository = repositoryOf(files)
  const { templateResources: made = [], brokenFiles = [] } = await armFacts(repository, defaultSettings, [])
  const { workloads } = await workloadFacts(repository, defaultSettings, {
    deployments: [],
    workflows: [],
    terraform: [],
    templateResources: made,
  })
  const stores = logStoresOf(made)
  return {
    made,
    broken: brokenFiles.map(({ message }) => message),
    stores: stores.map((one) => `${one.environmentClass || '?'} ${one.kind} ${shown(one.days)}`),
    alerts: alertsOf(made, stores).map(
      (one) =>
        `${shown(one.signal)} ${shown(one.statistic)} ${shown(one.measure)} ${shown(one.bound)} ${shown(one.scope)} ${shown(one.reaches)}`,
    ),
    routes: alertRoutesOf(made).map((one) => `${one.severity} ${shown(one.channel)}`),
    databases: databasesOf(made).map((one) => `${shown(one.engine)} ${shown(one.pointInTimeRecovery)}`),
    workloads: workloads.map(
      (one) =>
        `${one.name}: ${shown(one.replicas)} ${shown(one.readiness)} ${shown(one.liveness)} ${shown(one.goesBack)}`,
    ),
  }
}

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
const template = (resources: unknown, more: object = {}) => JSON.stringify({ $schema: schema, ...more, resources })
const workspace = (days: unknown, more: object = {}) =>
  template(
    [
      {
        type: 'Microsoft.OperationalInsights/workspaces',
        name: 'shop',
        properties: days === undefined ? {} : { retentionInDays: days },
      },
    ],
    more,
  )
const environments = { env: { type: 'string', allowedValues: ['staging', 'prod'] } }

for (const [what, text, expected] of [
  ['nothing said is 30 days', workspace(undefined), ['? application 30']],
  ['a number', workspace(90), ['? application 90']],
  [
    'a default',
    workspace("[parameters('days')]", { parameters: { days: { type: 'int', defaultValue: 60 } } }),
    ['? application 60'],
  ],
  [
    'a parameter that nothing gives',
    workspace("[parameters('days')]", { parameters: { days: { type: 'int' } } }),
    ['? application ?'],
  ],
  [
    'a choice by environment',
    workspace("[if(equals(parameters('env'), 'prod'), 400, 7)]", { parameters: environments }),
    ['staging application 7', 'production application 400'],
  ],
  [
    'a map that is looked up by the environment',
    workspace("[variables('days')[parameters('env')].keep]", {
      parameters: { env: { type: 'string' } },
      variables: { days: { test: { keep: 7 }, prod: { keep: 400 } } },
    }),
    ['production application 400', 'integration application 7'],
  ],
  [
    'arithmetic and texts',
    workspace("[int(concat('3', string(mul(2, length(createArray('a', 'b'))))))]"),
    ['? application 34'],
  ],
  [
    'a variable that asks for itself',
    workspace("[variables('a')]", { variables: { a: "[variables('b')]", b: "[variables('a')]" } }),
    ['? application ?'],
  ],
  ['an expression that cannot be read', workspace('[if(equals(]'), ['? application ?']],
  ['a function that nobody knows', workspace('[contoso.days(3)]'), ['? application ?']],
] as const) {
  test(`ARM: ${what}`, async () => {
    assert.deepEqual([...(await read({ 'infra/main.json': text })).stores].sort(), [...expected].sort())
  })
}

test('files of parameters give each environment its values, those of a vault are hidden', async () => {
  const parameters = (days: unknown) =>
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#',
      parameters: { days },
    })
  const { stores } = await read({
    'infra/template.json': workspace("[parameters('days')]", {
      parameters: { days: { type: 'int', defaultValue: 1 } },
    }),
    'infra/parameters/pre-prod.parameters.json': parameters({ value: 30 }),
    'infra/parameters/prod.parameters.json': parameters({ value: 400 }),
    'infra/parameters/test.parameters.json': parameters({ reference: { secretName: 'days' } }),
  })
  assert.deepEqual([...stores].sort(), [
    'integration application ?',
    'production application 400',
    'staging application 30',
  ])
})

const group = {
  type: 'Microsoft.Insights/actionGroups',
  name: "[concat('shop-', uniqueString(resourceGroup().id))]",
  properties: { emailReceivers: [{ name: 'us', emailAddress: 'us@example.org' }] },
}
const alert = (criterion: object, more: object = {}) => ({
  type: 'Microsoft.Insights/metricAlerts',
  name: 'critical errors',
  properties: {
    severity: 0,
    enabled: true,
    scopes: ["[resourceId('Microsoft.Web/sites', 'shop')]"],
    criteria: { allOf: [{ operator: 'GreaterThan', ...criterion }] },
    actions: [
      {
        actionGroupId:
          "[resourceId('microsoft.insights/actiongroups', concat('shop-', uniqueString(resourceGroup().id)))]",
      },
    ],
    ...more,
  },
})

for (const [what, resources, alerts, routes] of [
  [
    'a number of errors, told to a group that is made here',
    [group, alert({ metricName: 'Http5xx', threshold: 5, timeAggregation: 'Total' })],
    ['error-rate  absolute 5 service yes'],
    ['critical mail'],
  ],
  [
    'a response time in seconds',
    [group, alert({ metricName: 'HttpResponseTime', threshold: 2, timeAggregation: 'Average' })],
    ['latency average absolute 2000 service yes'],
    ['critical mail'],
  ],
  [
    'what is learned has no bound',
    [group, alert({ metricName: 'Http5xx', criterionType: 'DynamicThresholdCriterion', alertSensitivity: 'High' })],
    ['error-rate  ? ? service yes'],
    ['critical mail'],
  ],
  [
    'what a database takes is no latency of the service',
    [
      alert(
        { metricName: 'SuccessServerLatency', threshold: 2, timeAggregation: 'Average' },
        { scopes: ["[resourceId('Microsoft.Storage/storageAccounts', 'shop')]"] },
      ),
    ],
    ['latency average absolute 2 platform yes'],
    ['critical ?'],
  ],
  ['one that is switched off', [group, alert({ metricName: 'Http5xx', threshold: 5 }, { enabled: false })], [], []],
] as const) {
  test(`ARM alerts: ${what}`, async () => {
    const found = await read({ 'main.json': template(resources) })
    assert.deepEqual(found.alerts, alerts)
    assert.deepEqual(found.routes, routes)
  })
}

const site = (properties: object, kind = 'app,linux') => ({
  type: 'Microsoft.Web/sites',
  name: 'shop',
  kind,
  properties,
})
const probes = [{ type: 'Liveness', httpGet: { path: '/', port: 80 } }]

for (const [what, resources, expected] of [
  [
    'a web app with a plan',
    [
      site({ siteConfig: { healthCheckPath: '/health' } }),
      { type: 'Microsoft.Web/serverfarms', name: 'plan', sku: { capacity: 3 } },
    ],
    ['shop: 3 yes yes no'],
  ],
  [
    'settings that stand beside it',
    [site({}), { type: 'Microsoft.Web/sites/config', name: 'shop/web', properties: { healthCheckPath: '/health' } }],
    ['shop: ? yes yes no'],
  ],
  [
    'settings that stand in it',
    [{ ...site({}), resources: [{ type: 'config', name: 'web', properties: { healthCheckPath: '/health' } }] }],
    ['shop: ? yes yes no'],
  ],
  ['a function is no service', [site({}, 'functionapp')], []],
  [
    'a container app',
    [
      {
        type: 'Microsoft.App/containerApps',
        name: 'shop',
        properties: { template: { containers: [{ name: 'shop', probes }], scale: { minReplicas: 2 } } },
      },
    ],
    ['shop: 2 no yes yes'],
  ],
  [
    'copies, each with its name and a condition',
    [
      {
        ...site({}),
        name: "[concat('shop-', copyIndex('sites', 1))]",
        copy: { name: 'sites', count: "[length(createArray('a', 'b'))]" },
        condition: '[less(copyIndex(), 1)]',
      },
    ],
    ['shop-1: ? no no no'],
  ],
] as const) {
  test(`ARM workloads: ${what}`, async () => {
    assert.deepEqual((await read({ 'main.json': template(resources) })).workloads, expected)
  })
}

test('a linked template of this repository gets its parameters, one from elsewhere is known by name', async () => {
  const linked = (properties: object) => ({ type: 'Microsoft.Resources/deployments', name: 'sql', properties })
  const database = {
    type: 'Microsoft.DocumentDB/databaseAccounts',
    name: 'shop',
    properties: { backupPolicy: { type: "[parameters('backup')]" } },
  }
  const { databases, made } = await read({
    'main.json': template([
      linked({ templateLink: { relativePath: 'nested/cosmos.json' }, parameters: { backup: { value: 'Continuous' } } }),
      linked({ templateLink: { uri: "[concat(parameters('base'), 'sql-database.json')]" } }),
    ]),
    'nested/cosmos.json': template([database], { parameters: { backup: { type: 'string' } } }),
  })
  assert.deepEqual([...databases].sort(), ['? ?', 'cosmosdb yes'])
  assert.deepEqual(
    made.flatMap(({ mode, type }) => (mode === 'module' ? [type] : [])),
    ['sql-database.json'],
  )
})

test('templates that link one another are told of with the way round', async () => {
  const linked = (relativePath: string) =>
    template([{ type: 'Microsoft.Resources/deployments', name: 'x', properties: { templateLink: { relativePath } } }])
  const { broken } = await read({ 'a.json': linked('b.json'), 'b.json': linked('a.json') })
  assert.match(broken.join(), /modules go in a circle: a\.json → b\.json → a\.json/)
})

test('what doubles at each step is cut off', async () => {
  const doubled = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      `v${i}`,
      i === 0 ? 'x' : `[concat(variables('v${i - 1}'), variables('v${i - 1}'))]`,
    ]),
  )
  const { stores } = await read({ 'main.json': workspace("[length(variables('v59'))]", { variables: doubled }) })
  assert.deepEqual(stores, ['? application ?'])
})

test('a place is that of the value, and of the type where nothing is written', async () => {
  const text = workspace(90)
  const { made } = await read({ 'main.json': text })
  const [one] = made
  assert.ok(one && 'start' in one.place)
  assert.match(text.slice(one.place.start, one.place.end), /^"type":"Microsoft/)
  const [store] = logStoresOf(made)
  assert.ok(store && 'start' in store.place)
  assert.equal(text.slice(store.place.start as number, store.place.end as number), '"retentionInDays":90')
})

test('only a file that says that it is a template is lost with its mistake', async () => {
  const repository = repositoryOf({
    'state.json': '',
    '.devcontainer/devcontainer.json': '{ "image": ',
    'main.json': '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", ',
  })
  await armFacts(repository, defaultSettings, [])
  assert.deepEqual(repository.claimed, ['main.json'])
})

test('what Bicep compiled is read once, from its source', async () => {
  const compiled = workspace(90, { metadata: { _generator: { name: 'bicep' } } })
  const source = "resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {\n  name: 'shop'\n}\n"
  assert.deepEqual((await read({ 'main.json': compiled, 'main.bicep': source })).stores, ['? application 30'])
  assert.deepEqual((await read({ 'main.json': compiled })).stores, ['? application 90'])
})
