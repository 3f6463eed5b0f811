import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { cloudFormationFacts } from '../../../src/facts/cloudformation/facts.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertsOf } from '../../../src/facts/infrastructure/alerts.ts'
import { databasesOf } from '../../../src/facts/infrastructure/databases.ts'
import { guardsOf } from '../../../src/facts/infrastructure/guards.ts'
import { logStoresOf } from '../../../src/facts/infrastructure/logs/index.ts'
import { workloadFacts } from '../../../src/facts/workload/facts.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) =>
  isHidden(value) ? '?' : value === true ? 'yes' : value === false ? 'no' : String(value)

type Files = Readonly<Record<string, string>>

async function read(files: Files) {
  const repository = repositoryOf(files)
  const { templateResources = [], brokenFiles = [] } = await cloudFormationFacts(repository, defaultSettings, [])
  const workloads = await workloadFacts(repository, defaultSettings, {
    deployments: [],
    workflows: [],
    terraform: [],
    templateResources,
  })
  const stores = logStoresOf(templateResources)
  return {
    made: templateResources,
    broken: brokenFiles.map(({ message }) => message),
    stores: stores.map((one) => `${one.environmentClass || '?'} ${one.kind} ${shown(one.days)}`),
    alerts: alertsOf(templateResources, stores).map(
      (one) => `${shown(one.signal)} ${shown(one.measure)} ${shown(one.bound)} ${shown(one.reaches)}`,
    ),
    databases: databasesOf(templateResources).map(
      (one) => `${one.environmentClass || '?'} ${shown(one.engine)} ${shown(one.pointInTimeRecovery)}`,
    ),
    guards: guardsOf(templateResources).map((one) => `${one.platform} ${shown(one.goesBack)} ${shown(one.onAlarm)}`),
    workloads: workloads.workloads.map(
      (one) =>
        `${one.name} ${one.environmentClass || '?'}: ${shown(one.replicas)} ${shown(one.readiness)} ${shown(one.liveness)} ${shown(one.goesBack)}`,
    ),
    scales: workloads.scales.map((one) => `${shown(one.staging)} of ${shown(one.production)}`),
  }
}

const environments = 'Parameters:\n  Environment: {Type: String, AllowedValues: [staging, production]}\n'
const group = (days: string, more = '') =>
  `${more}Resources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      LogGroupName: /app/shop\n${days && `      RetentionInDays: ${days}\n`}`

for (const [what, template, expected] of [
  ['nothing said is for ever', group(''), ['? application 0']],
  ['a number', group('30'), ['? application 30']],
  [
    'a parameter with a default',
    group('!Ref Days', 'Parameters:\n  Days: {Type: Number, Default: 14}\n'),
    ['? application 14'],
  ],
  ['a parameter that nothing gives', group('!Ref Days', 'Parameters:\n  Days: {Type: Number}\n'), ['? application ?']],
  [
    'a mapping by environment',
    group(
      '!FindInMap [Days, !Ref Environment, Keep]',
      `${environments}Mappings:\n  Days:\n    staging: {Keep: 7}\n    production: {Keep: 400}\n`,
    ),
    ['staging application 7', 'production application 400'],
  ],
  [
    'a choice by a condition, in its long form',
    group(
      '{"Fn::If": [IsProduction, 400, {Ref: "AWS::NoValue"}]}',
      `${environments}Conditions:\n  IsProduction: !Equals [!Ref Environment, production]\n`,
    ),
    ['staging application 0', 'production application 400'],
  ],
  [
    'a condition that names itself is hidden',
    group('!If [A, 1, 2]', 'Conditions:\n  A: !Not [!Condition B]\n  B: !Condition A\n'),
    ['? application ?'],
  ],
] as const) {
  test(`a group of logs: ${what}`, async () => {
    assert.deepEqual((await read({ 'deploy/template.yaml': template })).stores, expected)
  })
}

test('SAM gives parameters for each environment of its configuration', async () => {
  const { stores } = await read({
    'template.yaml': group('!Ref Days', 'Parameters:\n  Days: {Type: Number, Default: 1}\n'),
    'samconfig.toml': '[prod.deploy.parameters]\nparameter_overrides = "Days=365"\n',
  })
  assert.deepEqual(stores, ['production application 365'])
})

test('a condition on a resource keeps it from environments', async () => {
  const { stores } = await read({
    'template.yaml': `${environments}Conditions:\n  P: !Equals [production, !Ref Environment]\nResources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n    Condition: P\n`,
  })
  assert.deepEqual(stores, ['production application 0'])
})

test('files of parameters name the environments, and win over defaults', async () => {
  const template = group('!Ref Days', 'Parameters:\n  Days: {Type: Number, Default: 1}\n')
  const { stores } = await read({
    'cf/template.yaml': template,
    'cf/parameters/prod.json': '[{"ParameterKey": "Days", "ParameterValue": "365"}]',
    'cf/parameters/staging.json': '{"Parameters": {"Days": "30"}}',
    'cf/parameters/other-prod.json': '[{"ParameterKey": "Unknown", "ParameterValue": "365"}]',
  })
  assert.deepEqual(stores, ['production application 365', 'staging application 30'])
})

test('alarms: the metric, its bound, whom it tells', async () => {
  const alarm = (name: string, properties: string) =>
    `  ${name}:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {${properties}}\n`
  const { alerts } = await read({
    'alarms.yaml': `Resources:\n${alarm('Cpu', 'Namespace: AWS/ECS, MetricName: CPUUtilization, Threshold: 80, ComparisonOperator: GreaterThanThreshold, AlarmActions: [!Ref Topic]')}${alarm('Latency', 'Namespace: AWS/ApplicationELB, MetricName: TargetResponseTime, ExtendedStatistic: p99, Threshold: 2, ComparisonOperator: GreaterThanThreshold')}${alarm('Off', 'Namespace: AWS/ECS, MetricName: MemoryUtilization, Threshold: 80, ComparisonOperator: GreaterThanThreshold, AlarmActions: [!Ref Topic], ActionsEnabled: false')}`,
  })
  assert.deepEqual(alerts, ['cpu share 80 yes', 'latency absolute 2000 no', 'memory share 80 no'])
})

test('an alarm that only scales is none for people', async () => {
  const alarm = (actions: string) =>
    `  Cpu:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {Namespace: AWS/ECS, MetricName: CPUUtilization, Threshold: 30, ComparisonOperator: GreaterThanThreshold, AlarmActions: ${actions}}\n`
  const policy = '  Out:\n    Type: AWS::ApplicationAutoScaling::ScalingPolicy\n'
  assert.deepEqual((await read({ 'a.yaml': `Resources:\n${policy}${alarm('[!Ref Out]')}` })).alerts, [])
  assert.deepEqual((await read({ 'a.yaml': `Resources:\n${policy}${alarm('[!Ref Out, !Ref Topic]')}` })).alerts, [
    'cpu share 30 yes',
  ])
})

test('databases have the defaults of CloudFormation', async () => {
  const { databases } = await read({
    'db.json': JSON.stringify({
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Kept: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } },
        Not: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql', BackupRetentionPeriod: 0 } },
        OfCluster: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: { Ref: 'C' } } },
        Copy: { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Kept' } } },
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
        },
      },
    }),
  })
  assert.deepEqual(databases, ['? postgres yes', '? mysql no', '? dynamodb yes'])
})

const service = (more: string, check = '') =>
  `${environments}Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: shop\n          Image: example/shop:v1.2.3\n${check}  Web:\n    Type: AWS::ECS::Service\n    Properties:\n      ServiceName: !Sub shop-\${Environment}\n      TaskDefinition: !Ref Task\n${more}`

for (const [what, template, expected] of [
  ['nothing watches it', service(''), 'shop production: 1 no no no'],
  [
    'a health check and a circuit breaker',
    service(
      '      DesiredCount: 4\n      DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: true, Rollback: true}}\n',
      '          HealthCheck: {Command: [CMD, curl]}\n',
    ),
    'shop production: 4 yes yes yes',
  ],
  ['NONE is no health check', service('', '          HealthCheck: {Command: [NONE]}\n'), 'shop production: 1 no no no'],
  [
    'a sidecar that may die watches nothing',
    service('', '          Essential: false\n          HealthCheck: {Command: [CMD, curl]}\n'),
    'shop production: 1 no no no',
  ],
  [
    'a load balancer, and scaling of its own',
    `${service('      LoadBalancers: [{TargetGroupArn: !Ref Group}]\n')}  Scaling:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Properties: {ServiceNamespace: ecs, MinCapacity: 3, ResourceId: !Sub "service/shop/\${Web.Name}"}\n`,
    'shop production: 3 yes yes no',
  ],
  [
    'the task of another stack',
    service('').replace('!Ref Task', '!ImportValue shop-task'),
    'shop production: 1 ? ? no',
  ],
] as const) {
  test(`a service of ECS: ${what}`, async () => {
    const { workloads } = await read({ 'ecs.yaml': template })
    assert.deepEqual(
      workloads.filter((one) => one.includes('production')),
      [expected],
    )
  })
}

test('the counts of staging and production stand beside one another', async () => {
  const { scales } = await read({
    'ecs.yaml': service('      DesiredCount: !If [P, 10, 1]\n').replace(
      'Resources:',
      'Conditions:\n  P: !Equals [!Ref Environment, production]\nResources:',
    ),
  })
  assert.deepEqual(scales, ['1 of 10'])
})

const serverless = (preference: string, more = '') =>
  `Transform: AWS::Serverless-2016-10-31\n${more}Resources:\n  Pay:\n    Type: AWS::Serverless::Function\n    Properties:\n      AutoPublishAlias: live\n${preference}`

for (const [what, template, expected] of [
  ['without a preference nothing is shifted', serverless(''), []],
  [
    'a preference goes back',
    serverless('      DeploymentPreference: {Type: Canary10Percent5Minutes}\n'),
    ['codedeploy yes no'],
  ],
  [
    'on alarms too, from the globals',
    serverless('', 'Globals:\n  Function:\n    DeploymentPreference: {Type: Linear, Alarms: [!Ref Errors]}\n'),
    ['codedeploy yes yes'],
  ],
  ['one that is switched off', serverless('      DeploymentPreference: {Enabled: false, Type: Linear}\n'), []],
] as const) {
  test(`a function of SAM: ${what}`, async () => {
    assert.deepEqual((await read({ 'template.yaml': template })).guards, expected)
  })
}

const nested = (path: string, more = '') =>
  `Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${path}\n${more}`

test('nested stacks are followed with what they are given', async () => {
  const { stores, made } = await read({
    'stacks/root.yaml': nested('./logs/child.yaml', '      Parameters: {Days: 90}\n'),
    'stacks/logs/child.yaml': group('!Ref Days', 'Parameters:\n  Days: {Type: Number, Default: 1}\n'),
  })
  assert.deepEqual(stores, ['? application 90'])
  assert.deepEqual(
    made.map(({ address }) => address),
    ['Child.Logs'],
  )
})

test('stacks that nest one another end with the circle', async () => {
  const { broken } = await read({ 'a.yaml': nested('b.yaml'), 'b.yaml': nested('a.yaml') })
  assert.deepEqual(broken, ['nested stacks go in a circle: a.yaml → b.yaml → a.yaml'])
})

test('what is elsewhere is hidden by name', async () => {
  const { made } = await read({
    'a.yaml': `Transform: [Ours]\n${nested('https://bucket/x/alarms.yaml')}  Module:\n    Type: Ours::Logs::Group::MODULE\n`,
  })
  assert.deepEqual(
    made.map(({ mode, type }) => `${mode} ${type}`),
    ['module the macro Ours', 'module alarms.yaml', 'module Module (Ours::Logs::Group::MODULE)'],
  )
})

test('a bomb of mappings and joins is cut off', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `  C${i + 1}: !And [!Condition C${i}, !Condition C${i}]\n`).join(
    '',
  )
  const { stores } = await read({
    'a.yaml': group('!If [C40, 1, 2]', `Conditions:\n  C0: !Equals [!Ref X, a]\n${lines}`),
  })
  assert.deepEqual(stores, ['? application ?'])
})
