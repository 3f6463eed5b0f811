import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Act } from '../../../src/facts/pipeline/model.ts'
import { deployments, job, run, step, trigger, workflow } from '../../support/workflow.ts'

/** `terraform plan -out=p` as the table reads it; `at` is the folder. */
const call = (text: string, more: Partial<Act> = {}) => {
  const [program = '', ...words] = text.split(' ')
  const verb = words.find((word) => !word.startsWith('-')) ?? ''
  const kind = /^(apply|up)$/.test(verb) ? 'apply' : verb === 'plan' ? 'plan' : []
  return step([run(kind, { tool: `${program} ${verb}`, text, words, directory: 'infra', ...more })])
}
const staged = { environment: 'environments/staging' }
const environmentsOf = (...jobs: Parameters<typeof workflow>[0]) =>
  Object.values(deployments([workflow(jobs, { triggers: [trigger('push')] })]))
    .map(({ job: of, environment }) => `${of}: ${isHidden(environment) ? environment.as : environment}`)
    .sort()

for (const program of ['terraform', 'tofu', 'terragrunt']) {
  test(`a plan that is applied carries its environment: ${program}`, () => {
    const plan = call(`${program} plan -out=tfplan`, staged)
    assert.deepEqual(environmentsOf(job('infra', [plan, call(`${program} apply -auto-approve tfplan`)])), [
      'infra: staging',
    ])
    const other = job('infra', [plan, call(`${program} apply other.plan`)])
    assert.deepEqual(environmentsOf(other), ['infra: unknown'])
    const apart = [job('one', [plan]), job('two', [call(`${program} apply out/tfplan`)], { needs: ['one'] })]
    assert.deepEqual(environmentsOf(...apart), ['two: staging'])
    // two plans of that name, for two environments: which of them it is cannot be told
    const twice = job('zero', [call(`${program} plan -out tfplan`, { environment: 'prod' })])
    assert.deepEqual(environmentsOf(twice, ...apart), ['two: unknown'])
  })
}

for (const [chooses, expected] of [
  ['terraform workspace select staging', 'staging'],
  ['terraform workspace select -or-create=true staging', 'staging'],
  ['terraform workspace select ${WORKSPACE}', 'unknown'],
  ['terraform init -backend-config=environments/prod/backend.hcl', 'production'],
  ['terraform init -backend-config bucket=prod-states -backend-config key=staging/shop.tfstate', 'staging'],
  ['terraform init -backend-config=bucket=prod-states', 'unknown'],
  ['terraform init', 'unknown'],
] as const) {
  test(`what follows works on what was chosen: ${chooses}`, () => {
    assert.deepEqual(environmentsOf(job('infra', [call(chooses), call('terraform apply -auto-approve')])), [
      `infra: ${expected}`,
    ])
    const elsewhere = call('terraform apply -auto-approve', { directory: 'other' })
    assert.deepEqual(environmentsOf(job('infra', [call(chooses), elsewhere])), ['infra: unknown'])
  })
}

test('the last choice counts, and another program has its own', () => {
  const twice = [
    call('terraform workspace select dev'),
    call('terraform workspace select prod'),
    call('terraform apply'),
  ]
  assert.deepEqual(environmentsOf(job('infra', twice)), ['infra: production'])
  const open = [call('terraform workspace select dev'), call('terraform workspace select $X'), call('terraform apply')]
  assert.deepEqual(environmentsOf(job('infra', open)), ['infra: unknown'])
  const stack = job('infra', [call('pulumi stack select shop/api/prod'), call('pulumi up --yes')])
  assert.deepEqual(environmentsOf(stack), ['infra: production'])
  assert.deepEqual(environmentsOf(job('infra', [call('terraform workspace select dev'), call('pulumi up')])), [
    'infra: unknown',
  ])
})

const when = (text: string) => ({ text, place: call('terraform plan').place, holds: () => undefined })

test('what is chosen on a condition may not be chosen', () => {
  const apply = call('terraform apply -auto-approve')
  const select = (name: string, text: string) => call(`terraform workspace select ${name}`, { condition: when(text) })
  const onMain = select('production', 'main')
  assert.deepEqual(environmentsOf(job('infra', [onMain, select('dev', 'no main'), apply])), ['infra: unknown'])
  assert.deepEqual(environmentsOf(job('infra', [call('terraform workspace select dev'), onMain, apply])), [
    'infra: unknown',
  ])
  assert.deepEqual(environmentsOf(job('infra', [select('dev', 'no main'), apply])), ['infra: unknown'])
  // select or make it: one of the two has run
  assert.deepEqual(environmentsOf(job('infra', [select('dev', 'is there'), select('dev', 'is not'), apply])), [
    'infra: development',
  ])
  const there = call('terraform apply -auto-approve', { condition: when('main && no draft') })
  assert.deepEqual(environmentsOf(job('infra', [onMain, there])), ['infra: production'])
  const stepped = { ...call('terraform workspace select dev'), condition: when('no main') }
  assert.deepEqual(environmentsOf(job('infra', [onMain, stepped, apply])), ['infra: unknown'])
  const plans = ['prod', 'dev'].map((environment) =>
    call('terraform plan -out=p', { environment, condition: when(environment) }),
  )
  assert.deepEqual(environmentsOf(job('infra', [...plans, call('terraform apply p')])), ['infra: unknown'])
})
