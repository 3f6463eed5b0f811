import { and, Hidden, isHidden, or, type Seen } from '../hidden.ts'
import { looksForErrors, looksForSecurity } from '../log/kind.ts'
import { hiddenMetricOf, noMetric } from '../monitoring/metric-fields.ts'
import { namesSignal } from '../monitoring/metric-names.ts'
import type { Alert, LogStore, Signal } from '../schema/operation.ts'
import { ofFailureAnomalies, ofKusto } from './kusto.ts'
import { type Metrics, ofAzure, ofCloudWatch, ofDatadog, ofGoogle, type ReadPromql } from './metrics.ts'
import type { Node } from './node.ts'
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
import { equal, hiddenIn, Made, type Value } from './value.ts'
import { names, runsOf, whereOf } from './where.ts'

/** Alerts that Terraform makes, so far as their signal is in logs or events; those of metrics are `other`. */
export function alertsOf(
  all: readonly InfrastructureResource[],
  stores: readonly LogStore[],
  read: ReadPromql = () => undefined,
): readonly Alert[] {
  return runsOf(all).flatMap((run) => [
    ...alarms(run, stores),
    ...events(run),
    ...google(run, read),
    ...azure(run),
    ...resourcesOf(run, ['datadog_monitor']).map(datadog),
    ...modules(run),
  ])
}

function alertOf(
  of: InfrastructureResource,
  system: string,
  signal: Seen<Signal>,
  reaches: Seen<boolean>,
  metric: Partial<Metrics> = {},
): Alert {
  const name = textIn(of, 'alarm_name') ?? textIn(of, 'name') ?? textIn(of, 'display_name')
  const shown = typeof name === 'string' ? name : of.name
  const told = isHidden(of.exists) && reaches !== false ? of.exists : reaches
  return {
    id: of.id,
    name: shown,
    system,
    signal: signal === 'other' && metric.scope === 'service' && namesSignal(shown) ? unread(shown) : signal,
    reaches: told,
    ...noMetric,
    ...metric,
    made: and(isHidden(of.exists) ? of.exists : true, enabledOf(of)),
    silent: told === false,
    ...whereOf(of),
    file: of.file,
    place: of.place,
  } as Alert
}

const unread = (name: string) =>
  new Hidden(`what ${name} watches`, { kind: 'version', text: `a later version of Assay reads the metric of ${name}` })

/** Whether an alert is switched on; alarms of CloudWatch have a switch for their actions instead. */
const enabledOf = (of: InfrastructureResource) => truthIn(of, 'enabled') ?? true

/** Whether a list of whom to tell has somebody in it. */
function told(of: InfrastructureResource | Node, path: string): Seen<boolean> {
  const list = listIn(of, path)
  // an id that is known when it is made is the id of somebody
  if (list instanceof Made && /^(id|arn)$/.test(list.attribute)) return true
  return list === undefined ? false : isHidden(list) ? list : list.length > 0
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
      const metrics = metricsOf(alarm)
      const watched = filters.filter((filter) => metrics.some((metric) => isMetricOf(metric, filter)))
      const signal = watched.length ? signalOfFilter(watched, kindOf) : signalOfMetric(metrics, alarm)
      const enabled = truthIn(alarm, 'actions_enabled') ?? true
      const own = enabled === true ? told(alarm, 'alarm_actions') : enabled
      const through = composed.length && own === false ? composedHidden : own
      if (signal !== 'other' || watched.length) return alertOf(alarm, 'cloudwatch', signal, through)
      const { signal: measured, metric } = ofCloudWatch(alarm)
      return alertOf(alarm, 'cloudwatch', measured, through, metric)
    })
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

function isMetricOf({ name }: Metric, filter: InfrastructureResource): boolean {
  if (name === undefined) return false
  const made = attribute(filter, 'metric_transformation.name').value
  return names(name, filter, undefined) || (made !== undefined && equal(name, made) === true)
}

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
    if (looksForErrors(`${pattern} ${filter.name}`)) return 'log-errors'
  }
  return 'other'
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
    const reached = targets.some((target) => names(attribute(target, 'rule').value, rule, textIn(rule, 'name')))
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

function google(run: readonly InfrastructureResource[], read: ReadPromql): readonly Alert[] {
  const policies = resourcesOf(run, ['google_monitoring_alert_policy']).filter((one) => enabledOf(one) !== false)
  return policies.map((policy) => {
    const conditions = nested(policy, 'conditions')
    const signal = isHidden(conditions) ? conditions : conditions.map(signalOfCondition).find((one) => one !== 'other')
    const reaches = told(policy, 'notification_channels')
    if (signal !== undefined || isHidden(conditions))
      return alertOf(policy, 'google-monitoring', signal ?? 'other', reaches)
    const measured = conditions.flatMap((condition) => ofGoogle(condition, read))
    const one = measured.find((each) => each.signal !== 'other') ?? measured[0]
    return alertOf(policy, 'google-monitoring', one?.signal ?? 'other', reaches, one?.metric)
  })
}

function signalOfCondition(condition: Node): Seen<Signal> {
  const log = textIn(condition, 'condition_matched_log.filter')
  const metric = textIn(condition, 'condition_threshold.filter')
  if (isHidden(log)) return log
  if (log !== undefined) {
    if (looksForSecurity(log)) return 'security-event'
    if (/cloud_?build|clouddeploy/i.test(log)) return 'deployment-failure'
    return looksForErrors(log) ? 'log-errors' : 'other'
  }
  if (typeof metric !== 'string') return metric ?? 'other'
  if (/log_entry_count/.test(metric) && /ERROR|CRITICAL/.test(metric)) return 'log-errors'
  const own = /logging\.googleapis\.com\/user\/([\w./-]+)/.exec(metric)?.[1]
  if (own === undefined) return 'other'
  return looksForSecurity(own) ? 'security-event' : looksForErrors(own) ? 'log-errors' : 'other'
}

function azure(all: readonly InfrastructureResource[]): readonly Alert[] {
  const run = all.filter((one) => enabledOf(one) !== false)
  const queries = resourcesOf(run, [
    'azurerm_monitor_scheduled_query_rules_alert',
    'azurerm_monitor_scheduled_query_rules_alert_v2',
  ]).flatMap((alert) => {
    const query = textIn(alert, 'query') ?? textIn(alert, 'criteria.query') ?? ''
    const reaches = or(told(alert, 'action.action_group'), told(alert, 'action.action_groups'))
    const measured = isHidden(query) ? [] : ofKusto(query)
    return [
      alertOf(alert, 'azure-monitor', isHidden(query) ? query : signalOfQuery(query), reaches),
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
    return alertOf(alert, 'azure-monitor', signal, told(alert, 'action.action_group_id'))
  })
  const metrics = resourcesOf(run, ['azurerm_monitor_metric_alert']).map((alert) => {
    const { signal, metric } = ofAzure(alert)
    return alertOf(alert, 'azure-monitor', signal, told(alert, 'action.action_group_id'), metric)
  })
  const learned = resourcesOf(run, ['azurerm_monitor_smart_detector_alert_rule']).flatMap((alert) => {
    const reaches = told(alert, 'action_group.ids')
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
  return /exceptions|SeverityLevel|severityLevel/i.test(query) || looksForErrors(query) ? 'log-errors' : 'other'
}

function datadog(monitor: InfrastructureResource): Alert {
  const query = textIn(monitor, 'query') ?? ''
  const message = textIn(monitor, 'message') ?? ''
  const ofLogs = textIn(monitor, 'type') === 'log alert'
  const signal = isHidden(query) ? query : ofLogs && looksForErrors(query) ? 'log-errors' : 'other'
  const reaches = isHidden(message) ? message : /@[\w-]/.test(message)
  if (isHidden(query) || ofLogs || signal !== 'other')
    return alertOf(monitor, 'datadog', signal, reaches, isHidden(query) ? hiddenMetricOf(query) : {})
  const { signal: measured, metric } = ofDatadog(query)
  return alertOf(monitor, 'datadog', measured, reaches, metric)
}

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
