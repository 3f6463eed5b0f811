import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, pipeline, read, readOne, task, triggers } from './support.ts'

const run = (annotations: Record<string, string>) =>
  `apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata:\n  generateName: x-\n  annotations:\n${Object.entries(
    annotations,
  )
    .map(([name, value]) => `    pipelinesascode.tekton.dev/${name}: ${JSON.stringify(value)}\n`)
    .join('')}    other: x\nspec: {pipelineSpec: {tasks: [{name: a, taskSpec: {steps: []}}]}}\n`

for (const [annotations, expected] of [
  [{ 'on-event': '[push]', 'on-target-branch': '[main, release/*]' }, ['push main release/*']],
  [{ 'on-event': '[pull_request, push]', 'on-target-branch': '[refs/heads/main]' }, ['pull-request main', 'push main']],
  [{ 'on-event': 'push', 'on-target-branch': 'refs/tags/v*' }, ['tag v*']],
  [{ 'on-event': '[incoming]', 'on-target-branch': '[main]' }, ['external']],
  [{ 'on-comment': '^/deploy' }, ['pull-request']],
  [{ 'on-cel-expression': 'event == "push" && target_branch == "main"' }, ['push main']],
  [{ 'on-cel-expression': 'event == "push" && target_branch != "main"' }, ['push !main', 'tag']],
  [
    { 'on-cel-expression': 'event == "pull_request" && target_branch == "main" && "docs/**".pathChanged()' },
    ['pull-request main'],
  ],
  [{ 'on-cel-expression': 'event == "push" && target_branch.startsWith("refs/tags/")' }, ['tag']],
  [{ 'on-cel-expression': 'event == "push" && target_branch.startsWith("release/")' }, ['push release/**']],
  [
    { 'on-cel-expression': 'event == "push" && (target_branch == "main" || target_branch.matches("^hotfix/.*"))' },
    ['push main hotfix/**'],
  ],
  [{ 'on-cel-expression': '((( not cel' }, ['external']],
  [{}, ['manual']],
] as const) {
  test(`annotations of the forge: ${JSON.stringify(annotations)}`, async () => {
    const { workflow } = await readOne(run(annotations as never))
    assert.deepEqual(triggers(workflow), expected)
  })
}

const listener = (interceptors: string, more = '') => `apiVersion: triggers.tekton.dev/v1beta1
kind: EventListener
metadata: {name: hook}
spec:
  triggers:
    - name: one
      interceptors: ${interceptors}
      bindings: [{ref: bind}, {name: env, value: prod}]
      template: {ref: go}
---
apiVersion: triggers.tekton.dev/v1beta1
kind: TriggerBinding
metadata: {name: bind}
spec: {params: [{name: branch, value: $(body.ref)}]}
---
apiVersion: triggers.tekton.dev/v1beta1
kind: TriggerTemplate
metadata: {name: go}
spec:
  params: [{name: env}, {name: branch}]
  resourcetemplates:
    - apiVersion: tekton.dev/v1
      kind: PipelineRun
      metadata: {generateName: go-}
      spec:
        pipelineRef: {name: deliver}
        params: [{name: env, value: $(tt.params.env)}]
---
${pipeline(task('deploy', 'ship $(params.env)'), '  params: [{name: env}]\n')}${more}`

for (const [interceptors, expected] of [
  ['[{ref: {name: github}, params: [{name: eventTypes, value: [push]}]}]', ['push', 'tag']],
  ['[{github: {eventTypes: [push]}}, {cel: {filter: "body.ref == \'refs/heads/main\'"}}]', ['push main']],
  ['[{ref: {name: cel}, params: [{name: filter, value: "body.ref.startsWith(\'refs/tags/\')"}]}]', ['tag']],
  ['[{ref: {name: gitlab}, params: [{name: eventTypes, value: ["Merge Request Hook"]}]}]', ['pull-request']],
  [
    "[{cel: {filter: \"header.match('X-GitHub-Event', 'push') && body.ref in ['refs/heads/main', 'refs/heads/dev']\"}}]",
    ['push main dev'],
  ],
  [
    "[{cel: {filter: \"body.action == 'closed' && body.pull_request.merged == true && body.pull_request.base.ref == 'main'\"}}]",
    ['push main'],
  ],
  ['[]', ['external']],
] as const) {
  test(`what a listener lets through: ${interceptors}`, async () => {
    const { workflow } = await readOne(listener(interceptors))
    assert.deepEqual(triggers(workflow), expected)
    assert.equal(job(workflow, 'deploy').steps[0]?.acts[0]?.text, 'ship prod', 'bindings reach the pipeline')
  })
}

test('a CronJob that calls the listener is a schedule', async () => {
  const cron =
    '---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: c, args: ["http://el-hook:8080"]}]}}}}}\n'
  const { workflow } = await readOne(listener('[]', cron))
  assert.deepEqual(triggers(workflow), ['external', 'schedule'])
})

test('one workflow for each way in; a pipeline that nothing starts is started from outside', async () => {
  const { workflows } = await read({
    'tekton/p.yaml': pipeline(task('a')),
    'tekton/other.yaml': pipeline(task('b')).replace('deliver', 'lonely'),
    'tekton/runs.yaml': [1, 2]
      .map(
        (n) =>
          `apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: r${n}}\nspec: {pipelineRef: {name: deliver}}\n`,
      )
      .join('---\n'),
  })
  assert.deepEqual(
    workflows.map((one) => [one.id, one.name, ...triggers(one)]),
    [
      ['tekton/runs.yaml#r1', 'r1', 'manual'],
      ['tekton/runs.yaml#r2', 'r2', 'manual'],
      ['tekton/other.yaml', 'lonely', 'external'],
    ],
  )
})

test('files of tests and examples are left alone', async () => {
  const { workflows } = await read(
    { 'docs/p.yaml': pipeline(task('a')) },
    { areas: { 'docs/p.yaml': 'documentation' } },
  )
  assert.deepEqual(workflows, [])
})
