import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { wiredAlarms } from '../../../src/facts/infrastructure/wired-alarms.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))
const alarm = (of: string, more = '') =>
  `resource "aws_cloudwatch_metric_alarm" "a" {\n alarm_name = "a"\n comparison_operator = "GreaterThanThreshold"\n ${of}\n ${more}\n}\n`
const service = (names: string, rollback = 'true') =>
  `resource "aws_ecs_service" "s" {\n alarms {\n enable = true\n rollback = ${rollback}\n alarm_names = ${names}\n }\n}\n`
const own = '[aws_cloudwatch_metric_alarm.a.alarm_name]'
const ratio =
  'threshold = 1\n metric_query {\n id = "e"\n expression = "100 * f / r"\n return_data = true\n }\n metric_query {\n id = "f"\n metric {\n metric_name = "HTTPCode_Target_5XX_Count"\n namespace = "AWS/ApplicationELB"\n stat = "Sum"\n period = 60\n }\n }\n metric_query {\n id = "r"\n metric {\n metric_name = "RequestCount"\n namespace = "AWS/ApplicationELB"\n stat = "Sum"\n period = 60\n }\n }'

const table: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
  'failed requests divided by all': [alarm(ratio) + service(own), ['error-rate share 1']],
  'an alarm by its name': [alarm(ratio) + service('["a"]'), ['error-rate share 1']],
  'the slowest hundredth': [
    alarm(
      'threshold = 0.5\n namespace = "AWS/ApplicationELB"\n metric_name = "TargetResponseTime"\n extended_statistic = "p99"',
    ) + service(own),
    ['latency p99 absolute 500'],
  ],
  'an alarm from elsewhere': [service('["other"]'), ['? ? ? ?']],
  'names that a variable holds': [service('var.alarms'), ['? ? ? ?']],
  'a switch that a variable holds': [alarm(ratio) + service(own, 'var.x'), ['? ? ? ?']],
  'an alarm that takes nothing back': [alarm(ratio) + service(own, 'false'), []],
}

for (const [name, [text, expected]] of Object.entries(table)) {
  test(`alarms of a rollout: ${name}`, async () => {
    const { resources } = await readTerraform(repositoryOf({ 'main.tf': text }), defaultSettings)
    const found = wiredAlarms(resources).flatMap(({ checks }) =>
      checks.map(({ signal, statistic, measure, bound }) =>
        [shown(signal), shown(statistic), shown(measure), shown(bound)].filter(Boolean).join(' '),
      ),
    )
    assert.deepEqual(found, expected)
  })
}
