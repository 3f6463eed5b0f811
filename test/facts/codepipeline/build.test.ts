import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { readCodePipelines } from '../../../src/facts/pipeline/codepipeline/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readCodePipelines(repositoryOf(files), defaultSettings, await import('../../../src/facts/pipeline/commands/index.ts'))

/** `job < needs: acts (how a step runs)` of a build specification that nothing names */
async function build(phases: string) {
  const [workflow] = await read({ 'buildspec.yml': `version: 0.2\nphases:\n${phases}` })
  return workflow?.jobs.map(({ id, needs, steps }) => {
    const what = steps.map(({ runsAfterFailure, acts }) => {
      const tools = acts
        .map(({ tool, onFailure }) => (onFailure === 'stops' ? tool : `${tool} (${onFailure})`))
        .join(', ')
      return runsAfterFailure === 'no' ? tools : `${runsAfterFailure}: ${tools}`
    })
    return `${id} < ${needs.map(({ job, requires }) => `${requires} ${job}`).join() || '-'}: ${what.join(' | ')}`
  })
}

for (const [what, phases, expected] of [
  [
    'what post_build deploys, a failing build does not stop',
    '  pre_build: {commands: [npx eslint .]}\n  build: {commands: [npx vitest run]}\n  post_build: {commands: [kubectl apply -f k8s/]}\n',
    [
      'buildspec / pre_build < -: eslint',
      'buildspec < success buildspec / pre_build: vitest',
      'buildspec / post_build < success buildspec / pre_build,completion buildspec: kubectl apply',
    ],
  ],
  [
    'but where the build aborts',
    '  build: {on-failure: ABORT, commands: [npx vitest run]}\n  post_build: {commands: [kubectl apply -f k8s/]}\n',
    ['buildspec < -: vitest | kubectl apply'],
  ],
  [
    'or post_build asks how it went',
    '  build: {commands: [npx vitest run]}\n  post_build:\n    commands:\n      - test "$CODEBUILD_BUILD_SUCCEEDING" = 1\n      - kubectl apply -f k8s/\n',
    ['buildspec < -: vitest | kubectl apply'],
  ],
  [
    'what follows in any case',
    '  build: {commands: [npx vitest run], finally: [npx eslint .]}\n',
    ['buildspec < -: vitest | always: eslint'],
  ],
  [
    'of several commands in one the last decides, unless the shell was told otherwise',
    '  build:\n    commands:\n      - |\n        npx vitest run\n        npx eslint .\n      - set -e\n      - |\n        npx vitest run\n        npx eslint .\n',
    ['buildspec < -: vitest (ignored), eslint, vitest, eslint'],
  ],
] as const) {
  test(`CodeBuild: ${what}`, async () => assert.deepEqual(await build(phases), expected))
}

test('commands share a shell: what one sets, later ones know, and it is told of once', async () => {
  const [workflow] = await read({
    'buildspec.yml':
      'version: 0.2\nphases:\n  pre_build:\n    commands: [cd app, export TAG=v1]\n  build:\n    commands: [npm test, docker push shop:$TAG]\n',
    'app/package.json': '{"scripts": {"test": "vitest run"}}',
  })
  const acts = workflow?.jobs.flatMap(({ steps }) => steps.flatMap((step) => step.acts)) ?? []
  assert.deepEqual(
    acts.map(({ tool, words, directory }) => [tool, words.join(' '), directory]),
    [
      ['vitest', 'run', 'app'],
      ['docker push', 'push shop:v1', 'app'],
    ],
  )
})

test('a build that nothing here runs hides what stands around it; a broken one is lost evidence', async () => {
  const [workflow] = await read({ 'buildspec.yml': 'phases: {build: {commands: [npx vitest run]}}' })
  assert.deepEqual([workflow?.triggers[0]?.kind, workflow?.hidden.length], ['external', 1])
  assert.ok(workflow?.hidden[0]?.couldBe.includes('approve'))
  const [broken] = await read({ 'buildspec.yml': 'phase: [' })
  assert.equal(broken?.problems[0]?.unreadable, true)
})

test('a build specification is one whatever it is called, by its version and its phases', async () => {
  const phases = 'phases: {build: {commands: [npx serverless deploy -s prod]}}\n'
  const files = {
    'cicd/deployspec-prod.yml': `version: 0.2\n${phases}`,
    'cicd/codebuild.yaml': `version: "0.2"\n${phases}`,
    'docs/spec.yml': phases,
    'load/spec.yml': `version: 1.0\n${phases}`,
    'cicd/other.yml': `version: 0.2\n${phases}`,
  }
  assert.deepEqual((await read(files)).map(({ file }) => file).sort(), [
    'cicd/codebuild.yaml',
    'cicd/deployspec-prod.yml',
  ])
})

const project = (source: string, more = '') => `
resource "aws_codebuild_project" "ci" {
  name = "ci"
  source {
    ${source}
  }
}
${more}`
const tools = async (files: Readonly<Record<string, string>>) =>
  (await read(files)).flatMap(({ jobs }) =>
    jobs.flatMap(({ steps, hidden }) => (hidden ? ['?'] : steps.flatMap(({ acts }) => acts.map(({ tool }) => tool)))),
  )

for (const [what, source, expected] of [
  ['in a file that it names', 'buildspec = "ci/spec.yml"', ['vitest']],
  ['in a file that Terraform reads', 'buildspec = file("${path.module}/ci/spec.yml")', ['vitest']],
  ['in its default place', 'type = "GITHUB"', ['eslint']],
  ['written out', 'buildspec = "version: 0.2\\nphases:\\n  build:\\n    commands:\\n      - npx jest"', ['jest']],
  ['made of maps', 'buildspec = yamlencode({ phases = { build = { commands = ["npx jest", var.x] } } })', ['jest']],
  ['of a variable', 'buildspec = var.x', ['?']],
  ['in a file that is not here', 'buildspec = "other.yml"', ['?']],
] as const) {
  test(`CodeBuild: a build specification ${what}`, async () => {
    const files = {
      'main.tf': project(source, 'variable "x" {}'),
      'ci/spec.yml': 'phases: {build: {commands: [npx vitest run]}}',
      'buildspec.yml': 'phases: {build: {commands: [npx eslint .]}}',
    }
    const found = await tools(files)
    assert.deepEqual(found.slice(0, expected.length), expected)
  })
}

test('CodeBuild: webhooks start a project by their filters, schedules too', async () => {
  const [workflow] = await read({
    'main.tf': project(
      'type = "GITHUB"',
      `
resource "aws_codebuild_webhook" "ci" {
  project_name = aws_codebuild_project.ci.name
  filter_group {
    filter {
      type = "EVENT"
      pattern = "PUSH"
    }
    filter {
      type = "HEAD_REF"
      pattern = "^refs/heads/main$"
    }
  }
  filter_group {
    filter {
      type = "EVENT"
      pattern = "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED"
    }
  }
}
resource "aws_cloudwatch_event_rule" "night" { schedule_expression = "rate(1 day)" }
resource "aws_cloudwatch_event_target" "night" {
  rule = aws_cloudwatch_event_rule.night.name
  arn  = aws_codebuild_project.ci.arn
}`,
    ),
  })
  assert.deepEqual(
    workflow?.triggers.map(({ kind, branches }) => [kind, branches?.join() ?? '']),
    [
      ['push', 'main'],
      ['pull-request', ''],
      ['pull-request', ''],
      ['schedule', ''],
    ],
  )
})
