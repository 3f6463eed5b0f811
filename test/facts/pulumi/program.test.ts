import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))
type Files = Readonly<Record<string, string>>
const facts = async (files: Files) =>
  (
    await collectFacts(repositoryOf(files), defaultSettings, [
      'logStores',
      'databases',
      'rolloutGuards',
      'alerts',
      'dashboards',
      'workloads',
    ])
  ).facts

const program = (resources: string, more = '') => `name: shop\nruntime: yaml\n${more}resources:\n${resources}`
const group = (days: string, name = '/shop/api') =>
  `  logs:\n    type: aws:cloudwatch:LogGroup\n    properties:\n      name: ${name}\n      retentionInDays: ${days}\n`
const config = (value: string) => `config:\n  shop:days: ${value}\n`
const up = (args: string) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pulumi ${args}\n`

for (const [what, files, expected] of [
  [
    'configuration of each stack, its environment by its name',
    {
      'Pulumi.yaml': program(group('${days}')),
      'Pulumi.staging.yaml': config('14'),
      'Pulumi.prod.yaml': config('400'),
    },
    ['production /shop/api: 400', 'staging /shop/api: 14'],
  ],
  [
    'the value of the project where the stack has none',
    {
      'Pulumi.yaml': program(group('${days}'), 'config:\n  days: {type: integer, default: 30}\n'),
      'Pulumi.prod.yaml': 'config:\n  aws:region: eu-west-1\n',
    },
    ['production /shop/api: 30'],
  ],
  [
    'encrypted configuration',
    { 'Pulumi.yaml': program(group('${days}')), 'Pulumi.prod.yaml': 'config:\n  shop:days: {secure: AAAB}\n' },
    ['production /shop/api: ?'],
  ],
  [
    'a default where an environment of ESC may give another value',
    {
      'Pulumi.yaml': program(group('${days}'), 'config:\n  days: {default: 30}\n'),
      'Pulumi.prod.yaml': 'environment: [shop-prod]\n',
    },
    ['production /shop/api: ?'],
  ],
  [
    'what a pipeline sets',
    {
      'Pulumi.yaml': program(group('${days}')),
      'Pulumi.prod.yaml': config('400'),
      '.github/workflows/a.yml': up('config set days $DAYS --stack prod'),
    },
    ['production /shop/api: ?'],
  ],
  [
    'a stack that only a pipeline names has no file: a default is not certain',
    {
      'Pulumi.yaml': program(group('${days}', '/shop/${pulumi.stack}'), 'config:\n  days: {default: 30}\n'),
      '.github/workflows/a.yml': up('up --yes --stack acme/shop/prod'),
    },
    ['production /shop/prod: ?'],
  ],
  [
    'variables and functions',
    {
      'Pulumi.yaml': program(
        group('${retention.days[1]}', '${name}'),
        'variables:\n  retention:\n    days: [7, 90]\n  name:\n    fn::join: ["/", ["", "shop", "${pulumi.stack}"]]\n',
      ),
      'Pulumi.prod.yaml': 'config: {}\n',
    },
    ['production /shop/prod: 90'],
  ],
  [
    'variables in a circle, and what an invoke gives',
    {
      'Pulumi.yaml': program(
        group('${a}') + group('${c.days}', '/shop/web').replace('logs:', 'more:'),
        'variables:\n  a: "${b}"\n  b: "${a}"\n  c:\n    fn::invoke: {function: aws:ssm:getParameter, arguments: {name: days}}\n',
      ),
      'Pulumi.prod.yaml': 'config: {}\n',
    },
    ['production /shop/api: ?', 'production /shop/web: ?'],
  ],
  [
    'the program in a file and folder of its own; nothing says how long logs are kept',
    {
      'Pulumi.yaml': 'name: shop\nruntime: {name: yaml}\nmain: infra\n',
      'infra/Main.yaml':
        'resources:\n  logs: {type: "aws:cloudwatch/logGroup:LogGroup", properties: {name: /shop/api}}\n',
      'Pulumi.prod.yaml': 'config: {}\n',
    },
    ['production /shop/api: 0'],
  ],
] as const)
  test(`logs of Pulumi: ${what}`, async () => {
    const { logStores } = await facts(files)
    assert.deepEqual(
      logStores.map((one) => `${shown(one.environment)} ${one.name}: ${shown(one.days)}`).sort(),
      expected,
    )
  })

const service = `  web:
    type: aws:ecs:Service
    properties:
      desiredCount: 3
      taskDefinition: \${task.arn}
      deploymentCircuitBreaker: {enable: true, rollback: true}
  task:
    type: aws:ecs:TaskDefinition
    properties:
      family: web
      containerDefinitions:
        fn::toJSON:
          - name: web
            image: \${repository.repositoryUrl}:1.2.3
            essential: true
            healthCheck: {command: [CMD, curl, -f, http://localhost/health]}
  repository: {type: aws:ecr:Repository}
`
const stack = { 'Pulumi.prod.yaml': 'config: {}\n' }

test('a service of ECS: how many run, what watches it, what takes it back', async () => {
  const { workloads, rolloutGuards } = await facts({ 'Pulumi.yaml': program(service), ...stack })
  assert.deepEqual(
    workloads.map((one) => [one.name, shown(one.replicas), shown(one.environment)]),
    [['web', '3', 'production']],
  )
  assert.equal(rolloutGuards[0]?.goesBack, true)
  const left = service.replace(
    'properties:\n      desired',
    'options: {ignoreChanges: [desiredCount]}\n    properties:\n      desired',
  )
  const ignored = await facts({ 'Pulumi.yaml': program(left), ...stack })
  assert.equal(shown(ignored.workloads[0]?.replicas), '?')
})

test('alarms: the metric, and the query of several metrics under Terraform’s names', async () => {
  const alarm = `  errors:
    type: aws:cloudwatch:MetricAlarm
    properties:
      comparisonOperator: GreaterThanThreshold
      evaluationPeriods: 1
      threshold: 1
      metricQueries:
        - id: e1
          returnData: true
          metric: {metricName: HTTPCode_Target_5XX_Count, namespace: AWS/ApplicationELB, period: 60, stat: Sum}
      alarmActions: ["\${pager.arn}"]
  pager: {type: aws:sns:Topic}
`
  const { alerts } = await facts({ 'Pulumi.yaml': program(alarm), ...stack })
  assert.deepEqual(
    alerts.map((one) => [one.name, shown(one.signal), shown(one.environment)]),
    [['errors', 'error-rate', 'production']],
  )
})

test('a database keeps its backups as it says', async () => {
  const database = (days: string) =>
    `  db:\n    type: aws:rds:Instance\n    properties:\n      engine: postgres\n      backupRetentionPeriod: ${days}\n`
  for (const [days, expected] of [
    ['14', 'true'],
    ['0', 'false'],
    ['${days}', '?'],
  ] as const) {
    const { databases } = await facts({ 'Pulumi.yaml': program(database(days)), ...stack })
    assert.deepEqual(
      databases.map((one) => shown(one.pointInTimeRecovery)),
      [expected],
    )
  }
})

test('a program in another language hides what it speaks of, and nothing else', async () => {
  const files = {
    'infra/Pulumi.yaml': 'name: shop\nruntime: nodejs\n',
    'infra/Pulumi.prod.yaml': 'config: {}\n',
    'infra/index.ts': "new aws.cloudwatch.MetricAlarm('errors', {})\n",
  }
  const { alerts, dashboards, databases } = await facts(files)
  assert.deepEqual(
    alerts.map((one) => [shown(one.signal), shown(one.environment)]),
    [['?', 'production']],
  )
  assert.deepEqual([dashboards.length, databases.length], [0, 0])
})

test('a program of more files than can be looked through hides all that a program may make', async () => {
  const many = Object.fromEntries(Array.from({ length: 4001 }, (_, i) => [`infra/part${i}.ts`, 'x']))
  const { alerts, dashboards } = await facts({ 'infra/Pulumi.yaml': 'name: shop\nruntime: nodejs\n', ...many })
  assert.deepEqual(
    alerts.map((one) => shown(one.signal)),
    ['?'],
  )
  assert.equal(dashboards.length, 1)
})

test('resources of other packages and components are hidden by name', async () => {
  const { alerts, rolloutGuards } = await facts({
    'Pulumi.yaml': program(
      '  a: {type: "azure-native:insights:MetricAlert", properties: {}}\n  b: {type: "awsx:ecs:FargateService", properties: {}}\n',
    ),
    ...stack,
  })
  assert.deepEqual(
    alerts.map((one) => shown(one.signal)),
    ['?'],
  )
  assert.deepEqual(
    rolloutGuards.map((one) => shown(one.goesBack)),
    ['?'],
  )
})
