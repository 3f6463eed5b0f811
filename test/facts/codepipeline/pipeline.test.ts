import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { readCodePipelines } from '../../../src/facts/pipeline/codepipeline/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readCodePipelines(repositoryOf(files), defaultSettings, await import('../../../src/facts/pipeline/commands/index.ts'))

/** `job < need …: environment, what it does` of each job, `!` where somebody holds it, `?` what is hidden */
async function jobs(files: Readonly<Record<string, string>>) {
  return (await read(files)).flatMap((workflow) =>
    workflow.jobs.map(({ id, needs, approval, hidden, environment, steps }) => {
      const acts = steps.flatMap(({ acts }) =>
        acts.flatMap((act): readonly string[] => (act.hidden ? ['?'] : act.kinds)),
      )
      const where = environment && (isHidden(environment.name) ? '?' : environment.name)
      const before = needs
        .map(({ job, requires }) => (requires === 'success' ? job : `${requires} of ${job}`))
        .join(', ')
      return `${id} < ${before || '-'}: ${where ?? '-'}, ${approval ? '!' : hidden ? '?' : acts.join(' ') || 'nothing'}`
    }),
  )
}

const action = (name: string, category: string, provider: string, settings = '', more = '') => `
    action {
      name     = "${name}"
      category = "${category}"
      provider = "${provider}"
      ${more}
      configuration = { ${settings} }
    }`
const stage = (name: string, ...actions: readonly string[]) => `
  stage {
    name = "${name}"${actions.join('')}
  }`
const source = stage('Source', action('Code', 'Source', 'CodeStarSourceConnection', 'BranchName = "main"'))
const pipeline = (...stages: readonly string[]) => `
resource "aws_codepipeline" "shop" {
  name = "shop"${stages.join('')}
}
resource "aws_codebuild_project" "test" {
  name = "shop-test"
  source { buildspec = "ci/test.yml" }
}
`
const spec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - npm ci\n      - npx vitest run\n'
const tested = stage('Build', action('Test', 'Build', 'CodeBuild', 'ProjectName = aws_codebuild_project.test.name'))
const ecs = 'ClusterName = "shop", ServiceName = "api"'

for (const [what, content, expected] of [
  [
    'stages follow one another, an approval holds what comes after it',
    pipeline(
      source,
      tested,
      stage('Staging', action('Deploy', 'Deploy', 'ECS', ecs)),
      stage('Production', action('Ask', 'Approval', 'Manual'), action('Deploy', 'Deploy', 'ECS', ecs, 'run_order = 2')),
    ),
    [
      'Build / Test < -: -, set-up unit-test',
      'Staging / Deploy < Build / Test: staging, deploy',
      'Production / Ask < Staging / Deploy: -, !',
      'Production / Deploy < Production / Ask: production, deploy',
    ],
  ],
  [
    'an approval beside a deployment holds nothing',
    pipeline(source, stage('Prod', action('Ask', 'Approval', 'Manual'), action('Deploy', 'Deploy', 'ECS', ecs))),
    ['Prod / Ask < -: -, !', 'Prod / Deploy < -: production, deploy'],
  ],
  [
    'what is deployed to names the environment before the stage does',
    pipeline(source, stage('Deploy', action('Web', 'Deploy', 'ElasticBeanstalk', 'EnvironmentName = "shop-uat"'))),
    ['Deploy / Web < -: staging, deploy'],
  ],
  [
    'a change set that is only made is a plan',
    pipeline(
      source,
      stage(
        'Prod',
        action('Plan', 'Deploy', 'CloudFormation', 'ActionMode = "CHANGE_SET_REPLACE"'),
        action('Apply', 'Deploy', 'CloudFormation', 'ActionMode = "CHANGE_SET_EXECUTE"', 'run_order = 2'),
      ),
    ),
    ['Prod / Plan < -: production, plan', 'Prod / Apply < Prod / Plan: production, apply deploy'],
  ],
  [
    'a project of elsewhere and a function are hidden',
    pipeline(
      source,
      stage('Check', action('Scan', 'Test', 'CodeBuild', 'ProjectName = "other"'), action('Call', 'Invoke', 'Lambda')),
    ),
    ['Check / Scan < -: -, ?', 'Check / Call < -: -, ?'],
  ],
  [
    'a stage that goes back',
    pipeline(source, stage('Prod', action('Deploy', 'Deploy', 'ECS', ecs), '\n    on_failure { result = "ROLLBACK" }')),
    ['Prod / Deploy < -: production, deploy', 'Prod / rollback < failure of Prod / Deploy: production, rollback'],
  ],
] as const) {
  test(`CodePipeline in Terraform: ${what}`, async () => {
    const found = await jobs({ 'main.tf': content, 'ci/test.yml': spec })
    assert.deepEqual(
      found.filter((job) => !job.startsWith('shop-test')),
      expected,
    )
  })
}

test('CodePipeline in CloudFormation, with the build that it names and what it gives to it', async () => {
  const template = `
Resources:
  Tests:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: !Sub "\${AWS::StackName}-tests"
      Source:
        Type: CODEPIPELINE
        BuildSpec: !Sub |
          version: 0.2
          phases:
            build:
              commands:
                - npx vitest run --region \${AWS::Region}
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - Name: Code
              ActionTypeId: {Category: Source, Provider: CodeCommit}
              Configuration: {BranchName: main}
        - Name: Check
          Actions:
            - Name: Test
              ActionTypeId: {Category: Build, Provider: CodeBuild}
              Configuration: {ProjectName: !Ref Tests}
        - Name: Release
          Actions:
            - Name: Ask
              ActionTypeId: {Category: Approval, Provider: Manual}
              RunOrder: 1
            - Name: Deploy
              ActionTypeId: {Category: Deploy, Provider: CloudFormation}
              RunOrder: 2
              Configuration:
                ActionMode: CREATE_UPDATE
                StackName: shop
                TemplatePath: Code::app.yaml
                ParameterOverrides: '{"Environment": "production"}'
`
  const files = { 'pipeline.yaml': template }
  assert.deepEqual(await jobs(files), [
    'Check / Test < -: -, unit-test',
    'Release / Ask < Check / Test: -, !',
    'Release / Deploy < Release / Ask: production, apply deploy',
  ])
  const [workflow] = await read(files)
  assert.deepEqual(
    workflow?.triggers.map(({ kind, branches }) => [kind, branches?.join()]),
    [['push', 'main']],
  )
  const [act] = workflow?.jobs[0]?.steps[0]?.acts ?? []
  assert.equal(template.slice(act?.place.start, act?.place.end), 'npx vitest run --region ${AWS::Region}')
  const [deployed] = workflow?.jobs[2]?.steps[0]?.acts ?? []
  assert.deepEqual(deployed?.inputs, {
    name: 'shop',
    template: 'app.yaml',
    'parameter-overrides': 'Environment=production',
  })
})

test('variables are given by whatever starts a pipeline from outside, else by hand', async () => {
  const variable = '\n  variable { name = "image_tag" }'
  const deploy = stage('Prod', action('Deploy', 'Deploy', 'ECS', ecs))
  const unwatched = stage('Source', action('Zip', 'Source', 'S3', 'PollForSourceChanges = "false"'))
  const starts = async (content: string) =>
    (await read({ 'main.tf': content }))[0]?.triggers.map(({ kind, inputs }) => `${kind} ${inputs?.[0]?.name ?? ''}`)
  assert.deepEqual(await starts(pipeline(unwatched, deploy, variable)), ['external image_tag'])
  assert.deepEqual(await starts(pipeline(source, deploy, variable)), ['push ', 'manual image_tag'])
})

test('a pipeline that is applied for each environment is one for each', async () => {
  const files = {
    'pipeline/main.tf': `variable "env" {}\n${pipeline(source, stage('Deploy', action('Api', 'Deploy', 'ECS', ecs)))}`,
    'pipeline/prod.tfvars': 'env = "prod"',
    'pipeline/staging.tfvars': 'env = "staging"',
  }
  const found = await read(files)
  const pipelines = found.filter(({ system }) => system === 'aws-codepipeline')
  assert.deepEqual(pipelines.map(({ name, jobs }) => [name, jobs[0]?.environment?.name]).sort(), [
    ['shop (prod)', 'production'],
    ['shop (staging)', 'staging'],
  ])
})
