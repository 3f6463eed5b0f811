import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { job, needs, pipeline, read, readOne, start, task } from './support.ts'

test('tasks wait by runAfter even if skipped, by results only for success', async () => {
  const { workflow } = await readOne(
    pipeline(
      task('build') +
        task('test', 'true', '      runAfter: [build]\n') +
        `    - name: deploy\n      params: [{name: tag, value: "x:$(tasks.build.results.digest)"}]\n      runAfter: [test]\n      taskSpec: {steps: []}\n`,
    ),
  )
  assert.deepEqual(needs(job(workflow, 'test')), ['build~'])
  assert.deepEqual(needs(job(workflow, 'deploy')), ['test~', 'build'])
})

test('behind a task that its when leaves out, what that one waits for has succeeded all the same', async () => {
  const { workflow } = await readOne(
    pipeline(
      task('test') +
        task(
          'ask',
          'true',
          '      runAfter: [test]\n      when: [{input: "$(params.ask)", operator: in, values: [yes]}]\n',
        ) +
        task('ship', 'true', '      runAfter: [ask]\n'),
    ),
  )
  assert.deepEqual(needs(job(workflow, 'ship')), ['ask~', 'test~'])
})

test('finally runs behind all, by the status that it asks for', async () => {
  const { workflow } = await readOne(
    pipeline(
      `${task('build')}${task('deploy')}  finally:\n` +
        task('tell') +
        task('undo', 'true', '      when: [{input: "$(tasks.deploy.status)", operator: in, values: [Failed]}]\n') +
        task('alarm', 'true', '      when: [{input: "$(tasks.status)", operator: in, values: [Failed]}]\n') +
        task('praise', 'true', '      when: [{input: "$(tasks.status)", operator: notin, values: [Failed]}]\n'),
    ),
  )
  assert.deepEqual(needs(job(workflow, 'tell')), ['build:completion', 'deploy:completion'])
  assert.deepEqual(needs(job(workflow, 'undo')), ['build:completion', 'deploy:failure'])
  assert.equal(job(workflow, 'undo').condition, undefined)
  assert.deepEqual(needs(job(workflow, 'alarm')), ['build:failure', 'deploy:failure'])
  assert.ok(job(workflow, 'alarm').needs.every((need) => need.group === job(workflow, 'alarm').needs[0]?.group))
  assert.deepEqual(needs(job(workflow, 'praise')), ['build~', 'deploy~'])
})

test('when holds by parameters, and is open where results decide', async () => {
  const when = (input: string, operator = 'in', values = '[prod]') =>
    `      when: [{input: "${input}", operator: ${operator}, values: ${values}}]\n`
  const { workflow } = await readOne(
    pipeline(
      task('a', 'true', when('$(params.env)')) +
        task('b', 'true', when('$(params.env)', 'notin')) +
        task('c', 'true', when('$(tasks.a.results.x)')) +
        task('d', 'true', when('$(params.none)')) +
        task('e', 'true', when('$(params.env)', 'in', '["$(params.all[*])"]')),
      '  params: [{name: env, default: dev}, {name: none}, {name: all, default: [qa, dev]}]\n',
    ),
  )
  const holds = (id: string) => job(workflow, id).condition?.holds(start(workflow.triggers[0] as never))
  assert.deepEqual(['a', 'b', 'c', 'd', 'e'].map(holds), [false, true, undefined, undefined, true])
})

test('the branch of the forge decides a when', async () => {
  const text = `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: {name: x, annotations: {pipelinesascode.tekton.dev/on-event: "[push]", pipelinesascode.tekton.dev/on-target-branch: "[main, develop]"}}
spec:
  params: [{name: branch, value: "{{ target_branch }}"}]
  pipelineSpec:
    params: [{name: branch}]
    tasks:
${task('deploy', 'true', '      when: [{input: $(params.branch), operator: in, values: [main]}]\n')}`
  const { workflow } = await readOne(text)
  const { condition } = job(workflow, 'deploy')
  const trigger = workflow.triggers[0] as never
  assert.equal(condition?.holds(start(trigger, { branch: 'main' })), true)
  assert.equal(condition?.holds(start(trigger, { branch: 'develop' })), false)
  assert.match(condition?.text ?? '', /BRANCH\} == "main"/)
})

test('an ApprovalTask is a gate; another custom task is known by its kind', async () => {
  const { workflow } = await readOne(
    pipeline(
      '    - name: wait\n      taskRef: {apiVersion: openshift-pipelines.org/v1alpha1, kind: ApprovalTask}\n      params: [{name: approvers, value: [ann, bob]}]\n' +
        '    - name: loop\n      taskRef: {apiVersion: custom.tekton.dev/v1alpha1, kind: PipelineLoop, name: all}\n',
    ),
  )
  assert.equal(job(workflow, 'wait').approval?.how, 'ApprovalTask by ann bob')
  assert.equal(job(workflow, 'loop').steps[0]?.acts[0]?.tool, 'PipelineLoop')
  assert.equal(job(workflow, 'loop').approval, undefined)
})

test('a matrix is one job for each leg, and who waits for it waits for all', async () => {
  const { workflow } = await readOne(
    pipeline(
      `    - name: deploy\n      matrix: {params: [{name: environment, value: [dev, prod]}]}\n      taskSpec: {params: [{name: environment}], steps: [{name: run, image: a, script: "helm -n $(params.environment)"}]}\n${task('after', 'true', '      runAfter: [deploy]\n')}`,
    ),
  )
  assert.deepEqual(
    workflow.jobs.map(({ id, environment }) => [id, environment?.name]),
    [
      ['deploy (dev)', 'dev'],
      ['deploy (prod)', 'prod'],
      ['after', undefined],
    ],
  )
  assert.deepEqual(needs(job(workflow, 'after')), ['deploy (dev)~', 'deploy (prod)~'])
  assert.equal(job(workflow, 'deploy (prod)').steps[0]?.acts[0]?.text, 'helm -n prod')
})

test('environments come from parameters that hold one, or whose value tells one', async () => {
  const of = async (params: string) => {
    const { workflow } = await readOne(
      pipeline(`    - name: x\n      taskRef: {name: kubernetes-actions}\n      params: [${params}]\n`),
    )
    return job(workflow, 'x').environment?.name
  }
  assert.equal(await of('{name: environment, value: live-eu}'), 'live-eu')
  assert.equal(await of('{name: namespace, value: shop-stage}'), 'shop-stage')
  assert.equal(await of('{name: namespace, value: shop}'), undefined)
  assert.equal(await of('{name: environment, value: $(params.env)}'), undefined)
})

test('pipelines in pipelines are spliced in, and a circle is shown', async () => {
  const inner = pipeline(task('test') + task('scan', 'true', '      runAfter: [test]\n')).replace('deliver', 'checks')
  const { workflows } = await read({
    'a.yaml': pipeline(
      `${task('build')}    - name: checks\n      runAfter: [build]\n      pipelineRef: {name: checks}\n${task('deploy', 'true', '      runAfter: [checks]\n')}`,
    ),
    'b.yaml': inner,
  })
  assert.equal(workflows.length, 1, 'one that another runs is no way in')
  const [workflow] = workflows
  assert.ok(workflow)
  assert.deepEqual(needs(job(workflow, 'checks / test')), ['build~'])
  assert.deepEqual(needs(job(workflow, 'checks / scan')), ['checks / test~', 'build~'])
  assert.deepEqual(needs(job(workflow, 'deploy')), ['checks / test~', 'checks / scan~'])

  const circle = await read({
    'a.yaml': pipeline('    - name: b\n      pipelineRef: {name: other}\n'),
    'b.yaml': pipeline('    - name: a\n      pipelineRef: {name: deliver}\n').replace('name: deliver', 'name: other'),
    'c.yaml':
      'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: go}\nspec: {pipelineRef: {name: deliver}}\n',
  })
  const messages = circle.workflows.flatMap(({ problems }) => problems.map(({ message }) => message))
  assert.deepEqual(messages, ['pipelines run each other in a circle: deliver → other → deliver'])
})

test('a task or pipeline of elsewhere is hidden by name, with an answer', async () => {
  const { workflow } = await readOne(
    'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: ship}\nspec:\n  pipelineRef: {resolver: git, params: [{name: url, value: "https://git.example/a/b"}, {name: pathInRepo, value: pipelines/deploy.yaml}]}\n',
  )
  const [only] = workflow.jobs
  assert.equal(only?.hidden?.value.what, 'the pipeline https://git.example/a/b/deploy')
  assert.match(only?.hidden?.value.settle.text ?? '', /kinds: \[\{job: ship, kinds: \[deploy\]\}\]/)
  assert.ok(isHidden(only?.hidden?.value))
})

test('what cannot run is a problem at its place', async () => {
  const { workflow } = await readOne(pipeline(`${task('a', 'true', '      runAfter: [b]\n')}    - name: c\n`))
  assert.deepEqual(
    workflow.problems.map(({ message }) => message),
    ['the task c has neither `taskRef` nor `taskSpec`', 'a waits for b, and this pipeline has no such task'],
  )
})

test('a broken or empty file of the forge is a workflow with a problem; a template is hidden', async () => {
  const { workflows, repository } = await read({
    'empty.yaml': '',
    'broken.yaml': 'kind: [',
    'chart/templates/p.yaml':
      'apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: {{ .Release.Name }}}\nspec: {{- toYaml .Values.x }}\n',
  })
  assert.deepEqual(
    workflows.map(({ file, problems, hidden }) => [file, problems.length, hidden[0]?.value.what]),
    [
      ['chart/templates/p.yaml', 0, 'the pipeline that the template chart/templates/p.yaml makes'],
      ['.tekton/broken.yaml', 1, 'the content of .tekton/broken.yaml'],
      ['.tekton/empty.yaml', 1, 'the content of .tekton/empty.yaml'],
    ],
  )
  assert.ok(repository.claimed.includes('.tekton/broken.yaml'))
})
