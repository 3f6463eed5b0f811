import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { readCloudBuild } from '../../../src/facts/pipeline/cloudbuild/workflow.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (files: Readonly<Record<string, string>>) =>
  readCloudBuild(repositoryOf(files), await import('../../../src/facts/pipeline/commands/index.ts'), defaultSettings)

const build = async (text: string) => {
  const [workflow] = await read({ 'cloudbuild.yaml': text })
  if (!workflow) throw new Error('no workflow')
  return workflow
}

test('steps wait for all before them, or for those that they name', async () => {
  const workflow = await build(`
steps:
  - {id: a, name: ubuntu, args: [echo]}
  - {id: b, name: ubuntu, args: [echo], waitFor: ['-']}
  - {id: c, name: ubuntu, args: [echo], waitFor: [a]}
  - {name: gcr.io/cloud-builders/docker, args: [build, .]}
images: [registry.example/shop:$SHORT_SHA]
`)
  assert.deepEqual(
    workflow.jobs.map((job) => [job.id, job.needs.map((need) => need.job).join()]),
    [
      ['a', ''],
      ['b', ''],
      ['c', 'a'],
      ['docker', 'b,c'],
      ['images', 'docker'],
    ],
  )
  assert.deepEqual(
    workflow.triggers.map((trigger) => trigger.kind),
    ['external'],
  )
})

for (const [name, step, acts] of [
  ['a builder', '{name: gcr.io/cloud-builders/go, args: [test, ./...]}', [['go test', 'stops']]],
  ['an entrypoint', '{name: node:22, entrypoint: npm, args: [ci]}', [['npm ci', 'stops']]],
  [
    'a builder of their own that is given whole commands',
    `{name: gcr.io/shop/runner, args: ['sed -i s/a/b/ app.yaml', 'gcloud app deploy app.yaml']}`,
    [
      ['sed', 'stops'],
      ['gcloud app deploy', 'stops'],
    ],
  ],
  [
    'bash -c without -e',
    `{name: x, entrypoint: bash, args: ['-c', 'go test ./...; go vet .']}`,
    [
      ['go test', 'ignored'],
      ['go vet', 'stops'],
    ],
  ],
  [
    'bash -ec',
    `{name: x, entrypoint: bash, args: ['-ec', 'go test ./...; go vet .']}`,
    [
      ['go test', 'stops'],
      ['go vet', 'stops'],
    ],
  ],
  [
    'a shell as the first argument',
    `{name: registry.example/shop, args: [bash, '-c', go test]}`,
    [['go test', 'stops']],
  ],
  [
    'a script',
    '{name: x, script: "#!/bin/bash -e\\ngo test ./...\\ngo vet .\\n"}',
    [
      ['go test', 'stops'],
      ['go vet', 'stops'],
    ],
  ],
] as const) {
  test(`${name} is what it runs`, async () => {
    const workflow = await build(`steps:\n  - ${step}\n`)
    assert.deepEqual(
      workflow.jobs[0]?.steps[0]?.acts.map((act) => [act.tool, act.onFailure]),
      acts,
    )
  })
}

for (const [name, step, acts] of [
  ['whole commands', 'args: [go version, "go test ./...", ./integration.sh]', ['go', 'go test', 'hidden']],
  ['a word of its own', 'args: [check]', ['hidden']],
  ['nothing', 'env: [A=b]', ['hidden']],
  ['a program', 'args: [npm, ci]', ['npm ci']],
] as const) {
  test(`an image that a step before builds, and that is told ${name}`, async () => {
    const workflow = await build(`steps:
  - {name: gcr.io/cloud-builders/docker, args: [build, -t, gold-tests, -f, Dockerfile.tests, .]}
  - {name: gold-tests, ${step}}
`)
    assert.deepEqual(
      workflow.jobs[1]?.steps[0]?.acts.map(({ tool, hidden }) => (hidden ? 'hidden' : tool)),
      acts,
    )
  })
}

test('an image of Docker Hub that is told whole commands has another entrypoint', async () => {
  const workflow = await build(`steps: [{name: golang, args: ['go test ./...']}]`)
  assert.deepEqual(
    workflow.jobs[0]?.steps[0]?.acts.map(({ tool }) => tool),
    ['go test'],
  )
})

test('a failure may be allowed, a timeout set', async () => {
  const workflow = await build('steps: [{name: x, args: [a], allowFailure: true, timeout: 120s}]')
  assert.deepEqual([workflow.jobs[0]?.allowFailure, workflow.jobs[0]?.timeoutMinutes], [true, 2])
})

test('a broken build has a problem; a build in a folder is known by its steps', async () => {
  const workflows = await read({
    'cloudbuild.yaml': 'a: 1',
    '.github/cloudbuild/pr.yaml': 'steps:\n  - name: x\n',
    '.github/cloudbuild/values.yaml': 'a: 1',
  })
  assert.deepEqual(
    workflows.map((workflow) => [workflow.file, workflow.problems.length]),
    [
      ['.github/cloudbuild/pr.yaml', 0],
      ['cloudbuild.yaml', 1],
    ],
  )
})

test('a build in a folder for builds has any name, in folders of environments too', async () => {
  const steps = 'steps:\n  - {name: ubuntu, args: [echo]}\n'
  const found = await read({ 'cloudbuild/prod/deploy.yaml': steps, 'cloudbuild/values.yaml': 'replicas: 2\n' })
  assert.deepEqual(
    found.map(({ file }) => file),
    ['cloudbuild/prod/deploy.yaml'],
  )
})

test('a proxy to a database beside the steps hides nothing', async () => {
  const workflow = await build('steps: [{name: "gcr.io/cloudsql-docker/gce-proxy:1.16", args: [/cloud_sql_proxy]}]')
  assert.deepEqual(
    workflow.jobs[0]?.steps[0]?.acts.map(({ kinds, hidden }) => [kinds, hidden]),
    [[[], undefined]],
  )
})

test('a build of any name is found by the builders of Google; an image of the project is called after its program', async () => {
  const step = (name: string, args: string) => `- {name: ${name}, args: [${args}]}`
  const steps = `steps:\n- name: gcr.io/cloud-builders/gcloud\n  args: [deploy, releases, create, r1, --images, "a=gcr.io/x/a:1.0.0,b=gcr.io/x/b:1.0.0"]\n`
  const workflows = await read({
    'deploy/deploy-prod.yaml': `${steps}${step('gcr.io/x/terraform', 'apply, -auto-approve')}\n`,
    'deploy/stage.yaml': `steps:\n${step('ubuntu', 'echo')}\n`,
    'ops/clean.yaml': steps,
    '.github/workflows/ci.yaml': steps,
  })
  assert.deepEqual(
    workflows.map(({ file }) => file),
    ['deploy/deploy-prod.yaml', 'ops/clean.yaml'],
  )
  assert.deepEqual(
    workflows[0]?.jobs.map((job) => job.steps[0]?.acts[0]?.tool),
    ['gcloud deploy releases create', 'terraform apply'],
  )
})

test('a restart of what the step before has applied finishes that deployment', async () => {
  const found = async (second: string) => {
    const kubectl = (args: string) => `- {name: gcr.io/cloud-builders/kubectl, args: [${args}]}\n`
    const files = { 'cloudbuild.yaml': `steps:\n${kubectl('apply, -f, k8s')}${kubectl(second)}` }
    const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
    return facts.deployments.map(({ tool }) => tool)
  }
  assert.deepEqual(await found('rollout, restart, deployment, shop'), ['kubectl apply'])
  assert.deepEqual(await found('set, image, deployment/till, till=till:1'), ['kubectl apply', 'kubectl set image'])
})

test('a restart in an environment of its own is a deployment, whatever was applied elsewhere before', async () => {
  const step = (name: string, args: string) => `- {id: ${name}, name: gcr.io/cloud-builders/kubectl, args: [${args}]}\n`
  const text = `steps:\n${step('deploy-staging', 'apply, -f, k8s')}${step('deploy-production', 'rollout, restart, deployment, shop')}`
  const { facts } = await collectFacts(repositoryOf({ 'cloudbuild.yaml': text }), defaultSettings, ['deployments'])
  assert.deepEqual(
    facts.deployments.map(({ tool }) => tool),
    ['kubectl apply', 'kubectl rollout restart'],
  )
})

test('the substitutions of a build file hold where nothing here gives others', async () => {
  const found = async (args: string, more: Readonly<Record<string, string>> = {}) => {
    const text = `substitutions: {_ENV: staging}\nsteps:\n- {name: gcr.io/cloud-builders/gcloud, args: [${args}]}\n`
    const { facts } = await collectFacts(repositoryOf({ 'cloudbuild.yaml': text, ...more }), defaultSettings, [
      'deployments',
    ])
    return facts.deployments.map(({ environment }) => (isHidden(environment) ? 'unknown' : environment))
  }
  assert.deepEqual(await found('run, deploy, "shop-${_ENV}"'), ['staging'])
  assert.deepEqual(await found('run, services, update, "shop-pr-${_NUMBER}", --project, acme-prod'), ['development'])
  const submit = { 'deploy.sh': 'gcloud builds submit --substitutions=_ENV=production' }
  assert.deepEqual(await found('run, deploy, "shop-${_ENV}"', submit), ['unknown'])
  const imported = { 'prod.yaml': 'name: prod\nfilename: cloudbuild.yaml\nsubstitutions: {_ENV: production}\n' }
  assert.deepEqual(await found('run, deploy, "shop-${_ENV}"', imported), ['unknown'])
  const made = {
    't.tf':
      'variable "to" {}\nresource "google_cloudbuild_trigger" "a" {\n  filename = "cloudbuild.yaml"\n  substitutions = { _ENV = var.to }\n}\n',
  }
  assert.deepEqual(await found('run, deploy, "shop-${_ENV}"', made), ['unknown'])
})
