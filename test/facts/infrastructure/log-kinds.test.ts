import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertsOf } from '../../../src/facts/infrastructure/alerts.ts'
import { logStoresOf } from '../../../src/facts/infrastructure/logs/index.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = async (text: string) => (await readTerraform(repositoryOf({ 'main.tf': text }), defaultSettings)).resources

const group = (name: string, more = '') => `resource "aws_cloudwatch_log_group" "this" {\n name = ${name}\n}\n${more}`

/** A group of logs, and what they are of. */
const groups: readonly (readonly [name: string, text: string, kind: string])[] = [
  ['of a build whose project a variable names', group('"/aws/codebuild/${var.project}"'), 'deployment'],
  [
    'of a project that is named beside it',
    group(
      '"/builds/${var.x}"',
      'resource "aws_codebuild_project" "p" {\n logs_config {\n cloudwatch_logs { group_name = aws_cloudwatch_log_group.this.name }\n }\n}',
    ),
    'deployment',
  ],
  ['of a web application firewall', group('"aws-waf-logs-${var.name}"'), 'access'],
  ['of a service that a variable names after access', group('"/ecs/${var.access_service}"'), 'application'],
  ['of which nothing is written', group('var.name'), 'application'],
]

for (const [name, text, kind] of groups) {
  test(`a group of logs ${name}`, async () => {
    const stores = logStoresOf(await read(text)).filter(({ id }) => id.includes('log_group'))
    assert.deepEqual(
      stores.map((one) => one.kind),
      [kind],
    )
  })
}

const policy = (filter: string) =>
  `resource "google_monitoring_alert_policy" "p" {\n notification_channels = ["c"]\n conditions {\n condition_threshold { filter = ${filter} }\n }\n}\n`
const metric = (filter: string, name = 'checkout') =>
  `resource "google_logging_metric" "m" {\n name = "${name}"\n filter = ${filter}\n}\n`
const byName = policy(JSON.stringify('metric.type="logging.googleapis.com/user/checkout"'))
const byReference = policy('"metric.type=\\"logging.googleapis.com/user/${google_logging_metric.m.name}\\""')

/** Alert policies of Google Cloud on metrics that are made of logs: what they are about. */
const alerts: readonly (readonly [name: string, text: string, signal: string])[] = [
  ['errors, by its name', byName + metric('"severity>=ERROR"'), 'log-errors'],
  ['errors, by a reference', byReference + metric('"severity>=ERROR"'), 'log-errors'],
  ['errors of a service that a variable names', byName + metric('"severity>=ERROR ${var.x}"'), 'log-errors'],
  ['who signs in', byName + metric('"protoPayload.methodName:SetIamPolicy"'), 'security-event'],
  ['nothing in particular', byName + metric('"jsonPayload.event=paid"'), 'other'],
  ['what a variable says', byName + metric('var.filter'), '?'],
  ['a metric from elsewhere', byName, '?'],
]

for (const [name, text, signal] of alerts) {
  test(`an alert on a metric of logs: ${name}`, async () => {
    const found = alertsOf(await read(text), [])
    assert.deepEqual(
      found.map((one) => (isHidden(one.signal) ? '?' : one.signal)),
      [signal],
    )
  })
}

const states = (age: string) =>
  `jsonencode({ policy = { default_state = "hot", ism_template = [{ index_patterns = ["shop-logs-*"] }], states = [{ name = "hot", actions = [], transitions = [{ state_name = "gone", conditions = { min_index_age = ${age} } }] }, { name = "gone", actions = [{ delete = {} }], transitions = [] }] } })`

/** Policies of indices, and what is told of each. */
const lifecycles: readonly (readonly [name: string, text: string, expected: string])[] = [
  [
    'of OpenSearch',
    `resource "opensearch_ism_policy" "p" {\n policy_id = "p"\n body = ${states('"45d"')}\n}`,
    'application 45',
  ],
  [
    'of OpenSearch with a variable',
    `resource "opensearch_ism_policy" "p" {\n policy_id = "p"\n body = ${states('var.age')}\n}`,
    'application ?',
  ],
  [
    'that another provider takes as JSON',
    `resource "elasticsearch_index_lifecycle_policy" "p" {\n name = "app-logs"\n body = ${states('"3d"')}\n}`,
    'application 3',
  ],
  [
    'of Elasticsearch',
    'resource "elasticstack_elasticsearch_index_lifecycle" "p" {\n name = "app-logs"\n delete {\n min_age = "9d"\n delete {}\n }\n}',
    'application 9',
  ],
  [
    'of some hours',
    'resource "elasticstack_elasticsearch_index_lifecycle" "p" {\n name = "app-logs"\n delete {\n min_age = "9h"\n delete {}\n }\n}',
    'application 1',
  ],
  [
    'that deletes nothing',
    'resource "elasticstack_elasticsearch_index_lifecycle" "p" {\n name = "app-logs"\n hot {}\n}',
    'application 0',
  ],
  [
    'of anything',
    'resource "elasticstack_elasticsearch_index_lifecycle" "p" {\n name = "shop"\n hot {}\n}',
    'application ?',
  ],
]

for (const [name, text, expected] of lifecycles) {
  test(`a policy of indices ${name}`, async () => {
    const stores = logStoresOf(await read(text))
    assert.equal(stores.map(({ kind, days }) => `${kind} ${isHidden(days) ? '?' : days}`).join(), expected)
  })
}
