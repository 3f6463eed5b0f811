import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { readCodePipelines } from '../../../src/facts/pipeline/codepipeline/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readCodePipelines(repositoryOf(files), defaultSettings, await import('../../../src/facts/pipeline/commands/index.ts'))

const stages = (count: number, beside: number) => {
  const action = (name: string) =>
    `    action {\n      name = "${name}"\n      category = "Deploy"\n      provider = "ECS"\n      configuration = { ClusterName = "c", ServiceName = "s" }\n    }\n`
  const actions = Array.from({ length: beside }, (_, i) => action(`a${i}`)).join('')
  return Array.from({ length: count }, (_, i) => `  stage {\n    name = "s${i}"\n${actions}  }\n`).join('')
}
const pipeline = (inside: string) => `resource "aws_codepipeline" "p" {\n  name = "p"\n${inside}}\n`

test('a pipeline of a thousand stages is read whole', async () => {
  const [workflow] = await read({ 'main.tf': pipeline(stages(1000, 1)) })
  assert.equal(workflow?.jobs.length, 1000)
  assert.deepEqual(
    workflow.jobs.at(-1)?.needs.map(({ job }) => job),
    ['s998 / a0'],
  )
  assert.deepEqual(workflow.problems, [])
})

test('stages in which each action waits for very many end, and say so', async () => {
  const [workflow] = await read({ 'main.tf': pipeline(stages(14, 100)) })
  assert.ok(workflow?.problems.some(({ unreadable }) => unreadable))
})

test('names that need one another, and projects that name one another, are a circle that ends', async () => {
  const content = [
    'locals {\n  a = local.b\n  b = local.a\n}',
    'resource "aws_codebuild_project" "x" {\n  name = aws_codebuild_project.y.name\n  source { buildspec = local.a }\n}',
    'resource "aws_codebuild_project" "y" { name = aws_codebuild_project.x.name }',
    pipeline(
      '  stage {\n    name = local.a\n    action {\n      name = local.b\n      category = "Build"\n      provider = "CodeBuild"\n      configuration = { ProjectName = aws_codebuild_project.x.name }\n    }\n  }\n',
    ),
  ].join('\n')
  const found = await read({ 'main.tf': content })
  assert.ok(found.some(({ jobs, hidden }) => jobs.some((job) => job.hidden) || hidden.length > 0))
})
