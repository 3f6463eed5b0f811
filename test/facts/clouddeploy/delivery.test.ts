import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { readDeliveries } from '../../../src/facts/pipeline/clouddeploy/workflows.ts'
import { repositoryOf } from '../../support/repository.ts'

/** `job < need: how it is held, what it does` of each stage */
async function read(files: Readonly<Record<string, string>>) {
  const workflows = await readDeliveries(repositoryOf(files), defaultSettings)
  return workflows.flatMap(({ jobs }) =>
    jobs.map((job) => {
      const held = job.approval?.how ?? (job.hidden ? '?' : 'nobody')
      const acts = job.steps.flatMap(({ acts }) =>
        acts.flatMap(({ kinds, hidden }): readonly string[] => (hidden ? ['?'] : kinds)),
      )
      const name = job.environment && (isHidden(job.environment.name) ? '?' : job.environment.name)
      return `${name} < ${job.needs.map((need) => need.job).join() || '-'}: ${held}, ${acts.join(' ')}`
    }),
  )
}

const pipeline = (stages: string) =>
  `apiVersion: deploy.cloud.google.com/v1\nkind: DeliveryPipeline\nmetadata: {name: shop}\nserialPipeline:\n  stages: [${stages}]\n`
const target = (name: string, more = '') =>
  `---\napiVersion: deploy.cloud.google.com/v1\nkind: Target\nmetadata: {name: ${name}}\n${more}`
const both = target('staging') + target('production')
const automation =
  '---\napiVersion: deploy.cloud.google.com/v1\nkind: Automation\nmetadata: {name: shop/promote}\nrules: [{promoteReleaseRule: {name: p}}]\n'
const stages = '{targetId: staging}, {targetId: production, strategy: {standard: {verify: true}}}'

for (const [what, content, expected] of [
  [
    'a person promotes',
    pipeline(stages) + both,
    ['staging < -: nobody, ? deploy', 'production < staging: promotion in shop, ? deploy smoke-test'],
  ],
  [
    'a target asks',
    pipeline(stages) + target('staging') + target('production', 'requireApproval: true\n') + automation,
    ['staging < -: nobody, ? deploy', 'production < staging: approval of the target, ? deploy smoke-test'],
  ],
  [
    'an automation promotes',
    pipeline(stages) + both + automation,
    ['staging < -: nobody, ? deploy', 'production < staging: nobody, ? deploy smoke-test'],
  ],
  ['a target of elsewhere may ask', pipeline('{targetId: staging}'), ['staging < -: ?, ? deploy']],
  [
    'jobs of a rollout are hidden',
    pipeline('{targetId: staging, strategy: {standard: {postdeploy: {actions: [x]}}}}') + target('staging'),
    ['staging < -: nobody, ? deploy ?'],
  ],
] as const) {
  test(`Cloud Deploy in YAML: ${what}`, async () => {
    assert.deepEqual(await read({ 'clouddeploy.yaml': content }), expected)
  })
}

const terraform = (more = '') => `
resource "google_clouddeploy_target" "staging" { name = "staging" }
resource "google_clouddeploy_target" "live" {
  name = "production"
  ${more}
}
resource "google_clouddeploy_delivery_pipeline" "shop" {
  for_each = toset(["a", "b"])
  name     = each.value
  serial_pipeline {
    dynamic "stages" {
      for_each = [google_clouddeploy_target.staging, google_clouddeploy_target.live]
      content { target_id = stages.value.name }
    }
  }
}
`

test('Cloud Deploy in Terraform: pipelines that are alike are one', async () => {
  assert.deepEqual(await read({ 'main.tf': terraform() }), [
    'staging < -: nobody, ? deploy',
    'production < staging: promotion in shop, ? deploy',
  ])
  assert.deepEqual(await read({ 'main.tf': terraform('require_approval = true') }), [
    'staging < -: nobody, ? deploy',
    'production < staging: approval of the target, ? deploy',
  ])
})
