import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDepends } from '../../../src/facts/pipeline/argo/depends.ts'
import { truth } from '../../../src/facts/pipeline/argo/when.ts'
import { readArgo } from '../../../src/facts/pipeline/argo/workflows.ts'
import type { Workflow } from '../../../src/facts/pipeline/model.ts'
import { repositoryOf } from '../../support/repository.ts'
import { job, needs, start, stubFinders, triggers } from '../tekton/support.ts'

const read = async (files: Record<string, string>) => {
  const finders = stubFinders()
  return { workflows: await readArgo(repositoryOf(files), finders), scripts: finders.scripts }
}
const one = async (spec: string, more: Record<string, string> = {}) => {
  const text = `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec:\n  entrypoint: main\n${spec}`
  const { workflows, scripts } = await read({ 'w.yaml': text, ...more })
  return { workflow: workflows[0] as Workflow, workflows, scripts }
}
const leaf = (name: string) => `    - {name: ${name}, container: {image: i, command: [${name}]}}\n`

test('groups of steps wait for each other; a suspend without duration is a gate', async () => {
  const { workflow } = await one(
    `  templates:\n    - name: main\n      steps:\n        - - {name: a, template: x}\n          - {name: b, template: x, continueOn: {failed: true}}\n        - - {name: gate, template: wait}\n        - - {name: c, template: nap}\n${leaf('x')}    - {name: wait, suspend: {}}\n    - {name: nap, suspend: {duration: "20"}}\n`,
  )
  assert.deepEqual(needs(job(workflow, 'gate')), ['a~', 'b~'])
  assert.equal(job(workflow, 'b').allowFailure, true)
  assert.ok(job(workflow, 'gate').approval)
  assert.equal(job(workflow, 'c').approval, undefined)
})

test('a dag by dependencies and depends, with nested templates spliced in', async () => {
  const { workflow } = await one(
    `  templates:\n    - name: main\n      dag:\n        tasks:\n          - {name: a, template: x}\n          - {name: n, template: inner, dependencies: [a]}\n          - {name: d, template: x, depends: "n.Succeeded && a"}\n          - {name: undo, template: x, depends: d.Failed}\n    - name: inner\n      dag: {tasks: [{name: p, template: x}, {name: q, template: x, depends: p.Succeeded}]}\n${leaf('x')}`,
  )
  assert.deepEqual(needs(job(workflow, 'n / p')), ['a~'])
  assert.deepEqual(needs(job(workflow, 'n / q')), ['n / p'])
  assert.deepEqual(needs(job(workflow, 'd')), ['n / p~', 'n / q~', 'a~'])
  assert.deepEqual(needs(job(workflow, 'undo')), ['d:failure'])
})

test('behind what its when leaves out, that which it waits for has succeeded all the same', async () => {
  const steps = await one(
    `  templates:\n    - name: main\n      steps:\n        - - {name: test, template: x}\n        - - {name: ask, template: x, when: "{{workflow.parameters.ask}} == yes"}\n        - - {name: ship, template: x}\n${leaf('x')}`,
  )
  assert.deepEqual(needs(job(steps.workflow, 'ship')), ['test~', 'ask~'])
  const dag = await one(
    `  templates:\n    - name: main\n      dag:\n        tasks:\n          - {name: test, template: x}\n          - {name: ask, template: x, depends: test.Succeeded, when: "{{workflow.parameters.ask}} == yes"}\n          - {name: ship, template: x, depends: ask}\n          - {name: strict, template: x, depends: ask.Succeeded}\n          - {name: round, template: x, depends: again, when: "1 == 2"}\n          - {name: again, template: x, depends: round, when: "1 == 2"}\n${leaf('x')}`,
  )
  assert.deepEqual(needs(job(dag.workflow, 'ship')), ['ask~', 'test'])
  assert.deepEqual(needs(job(dag.workflow, 'strict')), ['ask'])
})

for (const [text, expected] of [
  ['a', 'a success~'],
  ['a.Succeeded', 'a success'],
  ['a.Succeeded || a.Failed', 'a completion'],
  ['a.Failed || a.Errored', 'a failure'],
  ['!a.Succeeded', 'a failure~'],
  ['a.Succeeded || b.Succeeded', 'a completion~, b completion~'],
] as const) {
  test(`depends: ${text}`, () => {
    const found = readDepends(text).map((each) => `${each.task} ${each.requires}${each.evenIfSkipped ? '~' : ''}`)
    assert.equal(found.join(', '), expected)
  })
}

for (const [text, expected] of [
  ['prod == prod', true],
  ['"dev" != dev', false],
  ['${X} == a && dev == prod', false],
  ['${X} == a || dev == dev', true],
  ['(a == b || a == a) && true', true],
  ['${X} == a', undefined],
  ['a =~ b', undefined],
  ['((a == a', undefined],
] as const) {
  test(`when: ${text}`, () => assert.equal(truth(text), expected))
}

test('parameters, items and environments; an unknown value stays a variable', async () => {
  const { workflow, scripts } = await one(
    `  arguments: {parameters: [{name: tag}, {name: app, value: shop}]}\n  templates:\n    - name: main\n      steps:\n        - - name: deploy\n            template: d\n            withItems: [staging, production]\n            arguments: {parameters: [{name: environment, value: "{{item}}"}]}\n    - name: d\n      inputs: {parameters: [{name: environment}]}\n      script: {image: i, command: [sh], source: "go {{inputs.parameters.environment}} {{workflow.parameters.app}} {{workflow.parameters.tag}}"}\n`,
  )
  assert.deepEqual(
    workflow.jobs.map(({ id, environment }) => [id, environment?.name]),
    [
      ['deploy (staging)', 'staging'],
      ['deploy (production)', 'production'],
    ],
  )
  assert.equal(scripts[0]?.text, 'go staging shop ${WORKFLOW_PARAMETERS_TAG}')
  assert.equal(scripts[0]?.errexit, false)
})

test('an enum of environments is a choice at the start', async () => {
  const { workflow } = await one(
    `  arguments: {parameters: [{name: env, value: dev, enum: [dev, prod]}]}\n  templates:\n    - {name: main, script: {image: i, command: [bash, -e], source: "go {{workflow.parameters.env}}"}}\n`,
  )
  const [trigger] = workflow.triggers
  assert.deepEqual(trigger?.inputs?.[0]?.options, ['dev', 'prod'])
  const prod = job(workflow, 'main (prod)').condition
  assert.equal(prod?.holds(start(trigger as never, { inputs: { env: 'prod' } })), true)
  assert.equal(prod?.holds(start(trigger as never, { inputs: { env: 'dev' } })), false)
})

test('onExit runs at any end, or at the one that its steps ask for', async () => {
  const { workflow } = await one(
    `  onExit: end\n  templates:\n    - {name: main, container: {image: i, command: [a]}}\n    - name: end\n      steps:\n        - - {name: tell, template: x}\n          - {name: undo, template: x, when: "{{workflow.status}} != Succeeded"}\n${leaf('x')}`,
  )
  assert.deepEqual(needs(job(workflow, 'end / tell')), ['main:completion'])
  assert.deepEqual(needs(job(workflow, 'end / undo')), ['main:failure'])
  assert.equal(job(workflow, 'end / undo').condition, undefined)
})

test('templates of the repository are followed, those of elsewhere hidden; a circle is shown', async () => {
  const library = `apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: lib}\nspec:\n  entrypoint: go\n  templates:\n${leaf('go')}`
  const { workflow, workflows } = await one(
    '  templates:\n    - name: main\n      dag: {tasks: [{name: here, templateRef: {name: lib, template: go}}, {name: deploy, templateRef: {name: far, template: ship}}]}\n',
    { 'lib.yaml': library },
  )
  assert.equal(workflows.length, 1, 'a template that is used is no way in')
  assert.equal(job(workflow, 'here').steps.length, 1)
  assert.equal(job(workflow, 'deploy').hidden?.value.what, 'the template far/ship')
  const circle = await one(
    '  templates:\n    - {name: main, steps: [[{name: a, template: b}]]}\n    - {name: b, steps: [[{name: c, template: main}]]}\n',
  )
  assert.deepEqual(
    circle.workflow.problems.map(({ message }) => message),
    ['templates call each other in a circle: main → b → main'],
  )
})

test('what a Sensor submits starts by the event; schedules and lonely templates', async () => {
  const sensor = (value: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Sensor\nmetadata: {name: s}\nspec:\n  dependencies: [{name: d, eventSourceName: e, eventName: hook${value}}]\n  triggers:\n    - template: {name: t, argoWorkflow: {source: {resource: {apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {workflowTemplateRef: {name: lib}}}}}}\n`
  const library = `apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: lib}\nspec: {entrypoint: go, templates: [{name: go, container: {image: i, command: [a]}}]}\n`
  const of = async (files: Record<string, string>) =>
    (await read(files)).workflows.map((each) => triggers(each).join(', '))
  const filter = ', filters: {data: [{path: body.ref, value: [refs/heads/main]}]}'
  assert.deepEqual(await of({ 'a.yaml': sensor(filter), 'b.yaml': library }), ['push main'])
  assert.deepEqual(await of({ 'a.yaml': sensor(''), 'b.yaml': library }), ['external'])
  assert.deepEqual(await of({ 'b.yaml': library }), ['external'])
  assert.deepEqual(
    await of({
      'b.yaml': library,
      'c.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: c}\nspec: {schedule: "0 1 * * *", workflowSpec: {workflowTemplateRef: {name: lib}}}\n',
    }),
    ['schedule'],
  )
})
