import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))
const facts = async (files: Readonly<Record<string, string>>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['logStores', 'databases', 'rolloutGuards'])).facts
/** `environment name: days` of each group of logs */
const logs = async (files: Readonly<Record<string, string>>) =>
  (await facts(files)).logStores.map((one) => `${shown(one.environment)} ${one.name}: ${shown(one.days)}`).sort()

const service = (more: string) => `service: shop\nprovider:\n  name: aws\n  stage: \${opt:stage, 'dev'}\n${more}`
const functions = 'functions:\n  api: {handler: a.b}\n'

for (const [what, files, expected] of [
  [
    'stages of a map that a variable chooses, values of each',
    {
      'serverless.yml': service(
        `  logRetentionInDays: \${self:custom.days.\${self:provider.stage}}\n${functions}custom:\n  days: {staging: 14, production: 400}\n`,
      ),
    },
    ['production /aws/lambda/shop-production-api: 400', 'staging /aws/lambda/shop-staging-api: 14'],
  ],
  [
    'stages that pipelines deploy, a file for each',
    {
      'serverless.yml': service(`  logRetentionInDays: \${file(config/\${sls:stage}.yml):days}\n${functions}`),
      'config/prod.yml': 'days: 30',
      '.github/workflows/deploy.yml':
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npx serverless deploy --stage prod\n',
    },
    ['production /aws/lambda/shop-prod-api: 30'],
  ],
  [
    'parameters of stages, with those that hold for all',
    {
      'serverless.yml': service(
        `  logRetentionInDays: \${param:days}\n${functions}params:\n  default: {days: 7}\n  prod: {days: 365}\n  qa: {}\n`,
      ),
    },
    ['integration /aws/lambda/shop-qa-api: 7', 'production /aws/lambda/shop-prod-api: 365'],
  ],
  [
    'logs are kept for ever where nothing says otherwise, and no stage is known',
    { 'serverless.yml': service(functions) },
    ['? /aws/lambda/shop-stage-api: 0'],
  ],
  [
    'what stands elsewhere is hidden, and a fallback is not certain then',
    { 'serverless.yml': service(`  logRetentionInDays: \${env:DAYS, '7'}\n${functions}`) },
    ['? /aws/lambda/shop-stage-api: ?'],
  ],
  ['another cloud', { 'serverless.yml': 'service: shop\nprovider: {name: google}\nfunctions: {a: {}}\n' }, []],
] as const) {
  test(`Serverless: ${what}`, async () => assert.deepEqual(await logs(files), expected))
}

test('Serverless: resources are those of CloudFormation, of lists of files too', async () => {
  const { databases } = await facts({
    'serverless.yml': service(
      `resources:\n  - \${file(resources/tables.yml)}\ncustom:\n  backup: {prod: true, dev: false}\n  on: \${self:custom.backup.\${opt:stage}}\n`,
    ),
    'resources/tables.yml':
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: ${self:service}-orders-${opt:stage}\n      PointInTimeRecoverySpecification:\n        PointInTimeRecoveryEnabled: ${self:custom.on}\n',
  })
  assert.deepEqual(
    databases.map((one) => [one.name, shown(one.environment), one.pointInTimeRecovery, one.place.file]).sort(),
    [
      ['shop-orders-dev', 'development', false, 'resources/tables.yml'],
      ['shop-orders-prod', 'production', true, 'resources/tables.yml'],
    ],
  )
})

test('Serverless: a failed update goes back where that is declared', async () => {
  for (const [more, expected] of [
    ['', '?'],
    ['  disableRollback: false\n', 'true'],
    ['  disableRollback: true\n', 'false'],
  ] as const) {
    const { rolloutGuards } = await facts({ 'serverless.yml': service(more) })
    assert.deepEqual(
      rolloutGuards.map(({ platform, goesBack }) => [platform, shown(goesBack)]),
      [['serverless', expected]],
    )
  }
})

test('Serverless: circles and fans of variables end, and are told of', async () => {
  const fan = Array.from(
    { length: 30 },
    (_, i) => `  f${i}: ['\${self:custom.f${i + 1}}', '\${self:custom.f${i + 1}}']`,
  )
  const files = {
    'serverless.yml': service(
      `  logRetentionInDays: \${self:custom.a}\n${functions}custom:\n  a: \${self:custom.b}\n  b: \${self:custom.a}\n${fan.join('\n')}\n  f30: x\nresources:\n  Resources: \${self:custom.f0}\n`,
    ),
  }
  assert.deepEqual(await logs(files), ['? /aws/lambda/shop-stage-api: ?'])
  const { brokenFiles } = await facts(files)
  assert.match(brokenFiles[0]?.message ?? '', /self:custom\.\w → self:custom\.\w → self:custom\.\w/)
})
