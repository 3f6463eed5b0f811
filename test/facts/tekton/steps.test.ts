import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, pipeline, read, readOne } from './support.ts'

const step = async (yaml: string, others: Record<string, string> = {}) => {
  const { workflow, scripts } = await readOne(
    pipeline(
      `    - name: x\n      taskSpec:\n        params: [{name: env, default: qa}]\n        workspaces: [{name: src}]\n        steps:\n          - ${yaml}\n`,
    ),
    others,
  )
  return { step: job(workflow, 'x').steps[0], script: scripts[0], scripts }
}

test('a script without a first line stops at the first failure; one with it does as it says', async () => {
  const cases = [
    ['make test', 'sh', true, false],
    ['#!/bin/sh\\nmake test', 'sh', false, false],
    ['#!/usr/bin/env bash\\nset -e', 'bash', false, false],
    ['#!/bin/bash -eo pipefail\\nmake', 'bash', true, true],
    ['#!/usr/bin/env python3\\nprint()', 'python3', false, false],
  ] as const
  for (const [text, shell, errexit, pipefail] of cases) {
    const { script } = await step(`{name: s, image: i, script: "${text}"}`)
    assert.deepEqual([script?.shell, script?.errexit, script?.pipefail], [shell, errexit, pipefail], text)
  }
})

test('parameters and workspaces are put in; what is not known stays a variable, never a command', async () => {
  const { script } = await step(
    '{name: s, image: i, script: "cd $(workspaces.src.path) && d $(params.env) $(params.tag) $(cat x)"}',
  )
  assert.equal(script?.text, 'cd ${REPOSITORY} && d qa ${PARAMS_TAG} $(cat x)')
})

test('places point into the file, past what was put in', async () => {
  const { script, step: found } = await step('{name: s, image: i, script: "a $(params.env) bc"}')
  const at = script?.text.indexOf('bc') ?? 0
  const place = script?.placeOf(at, at + 2)
  const whole = found?.acts[0]?.place
  assert.equal((place?.end ?? 0) - (place?.start ?? 0), 2)
  assert.equal(place?.end, whole?.end)
})

test('the folder is that of the workspace; without one it is not known', async () => {
  assert.equal(
    (await step('{name: s, image: i, workingDir: $(workspaces.src.path)/web, script: ls}')).script?.directory,
    'web',
  )
  assert.equal((await step('{name: s, image: i, workingDir: /workspace/src, script: ls}')).script?.directory, '')
  assert.equal((await step('{name: s, image: i, script: ls}')).script?.directory, undefined)
})

test('a command with arguments is a line; sh -c is a script with places inside', async () => {
  const line = await step('{name: s, image: i, command: [helm], args: [upgrade, -n, $(params.env), "a b"]}')
  assert.equal(line.script?.text, 'helm upgrade -n qa "a b"')
  const shell = await step('{name: s, image: i, command: [sh, -ec], args: ["one; two $(NAME)"]}')
  assert.deepEqual([shell.script?.text, shell.script?.errexit], ['one; two $(NAME)', true])
  assert.equal((await step('{name: s, image: i, command: [sh, -c], args: [one]}')).script?.errexit, false)
  const image = await step('{name: s, image: "aquasec/trivy:1", args: [fs, .]}')
  assert.equal(image.step?.acts[0]?.tool, 'aquasec/trivy:1')
})

test('onError and timeout of a step', async () => {
  const { step: found } = await step('{name: s, image: i, script: ls, onError: continue, timeout: 1h30m}')
  assert.equal(found?.continueOnError, true)
  assert.equal(found?.timeoutMinutes, 90)
})

test('a StepAction of the repository is followed, one of elsewhere is looked up by its name', async () => {
  const action =
    'apiVersion: tekton.dev/v1beta1\nkind: StepAction\nmetadata: {name: ship}\nspec: {params: [{name: to, default: x}], image: i, script: "ship $(params.to)"}\n'
  const here = await step('{name: s, ref: {name: ship}, params: [{name: to, value: $(params.env)}]}', {
    'a.yaml': action,
  })
  assert.equal(here.script?.text, 'ship qa')
  const away = await step('{name: s, ref: {resolver: hub, params: [{name: name, value: git-clone}]}}')
  assert.equal(away.step?.acts[0]?.tool, 'git-clone')
})

test('a Task of the repository with its parameters and defaults, nearest first', async () => {
  const other = (name: string, text: string) =>
    `apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: ${name}}\nspec: {params: [{name: a, default: one}, {name: b}], steps: [{name: run, image: i, script: "${text}"}]}\n`
  const { workflows } = await read({
    'x/p.yaml': pipeline('    - name: go\n      taskRef: {name: t}\n      params: [{name: b, value: two}]\n'),
    'x/t.yaml': other('t', 'near $(params.a) $(inputs.params.b)'),
    'a/t.yaml': other('t', 'far'),
  })
  assert.equal(workflows[0]?.jobs[0]?.steps[0]?.acts[0]?.text, 'near one two')
})
