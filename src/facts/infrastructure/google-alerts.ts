import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { looksForErrors, looksForSecurity } from '../log/kind.ts'
import type { Alert, Signal } from '../schema/operation.ts'
import { alertOf, enabledOf, told } from './alert.ts'
import { ofGoogle, type ReadPromql } from './metrics.ts'
import type { Node } from './node.ts'
import { attribute, type InfrastructureResource, isOf, nested, resourcesOf, textIn } from './resource.ts'
import { type Value, writtenOut } from './value.ts'

/** The alert policies of Google Cloud; one on a metric that is made of logs is about what that looks for in them. */
export function googleAlerts(run: readonly InfrastructureResource[], read: ReadPromql): readonly Alert[] {
  const policies = resourcesOf(run, ['google_monitoring_alert_policy']).filter((one) => enabledOf(one) !== false)
  const metrics = resourcesOf(run, ['google_logging_metric'])
  return policies.map((policy) => {
    const conditions = nested(policy, 'conditions')
    const signal = isHidden(conditions)
      ? conditions
      : conditions.map((one) => signalOfCondition(one, metrics)).find((one) => one !== 'other')
    const reaches = told(policy, 'notification_channels')
    if (signal !== undefined || isHidden(conditions))
      return alertOf(policy, 'google-monitoring', signal ?? 'other', reaches)
    const measured = conditions.flatMap((condition) => ofGoogle(condition, read))
    const one = measured.find((each) => each.signal !== 'other') ?? measured[0]
    return alertOf(policy, 'google-monitoring', one?.signal ?? 'other', reaches, one?.metric)
  })
}

function signalOfCondition(condition: Node, metrics: readonly InfrastructureResource[]): Seen<Signal> {
  const log = textIn(condition, 'condition_matched_log.filter')
  if (log !== undefined) return signalOfFilter(log)
  const { value: metric } = attribute(condition, 'condition_threshold.filter')
  const made = metrics.find((one) => isOf(metric ?? null, one) || isNamed(metric, one))
  // few errors are no reason to wake somebody
  if (textIn(condition, 'condition_threshold.comparison') === 'COMPARISON_LT') return 'other'
  if (made) return signalOfFilter(textIn(made, 'filter') ?? '', made.name)
  if (isHidden(metric)) return metric
  if (typeof metric !== 'string') return 'other'
  if (/log_entry_count/.test(metric) && /ERROR|CRITICAL/.test(metric)) return 'log-errors'
  // a metric that is made of logs elsewhere is told by its name
  const own = userMetric.exec(metric)?.[1]
  if (own === undefined) return 'other'
  if (looksForSecurity(own)) return 'security-event'
  if (looksForErrors(own)) return 'log-errors'
  return new Hidden(`what the metric ${own} counts in the logs`, {
    kind: 'file',
    text: `define the metric ${own} of logs beside the alert on it`,
  })
}

/** A metric of one's own: one that is made of logs has this name before its own (cloud.google.com/logging/docs/logs-based-metrics). */
const userMetric = /logging\.googleapis\.com\/user\/([\w./-]+)/

function isNamed(filter: Value | undefined, metric: InfrastructureResource): boolean {
  return typeof filter === 'string' && userMetric.exec(filter)?.[1] === textIn(metric, 'name')
}

/** What a filter of Cloud Logging lets through, and a metric that is made of it counts. */
function signalOfFilter(filter: Seen<string>, name = ''): Seen<Signal> {
  const text = `${writtenOut(filter)} ${name}`
  if (looksForSecurity(text)) return 'security-event'
  if (/cloud_?build|clouddeploy/i.test(text)) return 'deployment-failure'
  if (looksForErrors(text)) return 'log-errors'
  return isHidden(filter) ? filter : 'other'
}
