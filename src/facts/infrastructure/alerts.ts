import { and, Hidden, isHidden, or, type Seen } from '../hidden.ts'
import { looksForErrors, looksForSecurity, signalOfLines } from '../log/kind.ts'
import { hiddenMetricOf } from '../monitoring/metric-fields.ts'
import type { Alert, LogStore, Signal } from '../schema/operation.ts'
import { toldByGroups } from './action-groups.ts'
import { alertOf, enabledOf, told } from './alert.ts'
import { googleAlerts } from './google-alerts.ts'
import { ofFailureAnomalies, ofKusto } from './kusto.ts'
import { someTell } from './listeners.ts'
import { ofAzure, ofCloudWatch, ofDatadog, ofDigitalOcean, type ReadPromql } from './metrics.ts'
import {
  attribute,
  type InfrastructureResource,
  isOf,
  jsonIn,
  listIn,
  nested,
  resourcesOf,
  textIn,
  truthIn,
} from './resource.ts'
import { Composed, equal, hiddenIn, type Value } from './value.ts'
import { names, runsOf } from './where.ts'

/** Alerts that Terraform makes, so far as their signal is in logs or events; those of metrics are `other`. */
export function alertsOf(
  all: readonly InfrastructureResource[],
  stores: readonly LogStore[],
  read: ReadPromql = () => undefined,
): readonly Alert[] {
  return runsOf(all).flatMap((run) => [
    ...alarms(run, stores),
    ...events(run),
    ...googleAlerts(run, read),
    ...azure(run),
    ...resourcesOf(run, ['datadog_monitor']).map(datadog),
    ...resourcesOf(run, ['digitalocean_monitor_alert']).map(digitalOcean),
    ...modules(run),
  ])
}

/** Alarms of CloudWatch; one on a metric that a filter makes of logs is about these logs. */
function alarms(run: readonly InfrastructureResource[], stores: readonly LogStore[]): readonly Alert[] {
  const filters = resourcesOf(run, ['aws_cloudwatch_log_metric_filter'])
  const composed = resourcesOf(run, ['aws_cloudwatch_composite_alarm'])
  const groups = resourcesOf(run, ['aws_cloudwatch_log_group'])
  const kindOf = (filter: InfrastructureResource) => {
    const { value } = attribute(filter, 'log_group_name')
    const group = groups.find((one) => names(value, one, textIn(one, 'name')))
    // a group without a store of its own is the copy of a trail
    return group && (stores.find(({ id }) => id === group.id)?.kind ?? 'audit')
  }
  const policies = resourcesOf(run, ['aws_appautoscaling_policy', 'aws_autoscaling_policy'])
  const all = resourcesOf(run, ['aws_cloudwatch_metric_alarm'])
  return all
    .filter((alarm) => !scales(alarm, policies))
    .map((alarm) => {
      const programs = programsTold(alarm, run)
      const made = alarmOf(alarm)
      return programs ? ({ ...made, made: and(made.made, programs) } as Alert) : made
    })

  function alarmOf(alarm: InfrastructureResource): Alert {
    const metrics = metricsOf(alarm)
    const watched = filters.filter((filter) => metrics.some((metric) => isMetricOf(metric, filter)))
    const signal = watched.length ? ofMany(alarm, signalOfFilter(watched, kindOf)) : signalOfMetric(metrics, alarm)
    const enabled = truthIn(alarm, 'actions_enabled') ?? true
    const own = enabled === true ? told(alarm, 'alarm_actions') : enabled
    const through = composed.length && own === false ? composedHidden : own
    if (signal !== 'other' || watched.length) return alertOf(alarm, 'cloudwatch', signal, through)
    const { signal: measured, metric } = ofCloudWatch(alarm)
    // of queues there are few metrics, and all are known: the age of a message is none of ours, whatever the alarm is called
    return alertOf(alarm, 'cloudwatch', measured, through, metric, textIn(alarm, 'namespace') === 'AWS/SQS')
  }
}

/** Why it cannot be told whether an alarm tells somebody, where its actions reach nothing but programs. */
function programsTold(alarm: InfrastructureResource, run: readonly InfrastructureResource[]): Hidden | undefined {
  const actions = listIn(alarm, 'alarm_actions')
  if (actions === undefined || isHidden(actions)) return undefined
  const tells = someTell(actions, run)
  return isHidden(tells) ? tells : undefined
}

/** An alarm that starts and stops machines, and tells nobody: it is none for people. */
function scales(alarm: InfrastructureResource, policies: readonly InfrastructureResource[]): boolean {
  const actions = listIn(alarm, 'alarm_actions')
  if (policies.length === 0 || actions === undefined || isHidden(actions) || actions.length === 0) return false
  return actions.every((action) => policies.some((policy) => isOf(action, policy)))
}

const composedHidden = new Hidden('whether a composite alarm tells of it', {
  kind: 'file',
  text: 'give the alarm actions of its own',
})

interface Metric {
  readonly name: Value | undefined
  readonly namespace: Value | undefined
}

function metricsOf(alarm: InfrastructureResource): readonly Metric[] {
  const own = { name: attribute(alarm, 'metric_name').value, namespace: attribute(alarm, 'namespace').value }
  const queries = nested(alarm, 'metric_query')
  return [
    ...(own.name === undefined ? [] : [own]),
    ...(isHidden(queries) ? [] : queries).map((query) => ({
      name: attribute(query, 'metric.metric_name').value,
      namespace: attribute(query, 'metric.namespace').value,
    })),
  ]
}

function isMetricOf({ name, namespace }: Metric, filter: InfrastructureResource): boolean {
  if (name === undefined) return false
  const space = attribute(filter, 'metric_transformation.namespace').value
  if (typeof space === 'string' && typeof namespace === 'string' && space !== namespace) return false
  const made = attribute(filter, 'metric_transformation.name').value
  return names(name, filter, undefined) || (made !== undefined && equal(name, made) === true)
}

/** Terms of a filter that refuse a line: `-ERROR`, `$.level != "ERROR"`, `level != ERROR`. */
const refused = /(?:^|\s)-(?:"[^"]*"|[\w.]+)|!=\s*(?:"[^"]*"|[\w.*]+)/g

function signalOfFilter(
  filters: readonly InfrastructureResource[],
  kindOf: (filter: InfrastructureResource) => LogStore['kind'] | undefined,
): Seen<Signal> {
  for (const filter of filters) {
    const pattern = textIn(filter, 'pattern') ?? ''
    if (isHidden(pattern)) return pattern
    const kind = kindOf(filter)
    if (kind === 'audit' || looksForSecurity(pattern)) return 'security-event'
    if (kind === 'access') return 'access-anomaly'
    if (kind === 'deployment') return 'deployment-failure'
    const picked = pattern.replace(refused, ' ')
    if (looksForErrors(picked === pattern ? `${pattern} ${filter.name}` : picked)) return 'log-errors'
  }
  return 'other'
}

/** Where an alert says how what it counts compares with its bound. */
const comparisons = ['comparison_operator', 'operator', 'criteria.operator', 'trigger.operator']

/** Few errors are no reason to wake somebody; few requests are. */
function ofMany(alert: InfrastructureResource, signal: Seen<Signal>): Seen<Signal> {
  if (isHidden(signal) || signal === 'access-anomaly') return signal
  const falls = comparisons.some((path) => /^LessThan/.test(String(textIn(alert, path) ?? '')))
  return falls ? 'other' : signal
}

/** Bands that CloudWatch learns from what is usual, on who comes in. */
function signalOfMetric(metrics: readonly Metric[], alarm: InfrastructureResource): Signal {
  const spaces = metrics.map(({ namespace }) => (typeof namespace === 'string' ? namespace : ''))
  if (spaces.includes('AWS/Logs')) return 'log-errors'
  const learned = attribute(alarm, 'threshold_metric_id').value !== undefined
  const entry = spaces.some((space) => /^AWS\/(ApplicationELB|ELB|CloudFront|ApiGateway|WAFV2)$/.test(space))
  return learned && entry ? 'access-anomaly' : 'other'
}

/** Events that EventBridge and the notifications of developer tools hand on. */
function events(run: readonly InfrastructureResource[]): readonly Alert[] {
  const targets = resourcesOf(run, ['aws_cloudwatch_event_target'])
  const rules = resourcesOf(run, ['aws_cloudwatch_event_rule']).flatMap((rule) => {
    const pattern = jsonIn(rule, 'event_pattern')
    const signal = signalOfEvent(pattern)
    if (signal === undefined) return []
    const own = targets.filter(
      (target) => names(attribute(target, 'rule').value, rule, textIn(rule, 'name')) && !isKeptOnly(target, run),
    )
    const reached = someTell(
      own.map((target) => attribute(target, 'arn').value ?? ''),
      run,
    )
    return [alertOf(rule, 'eventbridge', signal, reached)]
  })
  const notices = resourcesOf(run, ['aws_codestarnotifications_notification_rule']).flatMap((rule) => {
    const types = listIn(rule, 'event_type_ids')
    const failed = types === undefined || isHidden(types) ? types : types.some((type) => /failed/.test(String(type)))
    if (failed === false || failed === undefined) return []
    const targetsOf = nested(rule, 'target')
    return [
      alertOf(
        rule,
        'eventbridge',
        isHidden(failed) ? failed : 'deployment-failure',
        isHidden(targetsOf) ? targetsOf : targetsOf.length > 0,
      ),
    ]
  })
  return [...rules, ...notices]
}

/** Whether a target of a rule keeps what happened, in a log, a stream, a queue or a bucket, where nobody is told. */
function isKeptOnly(target: InfrastructureResource, run: readonly InfrastructureResource[]): boolean {
  const { value } = attribute(target, 'arn')
  if (typeof value === 'string') return /^arn:[\w-]+:(?:logs|firehose|kinesis|s3|sqs):/.test(value)
  return resourcesOf(run, keepers).some((one) => isOf(value, one))
}

const keepers = [
  'aws_cloudwatch_log_group',
  'aws_kinesis_firehose_delivery_stream',
  'aws_kinesis_stream',
  'aws_s3_bucket',
  'aws_sqs_queue',
]

function signalOfEvent(pattern: Value | undefined): Seen<Signal> | undefined {
  if (pattern === undefined) return undefined
  const text = JSON.stringify(pattern, (_, value) => (isHidden(value) ? '' : value)) ?? ''
  if (
    /aws\.(codepipeline|codebuild|codedeploy|ecs)"/.test(text) &&
    /FAILED|Failed|SERVICE_DEPLOYMENT_FAILED/.test(text)
  ) {
    return 'deployment-failure'
  }
  if (/aws\.(guardduty|securityhub|macie|inspector2|signin|access-analyzer)"/.test(text)) return 'security-event'
  const hidden = hiddenIn(pattern)
  return hidden && isHidden(pattern) ? hidden : undefined
}

function azure(all: readonly InfrastructureResource[]): readonly Alert[] {
  const groups = resourcesOf(all, ['azurerm_monitor_action_group'])
  const run = all.filter((one) => enabledOf(one) !== false)
  const queries = resourcesOf(run, [
    'azurerm_monitor_scheduled_query_rules_alert',
    'azurerm_monitor_scheduled_query_rules_alert_v2',
  ]).flatMap((alert) => {
    const query = textIn(alert, 'query') ?? textIn(alert, 'criteria.query') ?? ''
    const reaches = or(
      toldByGroups(alert, 'action.action_group', groups),
      toldByGroups(alert, 'action.action_groups', groups),
    )
    const measured = isHidden(query) ? [] : ofKusto(query)
    return [
      alertOf(alert, 'azure-monitor', isHidden(query) ? query : ofMany(alert, signalOfQuery(query)), reaches),
      ...measured.map(({ signal, metric }) => ({
        ...alertOf(alert, 'azure-monitor', signal, reaches, metric),
        id: `${alert.id} ${signal}`,
      })),
    ]
  })
  const activity = resourcesOf(run, ['azurerm_monitor_activity_log_alert']).map((alert) => {
    const category = textIn(alert, 'criteria.category') ?? ''
    const signal = isHidden(category)
      ? category
      : /^(Security|Administrative|Policy)$/.test(category)
        ? 'security-event'
        : 'other'
    return alertOf(alert, 'azure-monitor', signal, toldByGroups(alert, 'action.action_group_id', groups))
  })
  const metrics = resourcesOf(run, ['azurerm_monitor_metric_alert']).map((alert) => {
    const { signal, metric } = ofAzure(alert)
    return alertOf(alert, 'azure-monitor', signal, toldByGroups(alert, 'action.action_group_id', groups), metric)
  })
  const learned = resourcesOf(run, ['azurerm_monitor_smart_detector_alert_rule']).flatMap((alert) => {
    const reaches = toldByGroups(alert, 'action_group.ids', groups)
    const { signal, metric } = ofFailureAnomalies()
    const failures = textIn(alert, 'detector_type') === 'FailureAnomaliesDetector'
    return [
      alertOf(alert, 'azure-monitor', 'access-anomaly', reaches),
      ...(failures
        ? [{ ...alertOf(alert, 'azure-monitor', signal, reaches, metric), id: `${alert.id} ${signal}` }]
        : []),
    ]
  })
  return [...queries, ...activity, ...metrics, ...learned]
}

function signalOfQuery(query: string): Signal {
  if (looksForSecurity(query)) return 'security-event'
  const level = /severityLevel\s*(==|=~|>=?|<=?|!=)\s*["']?(\d)/i.exec(query)
  if (level && !isOfErrors(level[1] as string, Number(level[2]))) return 'other'
  return /exceptions|SeverityLevel/i.test(query) || looksForErrors(query) ? 'log-errors' : 'other'
}

/** Whether a comparison with a severity of Application Insights picks errors (3) and what is worse, and not all there is. */
const isOfErrors = (operator: string, level: number): boolean =>
  operator.startsWith('=') ? level >= 3 : operator === '>' ? level >= 1 : operator === '>=' ? level >= 2 : false

function datadog(monitor: InfrastructureResource): Alert {
  const query = withoutHoles(textIn(monitor, 'query') ?? '')
  const message = textIn(monitor, 'message') ?? ''
  const ofLogs = textIn(monitor, 'type') === 'log alert'
  const signal = isHidden(query) ? query : ofLogs ? signalOfLines(query) : 'other'
  const reaches = isHidden(message) ? message : /@[\w-]/.test(message)
  if (isHidden(query) || ofLogs || signal !== 'other')
    return alertOf(monitor, 'datadog', signal, reaches, isHidden(query) ? hiddenMetricOf(query) : {})
  const { signal: measured, metric } = ofDatadog(query)
  return alertOf(monitor, 'datadog', measured, reaches, metric)
}

function digitalOcean(alert: InfrastructureResource): Alert {
  const { signal, metric } = ofDigitalOcean(alert)
  const chats = nested(alert, 'alerts.slack')
  const reaches = or(told(alert, 'alerts.email'), isHidden(chats) ? chats : chats.length > 0)
  return alertOf(alert, 'digitalocean', signal, reaches, metric)
}

/**
 * A query of which only a filter is hidden (`aws.sqs.sent{queuename:${module.queue.name}} > 10`): what it watches is written
 * all the same. Whose it is may be what is hidden, and then all of it stays so.
 */
function withoutHoles(query: Seen<string>): Seen<string> {
  if (!(query instanceof Composed) || query.open === undefined) return query
  const text = query.open.replace(/\$\{[^}]*\}/g, hole)
  const outside = text.replace(/\{[^{}]*\}/g, '')
  return outside.includes(hole) || /\b(service|functionname):[^,}]*\0/.test(text) ? query : text
}

const hole = '\0'

/** A module from elsewhere that says by its name that it alerts may hold any of them. */
function modules(run: readonly InfrastructureResource[]): readonly Alert[] {
  return run
    .filter(({ mode, type }) => mode === 'module' && /alarm|alert|monitor|pagerduty/i.test(type))
    .map((module) => {
      const hidden = new Hidden(`what the module ${module.type} alerts on`, {
        kind: 'file',
        text: `keep the alerts of the module ${module.type} in this repository`,
      })
      return alertOf(module, 'module', hidden, hidden, hiddenMetricOf(hidden))
    })
}
