import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertRoutesOf } from '../../../src/facts/infrastructure/alert-routes.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const topic = (protocol: string, endpoint: string, name = 't') =>
  `resource "aws_sns_topic" "${name}" { name = "${name}" }\nresource "aws_sns_topic_subscription" "${name}" {\n topic_arn = aws_sns_topic.${name}.arn\n protocol = "${protocol}"\n endpoint = ${endpoint}\n}\n`
const alarm = (name: string, actions: string) =>
  `resource "aws_cloudwatch_metric_alarm" "${name}" {\n alarm_name = "${name}"\n alarm_actions = ${actions}\n}\n`
const pager = topic('https', '"https://events.pagerduty.com/x/enqueue"')
const to = (name = 't') => `[aws_sns_topic.${name}.arn]`
const monitor = (message: string, priority = 1) =>
  `resource "datadog_monitor" "m${priority}" {\n name = "m"\n priority = ${priority}\n message = "${message}"\n}\n`
const policy = (type: string) =>
  `resource "google_monitoring_notification_channel" "c" {\n display_name = "c"\n type = "${type}"\n}\nresource "google_monitoring_alert_policy" "p" {\n display_name = "p"\n severity = "CRITICAL"\n notification_channels = [google_monitoring_notification_channel.c.name]\n}\n`
const group = (receiver: string, of: string) =>
  `resource "azurerm_monitor_action_group" "g" {\n name = "g"\n ${receiver} {\n name = "r"\n ${of}\n }\n}\n`
const ofAzure = (severity: number, more = '') =>
  `resource "azurerm_monitor_metric_alert" "a" {\n name = "a"\n severity = ${severity}\n ${more}\n action {\n action_group_id = azurerm_monitor_action_group.g.id\n }\n}\n`

const table: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
  'a topic to a pager': [pager + alarm('errors', to()), ['cloudwatch  page']],
  'a topic by mail': [topic('email', '"a@b.test"') + alarm('errors', to()), ['cloudwatch  mail']],
  'an endpoint that a variable holds': [topic('https', 'var.url') + alarm('errors', to()), ['cloudwatch  ?']],
  'a topic to which nobody here subscribes': [
    `resource "aws_sns_topic" "t" { name = "t" }\n${alarm('errors', to())}`,
    ['cloudwatch  ?'],
  ],
  'only the critical ones count': [
    pager + topic('email', '"a@b.test"', 'mail') + alarm('errors-critical', to()) + alarm('disk', to('mail')),
    ['cloudwatch critical page'],
  ],
  'which are critical is not said': [
    pager + topic('email', '"a@b.test"', 'mail') + alarm('errors', to()) + alarm('disk', to('mail')),
    ['cloudwatch  ?'],
  ],
  'an alarm that only scales': [alarm('cpu', '["arn:aws:autoscaling:x"]'), []],
  'Datadog calls a pager': [
    monitor('@pagerduty-shop @slack-shop') + monitor('@slack-shop', 3),
    ['datadog critical page'],
  ],
  'Datadog writes': [monitor('@slack-shop'), ['datadog critical chat']],
  'Azure calls a pager': [
    group('webhook_receiver', 'service_uri = "https://events.pagerduty.com/x"') + ofAzure(0),
    ['azure-monitor critical page'],
  ],
  'Azure writes': [group('email_receiver', 'email_address = "a@b.test"') + ofAzure(3), ['azure-monitor  mail']],
  'Azure calls something else': [group('logic_app_receiver', '') + ofAzure(0), ['azure-monitor critical ?']],
  'an action group that is switched off': [
    group('email_receiver', 'email_address = "a@b.test"').replace('name = "g"', 'name = "g"\n enabled = false') +
      ofAzure(3),
    ['azure-monitor  nobody'],
  ],
  'an action group from elsewhere': [ofAzure(0), ['azure-monitor critical ?']],
  'Azure, switched off': [group('email_receiver', '') + ofAzure(0, 'enabled = false'), []],
  'Google calls a pager': [policy('pagerduty'), ['google-monitoring critical page']],
  'Google calls something else': [policy('webhook_tokenauth'), ['google-monitoring critical ?']],
}

for (const [name, [text, expected]] of Object.entries(table)) {
  test(`whom alerts reach: ${name}`, async () => {
    const { resources } = await readTerraform(repositoryOf({ 'main.tf': text }), defaultSettings)
    const found = alertRoutesOf(resources).map(
      ({ system, severity, channel }) => `${system} ${severity} ${isHidden(channel) ? '?' : channel}`,
    )
    assert.deepEqual(found, expected)
  })
}
